"""The plot of scores in the window."""

from __future__ import annotations

import numpy as np
import pytest

from sr_studio.app.studies.mos_plot import MosPlot
from sr_studio.app.window import MainWindow
from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import SetResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy


@pytest.mark.parametrize(("lowest", "highest"), [(1, 5), (0, 100), (-3, 3)])
def test_it_shows_the_whole_scale(window: MainWindow, lowest: int, highest: int) -> None:
    random = np.random.default_rng(2)
    scores = random.integers(lowest, highest + 1, (6, 6, 3)).astype(float)
    plan = AnalysisPlan(
        analysis=Analysis(bootstrap=1000), scale=Scale(lowest=lowest, highest=highest)
    )
    (one,) = analyse(study_data(tidy(scores), plan=plan)).sets
    assert isinstance(one, SetResults)
    plot = MosPlot(window.context, one, plan.scale, window)
    (_, _), (low, high) = plot.plot.getPlotItem().viewRange()
    assert low < lowest and highest < high and high - low < 1.2 * (highest - lowest)
    s = one.statistics
    assert f"[{s.interval_raters[0][1]:.2f}, ".replace("-", "−") in plot._about(1)
