"""The intervals of a row are all of the level that the plan declares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy


def test_every_interval_has_the_declared_level() -> None:
    rng = np.random.default_rng(3)
    scores = rng.integers(1, 6, (10, 7, 2)).astype(float)
    scores[0, 0, 0] = np.nan  # a hole: the pair gets a mixed model
    plan = AnalysisPlan(analysis=Analysis(alpha=0.01, bootstrap=1000))
    found = document(analyse(study_data(tidy(scores), plan=plan)))
    crossed = found["pairs"][0]
    for low, high, se, df in (
        ("ci_low", "ci_high", "se", "df"),
        ("mixed_low", "mixed_high", "mixed_se", "mixed_df"),
    ):
        width = 2 * stats.t.ppf(0.995, crossed[df]) * crossed[se]
        assert crossed[high] - crossed[low] == pytest.approx(width)
    counts = {row["stimulus"]: row["n"] for row in found["stimuli"]}
    for row in found["subject_model"]:
        n = counts[row["stimulus"]]
        width = 2 * stats.t.ppf(0.995, n - 1) * row["sd_bias_removed"] / np.sqrt(n)
        assert row["ci_high_bias_removed"] - row["ci_low_bias_removed"] == pytest.approx(width)
