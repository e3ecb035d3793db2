"""The power figure and the power table are about the same study."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.plates import plates
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy


def _scores(shown: int, images: int) -> np.ndarray:
    """24 raters, each with the next ``shown`` of the images, 3 systems."""
    rng = np.random.default_rng(4)
    of_image = rng.normal(0, 0.4, (1, images, 3))
    latent = np.array([2.6, 3.0, 3.4]) + of_image + rng.normal(0, 0.7, (24, images, 3))
    scores = np.clip(np.rint(latent), 1, 5)
    first = shown * np.arange(24)[:, None]
    scores[(np.arange(images) - first) % images >= shown] = np.nan
    return scores


def _different_images() -> np.ndarray:
    """The third system was shown on half of the images only."""
    scores = _scores(20, 20)
    scores[:, 10:, 2] = np.nan
    return scores


@pytest.mark.parametrize("inference", ["images_like_these", "these_images"])
@pytest.mark.parametrize(
    "scores",
    [_scores(20, 20), _scores(5, 40), _different_images()],
    ids=["everybody saw everything", "blocks", "different images"],
)
def test_the_curve_at_the_present_raters_is_the_power_now(
    scores: np.ndarray, inference: Literal["images_like_these", "these_images"]
) -> None:
    plan = AnalysisPlan(analysis=Analysis(bootstrap=1000, inference=inference))
    results = analyse(study_data(tidy(scores), plan=plan), resample=False)
    assert isinstance(results, ScoreResults)
    (figure,) = (plate.figure for plate in plates(results) if plate.section == "power")
    curves = {str(line.get_label()): line.get_data() for line in figure.axes[0].lines}
    assert len(results.power) == 5
    for row in results.power:
        counts, reached = curves[f"{row.delta:g}"]
        drawn = np.interp(row.raters, np.asarray(counts), np.asarray(reached))
        assert drawn == pytest.approx(row.power, abs=0.01)
