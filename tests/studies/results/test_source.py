"""What is read of a study: who counts, who is excluded, and how long they sat there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.exchange.importing import import_ratings
from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.rating.enrolment import decide_on_rater
from sr_studio.studies.rating.status import study_status
from sr_studio.studies.report.rater_tables import sessions_table
from sr_studio.studies.report.write import write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.results.source import load_study
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.descriptives import Missing
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.table import RatingTable
from sr_studio.studies.store.folder import StudyFolder, open_study
from tests.studies.conftest import CONSENT, SITTING, answer
from tests.studies.rating.sittings import Clock
from tests.studies.rating.test_sites import built
from tests.studies.results.frames import tidy

THREE_DAYS = 3 * 24 * 60


def test_a_crash_that_is_found_days_later_was_a_short_session(tmp_path: Path) -> None:
    folder, clock = built(tmp_path / "study"), Clock()
    with StudyFolder(folder).open_store() as store:
        store.now = clock.wall
        rater = store.enrol(planner(basis_of(store.manifest)), CONSENT, site="north")
        first = store.start_session(rater.id, SITTING)
        shown = store.presentations(rater.id)
        for row in shown[:3]:
            clock.forward(0.5)
            store.rate(first.id, row.id, answer(3))
        clock.forward(THREE_DAYS)
        second = store.start_session(rater.id, SITTING)
        for row in shown[3:]:
            store.rate(second.id, row.id, answer(4))
        clock.forward(2)
        store.end_session(second.id, "done")
        third = store.start_session(rater.id, SITTING)
        clock.forward(THREE_DAYS)
        assert third.ended_us is None
        (found,) = study_status(store).raters
    data = load_study(folder)
    endings = [(one.ordinal, one.ending, one.minutes) for one in data.facts.sessions]
    assert endings == [
        (1, "crash_found", pytest.approx(1.5)),
        (2, "done", pytest.approx(2)),
        (3, "open", 0),
    ]
    assert found.minutes == pytest.approx(sum(one.minutes for one in data.facts.sessions))
    table = sessions_table(analyse(data, resample=False))
    assert table is not None
    assert [cell.text for cell in table.rows[0][:3]] == ["3", "2 min", "2 min"]


def test_who_is_excluded_counts_nowhere_and_is_kept_for_the_results_with_them(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(1)
    rows = [
        f"p{i},pic{j},{s},{rng.integers(1, 6)}" for i in range(6) for j in range(6) for s in "ab"
    ]
    text = "\n".join(["rater,reference,system,score", *rows])
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    assert load_study(tmp_path / "study").with_excluded is None
    with open_study(tmp_path / "study") as store:
        raters = {rater.pseudonym: rater for rater in store.raters()}
        decide_on_rater(store, raters["p3"], "exclude", reason="late", by_role="experimenter")
        store.withdraw(raters["p4"].id)
    data = load_study(tmp_path / "study")
    assert data.table is not None and isinstance(data.with_excluded, RatingTable)
    assert data.table.raters == ("p0", "p1", "p2", "p5")
    assert data.with_excluded.raters == ("p0", "p1", "p2", "p3", "p5")
    page = write_report(analyse(data, resample=False), tmp_path / "report", formats=("svg",))
    assert "with the excluded raters" in page.read_text(encoding="utf-8")


def test_who_is_half_through_is_not_complete(tmp_path: Path) -> None:
    """What a rater owes is what was planned, not what somebody has rated so far."""
    folder = built(tmp_path / "study")
    with open_study(folder) as store:
        raters = [
            store.enrol(planner(basis_of(store.manifest)), CONSENT, site="north") for _ in range(4)
        ]
        for rater, rated in zip(raters, (12, 24, 24, 5), strict=True):
            session = store.start_session(rater.id, SITTING)
            for row in store.presentations(rater.id)[:rated]:
                store.rate(session.id, row.id, answer(1 + row.seq % 5))
            store.end_session(session.id, "done")
            if rated == 12:
                results = analyse(load_study(folder), resample=False)
                assert isinstance(results, ScoreResults)
                assert results.sets[0].missing == Missing(24, 12, 0)
                assert results.stopping is not None
                assert "0 of" in results.stopping.state
                assert "missing" in {note.code for note in results.notes}
        decide_on_rater(store, raters[1], "exclude", reason="late", by_role="experimenter")
        store.withdraw(raters[3].id)
    results = analyse(load_study(folder), resample=False)
    assert isinstance(results, ScoreResults)
    assert results.sets[0].missing == Missing(48, 12, 1)
    assert results.stopping is not None and "1 of" in results.stopping.state


def test_who_has_not_begun_a_set_is_not_complete() -> None:
    frame = tidy(np.full((2, 4, 2), 3.0))
    frame["set"] = np.where(frame["reference"] < "image3", "A", "B")
    one_set_each = frame[(frame["rater"] == "r01") == (frame["set"] == "A")]
    plan = AnalysisPlan(declared=True)
    planned = {name: {"r01": 4, "r02": 4} for name in "AB"}
    for rated, complete in ((frame, 2), (one_set_each, 0)):
        data = replace(study_data(rated, plan=plan), planned=planned)
        results = analyse(data, resample=False)
        assert results.stopping is not None
        assert results.stopping.state.startswith(f"{complete} of")
