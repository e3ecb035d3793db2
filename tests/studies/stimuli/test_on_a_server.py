"""Studies whose ratings lie on a PostgreSQL server, and whom the address is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.app.studies.work import watch
from sr_studio.progress import CancelToken
from sr_studio.studies.errors import StudyError, UnknownServerError
from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.results.source import load_for_export, load_study
from sr_studio.studies.stimuli.builder import build_study
from sr_studio.studies.stimuli.verify import verify_study
from sr_studio.studies.store.folder import StudyFolder, source_of
from tests.studies.conftest import CONSENT, SITTING, answer
from tests.studies.stimuli.drafts import make_draft, make_sr


def test_building_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    report = build_study(make_draft(tmp_path / "study"), make_sr, database=postgresql)
    study = StudyFolder(report.folder)
    assert not (report.folder / "study.sqlite").exists()
    with study.open_store() as store:
        assert store.engine.dialect.name == "postgresql"
        rater = store.enrol(planner(basis_of(store.manifest)), CONSENT)
        assert verify_study(study, store).problems == ()
        session = store.start_session(rater.id, SITTING)
        for number, shown in enumerate(store.presentations(rater.id)):
            store.rate(session.id, shown.id, answer(1 + number % 5))
    data = load_study(report.folder)
    assert data.table is not None and data.facts.enrolled == 1
    frame, facts = load_for_export(report.folder)
    assert len(frame) > 0 and facts["systems"].startswith("codes")
    shown_in_window = watch(report.folder, CancelToken())
    assert shown_in_window.status.state == "open"


def test_a_key_in_the_way_is_told_before_anything_is_made(tmp_path: Path, postgresql: str) -> None:
    """A study that is on a server once is there for good: its id could not be built again."""
    draft, custodian = make_draft(tmp_path / "study"), tmp_path / "custodian"
    custodian.mkdir()
    (custodian / "key.json").write_text("{}")
    with pytest.raises(StudyError, match="a key of another study"):
        build_study(draft, make_sr, custodian=custodian, database=postgresql)
    (custodian / "key.json").unlink()
    build_study(draft, make_sr, custodian=custodian, database=postgresql)


def test_the_note_of_where_the_ratings_are_keeps_no_password(
    tmp_path: Path, postgresql: str
) -> None:
    with_password = postgresql.replace("rater@", "rater:secret@")
    folder = build_study(make_draft(tmp_path / "study"), make_sr, database=with_password).folder
    note = folder / "database.txt"
    assert "secret" not in note.read_text() and "rater@127.0.0.1" in note.read_text()
    note.write_text("\n")
    with pytest.raises(StudyError, match="should say where the database is and is empty"):
        StudyFolder(folder).open_store()


def test_a_received_folder_leads_to_no_server_by_itself(
    tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a connection is tried; naming the server once is enough."""
    folder = build_study(make_draft(tmp_path / "study"), make_sr, database=postgresql).folder
    StudyFolder(folder).open_store().close()  # it was built here
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path / "another computer"))
    note = (folder / "database.txt").read_text()
    for there in (note, "postgresql://rater@does-not-exist.invalid/mos"):
        (folder / "database.txt").write_text(there)
        with pytest.raises(UnknownServerError, match="which was not named here yet"):
            StudyFolder(folder).open_store()
        with pytest.raises(UnknownServerError):
            source_of(folder)
    (folder / "database.txt").write_text(note)
    StudyFolder(folder).open_store(postgresql).close()
    StudyFolder(folder).open_store().close()
