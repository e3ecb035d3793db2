"""What the experimenter is told while a study runs agrees with what the report will say."""

from __future__ import annotations

from pathlib import Path

from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.rating.status import study_status
from sr_studio.studies.store.folder import StudyFolder
from tests.studies.conftest import CONSENT, SITTING, answer
from tests.studies.rating.test_sites import built


def test_one_missed_anchor_of_two_is_an_accident_and_both_are_not(tmp_path: Path) -> None:
    with StudyFolder(built(tmp_path / "study")).open_store() as store:
        for misses in (1, 2):
            rater = store.enrol(planner(basis_of(store.manifest)), CONSENT, site="north")
            session = store.start_session(rater.id, SITTING)
            shown = store.presentations(rater.id)
            missed = [row.id for row in shown if row.golden][:misses]
            assert sum(row.golden for row in shown) == 2
            for row in shown:
                score = 1 if row.id in missed else 5
                store.rate(session.id, row.id, answer(score))
        once, twice = study_status(store).raters
    assert not any("watched" in flag for flag in once.flags)
    assert any("2 of 2 watched showings" in flag for flag in twice.flags)
