"""A small study that was analysed, and its report."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.write import free_folder, write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan, StudyFacts

DAY = datetime.date(2026, 1, 5)
TITLE = "A & B <study>"


def small_study(
    sets: Sequence[str] = ("all", "all", "all"), *, resample: bool = False, **facts: object
) -> ScoreResults:
    """8 raters, 3 images, 2 systems.

    Args:
        sets: Of each image.
        facts: What else is known of the study.
    """
    rng = np.random.default_rng(1)
    scores = rng.integers(1, 6, (8, 3, 2))
    i, j, s = np.indices(scores.shape).reshape(3, -1)
    frame = pd.DataFrame(
        {
            "rater": [f"r{k}" for k in i],
            "set": [sets[k] for k in j],
            "reference": [f"<image & {k}>" for k in j],
            "system": [f"s_{k}" for k in s],
            "score": scores.ravel(),
        }
    )
    plan = AnalysisPlan(analysis=Analysis(bootstrap=1000))
    data = study_data(frame, plan=plan, facts=StudyFacts(**facts))  # type: ignore[arg-type]
    return analyse(data, resample=resample)


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report with everything that is resampled, where reports of the day lie."""
    folder = free_folder(tmp_path_factory.mktemp("reports"), DAY)
    write_report(small_study(resample=True, title=TITLE), folder, date=DAY, formats=("svg",))
    return folder
