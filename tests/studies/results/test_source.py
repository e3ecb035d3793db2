"""What is read of a study: who counts, who is excluded, and how long they sat there."""

from __future__ import annotations

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
from sr_studio.studies.results.source import load_study
from sr_studio.studies.statistics.table import RatingTable
from sr_studio.studies.store.folder import StudyFolder, open_study
from tests.studies.conftest import CONSENT, SITTING, answer
from tests.studies.rating.sittings import Clock
from tests.studies.rating.test_sites import built

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
