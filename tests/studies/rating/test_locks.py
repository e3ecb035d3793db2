"""One rater, one window: a second one is refused, a lost lock is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.errors import StudioError
from sr_studio.studies.errors import LockLostError, RatingRefusedError, StudyDatabaseError
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import Finished
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.store import Store
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.studies.rating.sittings import opened, rate, showing


def test_a_second_window_for_one_rater_is_refused(study: Path) -> None:
    conductor = opened(study)
    conductor.consent(True)
    with pytest.raises(RatingRefusedError, match="another window"):
        opened(study, rater=conductor.pseudonym)
    other = opened(study)
    other.consent(True)
    assert other.pseudonym != conductor.pseudonym
    conductor.close()
    again = opened(study, rater=conductor.pseudonym)
    again.close()
    other.close()


def test_who_agrees_again_after_the_lock_could_not_be_had_is_enrolled_once(study: Path) -> None:
    conductor = opened(study)
    (study / "locks").write_text("in the way")
    for _ in range(2):
        with pytest.raises(StudioError, match="in the way"):
            conductor.consent(True)
    (study / "locks").unlink()
    conductor.consent(True)
    assert conductor.rater is not None
    assert [one.id for one in conductor.store.raters()] == [conductor.rater.id]
    rate(conductor, 1)
    conductor.close()


def test_who_agreed_and_then_does_not_is_told_the_name_that_is_stored(study: Path) -> None:
    """The lock could not be had; to withdraw, one has to know who one is."""
    conductor = opened(study)
    (study / "locks").write_text("in the way")
    with pytest.raises(StudioError, match="in the way"):
        conductor.consent(True)
    conductor.consent(False)
    (rater,) = conductor.store.raters()
    assert conductor.step == Finished("stopped", rater.pseudonym)
    conductor.close()


def test_a_second_window_is_refused_on_postgresql_too(study: Path, postgresql: str) -> None:
    Store.create(postgresql, StudyFolder(study).manifest).close()
    conductor = open_conductor(study, database=postgresql)
    conductor.consent(True)
    with pytest.raises(RatingRefusedError, match="another window"):
        open_conductor(study, conductor.pseudonym, database=postgresql)
    conductor.close()
    open_conductor(study, conductor.pseudonym, database=postgresql).close()


def _cut_connections(url: str) -> None:
    """What a network or a restarted server does: every connection is gone."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_lost_lock_is_taken_again_or_ends_the_session(study: Path, postgresql: str) -> None:
    Store.create(postgresql, StudyFolder(study).manifest).close()
    conductor = open_conductor(study, database=postgresql)
    rate(conductor, 6)
    _cut_connections(postgresql)
    assert make_way(conductor)
    conductor.answer(answer_to(showing(conductor)))  # nobody else came: the rater notices nothing
    with pytest.raises(RatingRefusedError, match="another window"):
        open_conductor(study, conductor.pseudonym, database=postgresql)
    assert make_way(conductor)
    step = showing(conductor)
    _cut_connections(postgresql)
    other = open_conductor(study, conductor.pseudonym, database=postgresql)
    with pytest.raises(LockLostError, match="another window is open"):
        conductor.answer(answer_to(step))
    assert conductor.step == Finished("stopped", conductor.pseudonym, conductor.step.minutes)  # type: ignore[union-attr]
    conductor.close()
    assert make_way(other) and showing(other).presentation.id == step.presentation.id
    other.answer(answer_to(showing(other)))
    assert len(load_ratings(other.store, roles=None)) == 8
    other.close()


def test_a_lock_is_taken_again_once_the_server_is_back(study: Path, postgresql: str) -> None:
    import psycopg

    server, _, name = postgresql.rpartition("/")
    Store.create(postgresql, StudyFolder(study).manifest).close()
    conductor = open_conductor(study, database=postgresql)
    rate(conductor, 6)
    assert make_way(conductor)
    step = showing(conductor)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as elsewhere:
        elsewhere.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # type: ignore[arg-type]
        elsewhere.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        with pytest.raises(StudyDatabaseError):
            conductor.answer(answer_to(step))
        elsewhere.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")  # type: ignore[arg-type]
    conductor.answer(answer_to(step))
    with pytest.raises(RatingRefusedError, match="another window"):
        open_conductor(study, conductor.pseudonym, database=postgresql)
    assert len(load_ratings(conductor.store, roles=None)) == 7
    conductor.close()
