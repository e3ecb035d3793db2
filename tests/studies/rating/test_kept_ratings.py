"""Ratings that could not be written, backups, and what erasing reaches."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sr_studio.cli import main
from sr_studio.studies.errors import RatingRefusedError, StudyDatabaseError
from sr_studio.studies.rating.backup import back_up, erase_everywhere
from sr_studio.studies.rating.closing import close_study
from sr_studio.studies.rating.status import study_status
from sr_studio.studies.rating.steps import Finished, Rest
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, every_cell, older_program, small_manifest
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


@pytest.mark.parametrize("again", ["answer", "journal"])
@pytest.mark.parametrize("last", [False, True])
def test_a_rating_whose_session_could_not_end_is_stored_once(
    study: Path, monkeypatch: pytest.MonkeyPatch, again: str, last: bool
) -> None:
    """The row is in; the second transaction, which ends the session, is refused once."""
    conductor = opened(study)
    rate(conductor, 6)
    assert make_way(conductor)
    session = conductor._running()
    if last:
        del session.shows[session.place + 1 :]
    else:
        monkeypatch.setattr(session.clock, "is_up", lambda _: True)
    step = showing(conductor)
    end = conductor.store.end_session

    def refuse(*_: object) -> None:
        monkeypatch.setattr(conductor.store, "end_session", end)
        raise StudyDatabaseError("database is locked")

    monkeypatch.setattr(conductor.store, "end_session", refuse)
    with pytest.raises(StudyDatabaseError, match="locked"):
        conductor.answer(answer_to(step))
    assert conductor.step == step and not conductor.undo()
    if again == "journal":
        assert conductor.journal(answer_to(step)) == ""
        assert isinstance(conductor.step, Finished) and not (study / "journal").exists()
    else:
        conductor.answer(answer_to(step))
        assert isinstance(conductor.step, Finished if last else Rest)
    with StudyFolder(study).open_store() as store:
        assert len(load_ratings(store, roles=None)) == 7
    conductor.close()


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


def test_what_was_kept_is_told_until_closing_takes_it_in(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    conductor = opened(study)
    rate(conductor, 3)
    assert make_way(conductor)
    name = conductor.journal(answer_to(showing(conductor)))
    with StudyFolder(study).open_store() as store:
        (rater,) = study_status(store, study).raters
        assert rater.flags[-1].endswith("or the study is closed: 1 ratings")
        with pytest.raises(SystemExit) as left:
            main(["study", "merge", str(study), "-o", str(tmp_path / "merged.sqlite")])
        assert not left.value.code
        assert f"1 ratings of {rater.pseudonym} are kept" in capsys.readouterr().err
        with pytest.raises(RatingRefusedError, match="another window is open"):
            close_study(store, study, by_role="experimenter", reason="over")
        assert store.state == "open"
        conductor.close()
        close_study(store, study, by_role="experimenter", reason="over")
        assert store.state == "closed" and len(load_ratings(store, roles=None)) == 4
        assert study_status(store, study).raters[0].flags == ()
    assert [file.name for file in (study / "journal").iterdir()] == [f"{name}.taken"]


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


@pytest.mark.parametrize("hindered", ["a file in the way", "a folder that takes none"])
def test_a_copy_that_cannot_be_made_keeps_nobody_from_the_end(study: Path, hindered: str) -> None:
    """The last rating is in the database: nobody is told that it is not, and status says why there
    is no copy of it."""
    if hindered == "a file in the way":
        (study / "backups").write_text("not a folder")
    elif Path("/proc/self").exists():
        (study / "backups").symlink_to("/proc", target_is_directory=True)
    else:
        pytest.skip("no folder here is known to take no file from anybody")
    conductor = opened(study)
    while make_way(conductor):
        conductor.answer(answer_to(showing(conductor)))
    assert isinstance(conductor.step, Finished)
    assert conductor.step.reason == "done"
    conductor.close()
    (session,) = sessions_of(study)
    assert session.end_reason == "done"
    with StudyFolder(study).open_store() as store:
        found = study_status(store)
    assert found.complete == 1
    assert len(found.not_copied) == 1


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


def test_erasing_reaches_backups_of_older_programs(tmp_path: Path) -> None:
    """Nothing is copied aside on the way, and what was copied so before is reached, too."""
    file, below = tmp_path / "study.sqlite", tmp_path / "backups" / "backups"
    with older_program("0002"), Store.create(file, small_manifest()) as store:
        gone = store.enrol(every_cell(store.manifest), CONSENT)
        copy = back_up(store, tmp_path)
    assert copy is not None
    below.mkdir()
    shutil.copyfile(copy, below / f"{copy.stem}-before-migration-0001.sqlite")
    with Store.open(file) as store:
        assert erase_everywhere(store, tmp_path, gone.id) == []
    # Those two, and what was kept of the study itself when it was opened.
    assert len(list((tmp_path / "backups").rglob("*.sqlite"))) == 3
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or gone.pseudonym.encode() not in path.read_bytes(), path


def test_erasing_leaves_backups_of_another_study_alone(tmp_path: Path) -> None:
    """Merged files of two studies that lie in one folder share its folder of backups."""
    other = tmp_path / "backups" / "other.sqlite"
    other.parent.mkdir()
    Store.create(other, small_manifest()).close()
    with Store.create(tmp_path / "study.sqlite", small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        assert erase_everywhere(store, tmp_path, rater.id) == []
    with Store.open(other) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM erasures").scalar_one() == 0


def test_a_backup_of_before_keeps_the_number_of_the_erased(tmp_path: Path) -> None:
    with Store.create(tmp_path / "study.sqlite", small_manifest()) as store:
        copy = back_up(store, tmp_path)
        gone = store.enrol(every_cell(store.manifest), CONSENT)
        assert erase_everywhere(store, tmp_path, gone.id) == []
    assert copy is not None
    with Store.open(copy) as store:
        assert store.enrol(every_cell(store.manifest), CONSENT).number == 2
