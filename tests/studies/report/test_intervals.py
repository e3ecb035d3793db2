"""The interval for these images is around the mean of the raters' means, wherever it stands."""

from __future__ import annotations

import numpy as np
import pytest

from sr_studio.commands.study_analysis import _print_summary
from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.paper_tables import table2
from sr_studio.studies.report.study_tables import systems_table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy

FEW = AnalysisPlan(analysis=Analysis(bootstrap=1000))


@pytest.fixture
def unequal() -> ScoreResults:
    """Eight strict raters rated all of five images, eight lenient ones one of them each."""
    random = np.random.default_rng(3)
    scores = np.full((16, 5, 2), np.nan)
    scores[:8] = random.integers(1, 3, (8, 5, 2)) + np.array([0, 1])
    for rater in range(8, 16):
        scores[rater, rater % 5] = random.integers(3, 5, 2) + np.array([0, 1])
    results = analyse(study_data(tidy(scores), plan=FEW))
    assert isinstance(results, ScoreResults)
    return results


def test_every_place_prints_the_same_interval(
    unequal: ScoreResults, capsys: pytest.CaptureFixture[str]
) -> None:
    (one,) = unequal.sets
    s = one.statistics
    assert s.mean_of_rater_means[0] - s.mos[0] > 0.3, "the case is one"
    low = s.mean_of_rater_means[0] - s.halfwidth_raters[0]
    high = s.mean_of_rater_means[0] + s.halfwidth_raters[0]
    ends = f"[{low:.2f}, {high:.2f}]"
    row = document(unequal)["systems"][0]
    assert row["ci_raters"] == pytest.approx([low, high])
    assert ends in [cell.text for cell in systems_table(one).rows[0]]
    table = table2(unequal)
    (mos,) = [row for row in table.rows if row[0].text == "MOS"]
    assert (mos[1].text, mos[1].small) == (f"{s.mos[0]:.2f}", ends)
    assert any("whose ends are given where raters rated unequally" in note for note in table.notes)
    _print_summary(unequal)
    assert f"MOS {s.mos[0]:.2f}  {ends} (these images)" in capsys.readouterr().out


def test_scores_in_one_group_of_a_long_scale_are_not_the_same() -> None:
    scores = np.random.default_rng(3).integers(0, 101, (6, 6, 3)).astype(float)
    scores[..., 0] = np.random.default_rng(4).integers(92, 100, (6, 6))
    scores[..., 1] = 50
    plan = AnalysisPlan(analysis=Analysis(bootstrap=1000), scale=Scale(lowest=0, highest=100))
    results = analyse(study_data(tidy(scores), plan=plan))
    (note,) = [note for note in results.notes if note.code == "all_equal"]
    assert "every rating of s2 is the same" in note.text
