"""A database that is not as it must be is refused with one sentence, and left as it is."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

from sr_studio.studies.errors import NewerSchemaError, StudyDatabaseError, StudyError
from sr_studio.studies.store import connection as link
from sr_studio.studies.store import schema
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.models import Erasure, table_of
from sr_studio.studies.store.store import Store
from tests.studies.conftest import (
    CONSENT,
    SITTING,
    answer,
    every_cell,
    older_program,
    small_manifest,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "study.sqlite"
    with Store.create(path, small_manifest(references=6, systems=6)) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        for presentation in store.presentations(rater.id)[:20]:
            store.rate(session.id, presentation.id, answer())
    return path


@pytest.mark.parametrize("url", ["postgresql://rater@server:abc/mos", "://", "mysql://server/mos"])
def test_an_address_that_is_none_is_one_sentence(url: str) -> None:
    with pytest.raises(StudyDatabaseError, match=r"cannot be read|not supported"):
        Store.open(url)


def _edit(path: Path, *statements: str) -> None:
    """What somebody with another program could do, triggers out of the way."""
    with sqlite3.connect(path) as plain:
        for statement in statements:
            plain.execute(statement)
    plain.close()


def test_settings_are_read_back(file: Path) -> None:
    with Store.open(file) as store:
        store.check_durable()


@pytest.mark.parametrize(("name", "value"), [("synchronous", "NORMAL"), ("foreign_keys", "OFF")])
def test_a_setting_that_may_lose_a_rating_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    weak = [(n, value if n == name else v, expected) for n, v, expected in link.PRAGMAS]
    real = link._set_pragmas

    def weakened(connection: sqlite3.Connection, record: object) -> None:
        real(connection, record)
        for n, v, _ in weak:
            connection.execute(f"PRAGMA {n} = {v}").close()

    monkeypatch.setattr(link, "_set_pragmas", weakened)
    with Store.open(file) as store, pytest.raises(StudyDatabaseError, match=name):
        store.check_durable()


def test_a_network_drive_is_refused_for_rating(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "network_file_system", lambda _: "nfs4")
    with Store.open(file) as store, pytest.raises(StudyDatabaseError, match="network drive"):
        store.check_durable()


def test_a_server_that_commits_without_its_disk_is_refused(postgresql: str) -> None:
    from sqlalchemy import text

    with Store.create(postgresql, small_manifest()) as store:
        store.check_durable()
        with store.engine.connect() as connection:
            name = connection.execute(text("SELECT current_database()")).scalar_one()
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
            connection.commit()
        store.engine.dispose()
        with pytest.raises(StudyDatabaseError, match="synchronous_commit"):
            store.check_durable()


BAD_FILES = {
    "missing": (lambda path: path.unlink(), "there is no study database"),
    "empty": (lambda path: path.write_bytes(b""), "not a study database"),
    "text": (lambda path: path.write_text("hello " * 50), "not a study database"),
    "foreign": (
        lambda path: (path.unlink(), _edit(path, "CREATE TABLE t (a)")),
        "of another program",
    ),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "damaged|refused"),
    "scrambled": (
        lambda path: path.write_bytes(
            (data := path.read_bytes())[:8192] + bytes(4096 * 6) + data[8192 + 4096 * 6 :]
        ),
        "damaged|refused",
    ),
    "no tables": (
        lambda path: (
            path.unlink(),
            _edit(
                path,
                f"PRAGMA application_id = {link.APPLICATION_ID}",
                "PRAGMA journal_mode = WAL",
                "CREATE TABLE t (a)",
            ),
        ),
        "holds no study",
    ),
    "newer": (
        lambda path: _edit(path, "UPDATE alembic_version SET version_num = '9999'"),
        "schema version 9999",
    ),
    "manifest edited": (
        lambda path: _edit(
            path,
            "DROP TRIGGER studies_no_update",
            "UPDATE studies SET manifest_json = replace(manifest_json, 'Simulated', 'Simulataed')",
        ),
        "does not fit its own hash",
    ),
    "manifest broken": (
        lambda path: _edit(
            path, "DROP TRIGGER studies_no_update", "UPDATE studies SET manifest_json = '{'"
        ),
        "manifest cannot be used",
    ),
    "stimulus edited": (
        lambda path: _edit(
            path, "DROP TRIGGER stimuli_no_update", "UPDATE stimuli SET width = width + 1"
        ),
        "stimuli differ from the manifest",
    ),
    "system removed": (
        lambda path: _edit(
            path,
            "DROP TRIGGER study_systems_no_delete",
            "DELETE FROM study_systems WHERE code = 'A'",
        ),
        "points at a row of study_systems",
    ),
    "row added": (
        lambda path: _edit(
            path,
            "INSERT INTO study_systems SELECT replace(id, substr(id, 1, 4), 'ffff'), study_id,"
            " 'ZZ', role, category FROM study_systems WHERE code = 'A'",
        ),
        "study_systems differ from the manifest",
    ),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(file: Path, kind: str) -> None:
    spoil, sentence = BAD_FILES[kind]
    spoil(file)
    before = file.read_bytes() if file.exists() else None
    with pytest.raises(StudyError, match=sentence) as caught:
        Store.open(file)
    assert caught.value.remedy
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_newer_schema_is_its_own_kind_of_error(file: Path) -> None:
    _edit(file, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchemaError, match="Update SR Studio"):
        Store.open(file)


def test_an_existing_file_is_not_built_over(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StudyDatabaseError, match="there already"):
        Store.create(file, small_manifest())
    assert file.read_bytes() == before


def test_a_url_of_another_kind_is_refused() -> None:
    with pytest.raises(StudyDatabaseError, match="mysql databases are not supported"):
        Store.open("mysql://somewhere/else")


def test_an_older_schema_is_copied_aside_and_migrated(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A further revision, made here, is applied to a file of today's."""
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", scripts)
    current = schema.newest_version()
    (scripts / "versions" / "9000_more.py").write_text(
        'import sqlalchemy as sa\nfrom alembic import op\nrevision = "9000"\n'
        f'down_revision = "{current}"\n\ndef upgrade():\n'
        '    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))\n'
    )
    real = schema._config

    def config():
        made = real()
        made.set_main_option("script_location", str(scripts))
        return made

    monkeypatch.setattr(schema, "_config", config)
    with Store.open(file) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM extra").scalar_one() == 0
        assert len(store.presentations(store.raters()[0].id)) == 36
    copies = list((file.parent / "backups").glob(f"*before-migration-{current}*"))
    assert len(copies) == 1
    monkeypatch.setattr(schema, "_config", real)
    with Store.open(copies[0]) as old:
        assert len(old.raters()) == 1
    with pytest.raises(NewerSchemaError):
        Store.open(file)


def test_a_file_of_the_first_schema_takes_grades_of_any_scale(tmp_path: Path) -> None:
    """Its ratings, their triggers and their view are there afterwards; the check is the new one."""
    path = tmp_path / "study.sqlite"
    with older_program("0001"), Store.create(path, small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        for presentation in store.presentations(rater.id)[:5]:
            store.rate(session.id, presentation.id, answer(4))
    with Store.open(path) as store:
        assert [p.score for p in store.presentations(rater.id) if p.rated] == [4] * 5
        with store.reading() as connection:
            sql = (
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ratings'"
            )
            assert connection.exec_driver_sql(sql).scalar_one() == 3
            view = connection.exec_driver_sql("SELECT count(*) FROM current_ratings")
            assert view.scalar_one() == 5
    with sqlite3.connect(path) as plain, pytest.raises(sqlite3.IntegrityError, match="never"):
        plain.execute("UPDATE ratings SET score = 5")
    plain.close()


TOLD = """INSERT INTO presentations
SELECT lower(hex(randomblob(16))), rater_id, 1, ?, 'calibration', stimulus_id, NULL, NULL, NULL,
 false, ? FROM presentations LIMIT 1"""


def test_a_file_of_an_earlier_schema_tells_grades_of_any_scale(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite"
    with older_program("0002"), Store.create(path, small_manifest()) as store:
        store.enrol(every_cell(store.manifest), CONSENT)
        with pytest.raises(sa.exc.IntegrityError), link.writing(store.engine) as connection:
            connection.exec_driver_sql(TOLD, (1, 11))
    with Store.open(path) as store:
        with link.writing(store.engine) as connection:
            connection.exec_driver_sql(TOLD, (1, 11))
        for wrong in (0, 2.5):
            with pytest.raises(sa.exc.IntegrityError), link.writing(store.engine) as connection:
                connection.exec_driver_sql(TOLD, (2, wrong))
        store.check()
    with sqlite3.connect(path) as plain, pytest.raises(sqlite3.IntegrityError, match="never"):
        plain.execute("UPDATE presentations SET told_score = 5")
    plain.close()


def test_a_database_of_an_earlier_schema_keeps_numbers_of_the_erased(database: str) -> None:
    """Of whoever was erased before, the number is not known and may be given again."""
    manifest = small_manifest()
    before = uuid.uuid4()
    with older_program("0003"), Store.create(database, manifest) as store:
        for _ in range(2):
            store.enrol(every_cell(manifest), CONSENT)
        with link.writing(store.engine) as connection:
            row = {"id": uuid.uuid4(), "rater_id": before, "study_id": store.study_id, "at_us": 1}
            connection.execute(sa.insert(table_of(Erasure)), [row])
    with Store.open(database) as store:
        assert store.given_numbers() == {1, 2}
        erase_rater(store, store.raters()[1].id)
        assert store.enrol(every_cell(manifest), CONSENT).number == 3
        with store.reading() as connection:
            erased = connection.execute(sa.select(table_of(Erasure))).all()
        assert {row.number for row in erased} == {None, 2}
        store.check()
