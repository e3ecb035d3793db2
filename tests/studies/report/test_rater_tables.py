"""What the tables about raters say of who was left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.rater_tables import sensitivity_table
from sr_studio.studies.report.tables import Table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy


def _analysed(scores: np.ndarray, **columns: Any) -> tuple[ScoreResults, Table]:
    inference = columns.pop("inference", "images_like_these")
    plan = AnalysisPlan(analysis=Analysis(inference=inference))
    results = analyse(study_data(tidy(scores, **columns), plan=plan), resample=False)
    assert isinstance(results, ScoreResults)
    table = sensitivity_table(results)
    assert table is not None
    return results, table


@pytest.mark.parametrize(
    ("inference", "test"), [("images_like_these", "crossed"), ("these_images", "Wilcoxon")]
)
def test_the_table_names_the_declared_test(inference: str, test: str) -> None:
    scores = np.random.default_rng(4).integers(1, 6, (12, 8, 3)).astype(float)
    scores[0] = 3  # flagged: no variance
    assert f"the {test} tests" in _analysed(scores, inference=inference)[1].title
