"""The store on both databases: enrolling, rating, undoing, withdrawing, the state of the study."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from sr_studio.studies.errors import (
    EnrolmentError,
    RatingRefusedError,
    StudyDatabaseError,
    StudyError,
)
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.models import Rating
from sr_studio.studies.store.records import Answer, DecisionInfo
from sr_studio.studies.store.store import Store
from tests.studies.conftest import (
    CONSENT,
    SITTING,
    answer,
    every_cell,
    next_shown,
    small_manifest,
)


@pytest.fixture
def store(database: str):
    with Store.create(database, small_manifest()) as made:
        yield made


def _begin(store: Store):
    rater = store.enrol(every_cell(store.manifest), CONSENT)
    return rater, store.start_session(rater.id, SITTING)


def test_a_rating_is_there_for_another_connection(store: Store, database: str) -> None:
    rater, session = _begin(store)
    first = next_shown(store, rater.id)
    assert first is not None and first.seq == 1
    assert store.rate(session.id, first.id, answer(4)) == 1
    with Store.open(database, store.study_id) as other:
        following = next_shown(other, rater.id)
        assert following is not None and following.seq == 2
        assert other.presentations(rater.id)[0].score == 4


def test_opening_writes_nothing(store: Store, database: str) -> None:
    from sr_studio.studies.store.bulk import content_digest

    before = content_digest(store)
    Store.open(database, store.study_id).close()
    assert content_digest(store) == before


def test_a_second_rating_of_one_showing_is_refused(store: Store) -> None:
    rater, session = _begin(store)
    first = next_shown(store, rater.id)
    assert first is not None
    store.rate(session.id, first.id, answer(4))
    with pytest.raises(RatingRefusedError, match="rated already"):
        store.rate(session.id, first.id, answer(5))
    assert store.presentations(rater.id)[0].score == 4


def test_undo_keeps_the_first_score_as_a_revision(store: Store) -> None:
    rater, session = _begin(store)
    first = next_shown(store, rater.id)
    assert first is not None
    with pytest.raises(RatingRefusedError, match="no rating to revise"):
        store.rate(session.id, first.id, answer(4), undo=True)
    store.rate(session.id, first.id, answer(4))
    assert store.rate(session.id, first.id, answer(2), undo=True) == 2
    now = store.presentations(rater.id)[0]
    assert (now.score, now.revision) == (2, 2)


@pytest.mark.parametrize("score", [0, 6, 3.5, 3.0, True, "good", None])
def test_what_is_no_score_is_refused(store: Store, score: object) -> None:
    rater, session = _begin(store)
    first = next_shown(store, rater.id)
    assert first is not None
    bad = Answer(score, "script", 1, 1, 2)  # type: ignore[arg-type]
    with pytest.raises(RatingRefusedError, match="not a whole score"):
        store.rate(session.id, first.id, bad)
    with pytest.raises(RatingRefusedError, match="not a whole score"):
        store.rate(session.id, first.id, answer(None, choice="a"))
    assert not store.presentations(rater.id)[0].rated


def test_a_session_of_somebody_else_cannot_rate(store: Store) -> None:
    rater, _ = _begin(store)
    _, other_session = _begin(store)
    first = next_shown(store, rater.id)
    assert first is not None
    with pytest.raises(RatingRefusedError, match="different raters"):
        store.rate(other_session.id, first.id, answer())


def test_an_ended_session_and_a_withdrawn_rater_cannot_rate(store: Store) -> None:
    rater, session = _begin(store)
    first = next_shown(store, rater.id)
    assert first is not None
    store.end_session(session.id, "break")
    with pytest.raises(RatingRefusedError, match="has ended"):
        store.rate(session.id, first.id, answer())
    second = store.start_session(rater.id, SITTING)
    assert second.ordinal == 2
    store.withdraw(rater.id)
    with pytest.raises(RatingRefusedError, match="withdrawn"):
        store.rate(second.id, first.id, answer())
    with pytest.raises(RatingRefusedError, match="withdrawn"):
        store.start_session(rater.id, SITTING)
    assert store.raters()[0].withdrawn


def test_a_session_that_never_ended_is_found_at_the_next(store: Store) -> None:
    rater, first = _begin(store)
    store.start_session(rater.id, SITTING)
    assert [s.end_reason for s in store.sessions(rater.id)] == ["crash_found", None]
    assert store.sessions(rater.id)[0].id == first.id


def test_numbers_pseudonyms_and_sites(store: Store) -> None:
    first = store.enrol(every_cell(store.manifest), CONSENT)
    seventh = store.enrol(every_cell(store.manifest), CONSENT, number=7)
    eighth = store.enrol(every_cell(store.manifest), CONSENT)
    assert [first.number, seventh.number, eighth.number] == [1, 7, 8]
    assert store.find_rater("R07") == store.find_rater(seventh.pseudonym) == seventh
    assert store.find_rater("R99") is None
    with pytest.raises(EnrolmentError, match="given to somebody"):
        store.enrol(every_cell(store.manifest), CONSENT, number=7)
    with pytest.raises(EnrolmentError, match="outside the range"):
        store.enrol(every_cell(store.manifest), CONSENT, number=10_000)
    with pytest.raises(EnrolmentError, match="no site berlin"):
        store.enrol(every_cell(store.manifest), CONSENT, site="berlin")


def test_nobody_gets_the_number_of_an_erased_rater(store: Store) -> None:
    _, second, third = (store.enrol(every_cell(store.manifest), CONSENT) for _ in range(3))
    for gone in (second, third):
        erase_rater(store, gone.id)
        with pytest.raises(EnrolmentError, match="given to somebody"):
            store.enrol(every_cell(store.manifest), CONSENT, number=gone.number)
    newcomer = store.enrol(every_cell(store.manifest), CONSENT)
    assert newcomer.number == 4 and newcomer.pseudonym not in (second.pseudonym, third.pseudonym)
    assert store.given_numbers() == {1, 2, 3, 4}


def test_a_planner_that_fails_enrols_nobody(store: Store) -> None:
    def broken(_: object) -> list:
        raise StudyError("no legal order exists")

    with pytest.raises(StudyError, match="no legal order"):
        store.enrol(broken, CONSENT)
    assert store.raters() == [] and store.state == "draft"


def test_the_states_of_a_study(store: Store) -> None:
    names = {system.code: f"system {system.code}" for system in store.manifest.systems}
    assert store.state == "draft"
    rater, session = _begin(store)
    assert store.state == "open" and store.system_names == {}
    store.close_study(by_role="experimenter", reason="26 raters are done")
    assert store.state == "closed"
    presentation = next_shown(store, rater.id)
    assert presentation is not None
    with pytest.raises(RatingRefusedError, match="closed"):
        store.rate(session.id, presentation.id, answer())
    with pytest.raises(EnrolmentError, match="closed"):
        store.enrol(every_cell(store.manifest), CONSENT)
    with pytest.raises(StudyError, match="closed already"):
        store.close_study(by_role="experimenter", reason="again")
    with pytest.raises(StudyError, match="exactly the systems"):
        store.unblind({"A": "bicubic"}, by_role="custodian", reason="analysis")
    assert store.state == "closed"
    store.unblind(names, by_role="custodian", reason="analysis")
    assert store.state == "unblinded" and store.system_names == names
    with pytest.raises(StudyError, match="contradicts"):
        store.unblind({**names, "A": "other"}, by_role="custodian", reason="analysis")
    assert [e.kind for e in store.study_events()] == ["opened", "closed", "unblinded"]


def test_reports_take_only_the_built_in_questions(store: Store) -> None:
    rater, _ = _begin(store)
    assert not store.reported(rater.id)
    with pytest.raises(StudyError, match="does not ask for name"):
        store.report(rater.id, {"name": "Kim"})
    store.report(rater.id, {"age_band": "25-34"})
    assert store.reported(rater.id)


def test_decisions_come_back_as_written(store: Store) -> None:
    rater, _ = _begin(store)
    made = DecisionInfo(
        "rater", rater.id, "exclude", "correlation", "0.61", "0.75", "analyst", "see log", 5, False
    )
    store.decide(made)
    assert store.decisions() == [made]


def test_one_postgresql_database_holds_several_studies(postgresql: str) -> None:
    one, two = small_manifest(), small_manifest()
    Store.create(postgresql, one).close()
    Store.create(postgresql, two).close()
    with pytest.raises(StudyDatabaseError, match="duplicate key"):
        Store.create(postgresql, two)
    with pytest.raises(StudyDatabaseError, match="holds 2 studies"):
        Store.open(postgresql)
    with Store.open(postgresql, two.study_id) as found:
        assert found.manifest == two
    with pytest.raises(StudyDatabaseError, match="not in this database"):
        Store.open(postgresql, uuid.uuid4())


_ENROL_50 = """
import sys
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, every_cell
with Store.open(sys.argv[1], check=False) as store:
    for _ in range(50):
        store.enrol(every_cell(store.manifest), CONSENT)
"""


def test_two_processes_enrol_a_hundred_raters_at_once(store: Store, database: str, root: Path):
    both = [
        subprocess.Popen([sys.executable, "-c", _ENROL_50, database], cwd=root) for _ in range(2)
    ]
    assert [process.wait(120) for process in both] == [0, 0]
    raters = store.raters()
    assert sorted(r.number for r in raters) == list(range(1, 101))
    assert len({r.pseudonym for r in raters}) == 100
    assert all(len(store.presentations(r.id)) == 12 for r in raters)


def test_rows_of_many_ratings_can_be_inserted_at_once(store: Store) -> None:
    rater, session = _begin(store)
    common = {
        "session_id": session.id,
        "revision": 1,
        "choice": None,
        "input": "script",
        "shown_us": 0,
        "first_paint_ns": 0,
        "answered_ns": 1,
        "rt_ms": 1,
        "attempt": 1,
        "reason": "",
        "created_us": 1,
    }
    rows = [
        {"id": uuid.uuid4(), "presentation_id": p.id, "score": 1 + p.seq % 5, **common}
        for p in store.presentations(rater.id)
    ]
    store.insert(Rating, rows)
    assert next_shown(store, rater.id) is None
