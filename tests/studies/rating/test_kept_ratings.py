"""Ratings that could not be written, backups, and what erasing reaches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.rating.backup import back_up, erase_everywhere
from sr_studio.studies.rating.steps import Finished
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.store import Store
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.studies.rating.sittings import opened, rate, sessions_of, showing


def test_a_failing_commit_stops_the_show(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The injected failure happens at the commit itself, after the row was written."""
    import sqlalchemy as sa

    conductor = opened(study)
    rate(conductor, 6)
    assert make_way(conductor)
    step = showing(conductor)
    answer = answer_to(step)
    broken = True

    def fail(_: object) -> None:
        if broken:
            raise sa.exc.OperationalError("COMMIT", None, OSError("disk I/O error"))

    sa.event.listen(conductor.store.engine, "commit", fail)
    for _ in range(3):
        with pytest.raises(StudyDatabaseError, match="disk I/O error"):
            conductor.answer(answer)
        assert conductor.step == step
    name = conductor.journal(answer)
    assert isinstance(conductor.step, Finished)
    kept = json.loads((study / "journal" / name).read_text())
    assert kept["presentation"] == str(step.presentation.id)
    assert kept["score"] == answer.score
    broken = False
    conductor.close()
    with StudyFolder(study).open_store() as store:
        assert len(load_ratings(store, roles=None)) == 6
    again = opened(study, rater="R1")
    assert make_way(again)
    assert showing(again).presentation.id != step.presentation.id
    assert [session.end_reason for session in sessions_of(study)] == ["crash_found", None]
    again.close()
    with StudyFolder(study).open_store() as store:
        assert load_ratings(store, roles=None)["score"].tolist()[-1] == answer.score
    assert [file.name for file in (study / "journal").iterdir()] == [f"{name}.taken"]


def test_a_journal_that_cannot_go_in_is_kept_and_said(study: Path) -> None:
    conductor = opened(study)
    rate(conductor, 3)
    assert make_way(conductor)
    step = showing(conductor)
    name = conductor.journal(answer_to(step))
    conductor.close()
    edited = study / "journal" / name
    edited.write_text(edited.read_text().replace('"score": ', '"score": 1'))
    again = opened(study, rater="R1")
    assert make_way(again)
    assert showing(again).presentation.id == step.presentation.id
    again.close()
    assert [file.name for file in (study / "journal").iterdir()] == [f"{name}.refused"]
    with StudyFolder(study).open_store() as store:
        assert len(load_ratings(store, roles=None)) == 3


def test_ten_backups_are_kept(study: Path) -> None:
    with StudyFolder(study).open_store() as store:
        copies = [back_up(store, study) for _ in range(12)]
        left = list((study / "backups").iterdir())
    assert len(left) == 10
    assert copies[-1] is not None
    with Store.open(left[0]) as copy:
        assert copy.manifest == store.manifest


def test_every_session_end_leaves_a_backup_with_its_ratings(study: Path) -> None:
    conductor = opened(study)
    rate(conductor, 7)
    conductor.close()
    (copy,) = (study / "backups").iterdir()
    with Store.open(copy) as store:
        assert len(load_ratings(store, roles=None)) == 7


def test_erasing_reaches_backups_and_journals(study: Path) -> None:
    for rater in (None, None):
        conductor = opened(study, rater=rater)
        rate(conductor, 5)
        assert make_way(conductor)
        conductor.journal(answer_to(showing(conductor)))
        conductor.close()
        with StudyFolder(study).open_store() as store:
            back_up(store, study)
    with StudyFolder(study).open_store() as store:
        gone, stays = store.raters()
        assert erase_everywhere(store, study, gone.id) == []
    for file in study.rglob("*"):
        if file.is_file():
            assert gone.pseudonym.encode() not in file.read_bytes(), file
            assert gone.pseudonym not in file.name
    assert [j.name.startswith(stays.pseudonym) for j in (study / "journal").iterdir()] == [True]
