"""History cannot be changed, not even by somebody with an SQL prompt."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from sr_studio.studies.store.models import CONTENT_TABLES, Base
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, SITTING, answer, every_cell, small_manifest

OBSERVED = ("raters", "sessions", "presentations", "ratings", "study_events", "stimuli", "studies")


@pytest.fixture
def rated(database: str):
    with Store.create(database, small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        for presentation in store.presentations(rater.id)[:3]:
            store.rate(session.id, presentation.id, answer(4))
        yield store


def _refused(store: Store, sql: str) -> str:
    with pytest.raises(sa.exc.DBAPIError) as caught, store.engine.connect() as connection:
        connection.exec_driver_sql(sql)
        connection.commit()
    return str(caught.value.orig)


@pytest.mark.parametrize("table", OBSERVED)
def test_no_row_is_changed_or_deleted(rated: Store, table: str) -> None:
    assert "never changed" in _refused(rated, f"UPDATE {table} SET id = id")
    assert "never" in _refused(rated, f"DELETE FROM {table}")


def test_the_score_itself_cannot_be_changed(rated: Store) -> None:
    assert "never changed" in _refused(rated, "UPDATE ratings SET score = 5")


@pytest.mark.parametrize("key", ["id", "presentation_id"])
def test_insert_or_replace_does_not_change_a_score(tmp_path: Path, key: str) -> None:
    file = tmp_path / "study.sqlite"
    with Store.create(file, small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        store.rate(session.id, store.presentations(rater.id)[0].id, answer(2))
    with sqlite3.connect(file) as plain:  # a connection without any of our settings
        row = dict(
            zip(_columns(plain), plain.execute("SELECT * FROM ratings").fetchone(), strict=True)
        )
        row["score"] = 5
        if key != "id":
            row["id"] = "f" * 32
        marks = ", ".join("?" * len(row))
        sql = f"INSERT OR REPLACE INTO ratings ({', '.join(row)}) VALUES ({marks})"
        with pytest.raises(sqlite3.IntegrityError, match="never replaced"):
            plain.execute(sql, list(row.values()))
        assert plain.execute("SELECT score FROM ratings").fetchall() == [(2,)]
    plain.close()


def _columns(plain: sqlite3.Connection) -> list[str]:
    return [row[1] for row in plain.execute("PRAGMA table_info(ratings)")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("score", "3.5"),
        ("score", "'good'"),
        ("score", "0"),
        ("score", "NULL"),
        ("choice", "'a'"),
        ("revision", "0"),
        ("revision", "2"),
        ("rt_ms", "-1"),
        ("answered_ns", "0"),
        ("session_id", "'ffffffffffffffffffffffffffffffff'"),
    ],
)
def test_the_database_itself_refuses_wrong_values(tmp_path: Path, column: str, value: str) -> None:
    file = tmp_path / "study.sqlite"
    with Store.create(file, small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        first, second, *_ = store.presentations(rater.id)
        store.rate(session.id, first.id, answer(2))
    with sqlite3.connect(file) as plain:
        plain.execute("PRAGMA foreign_keys = ON")
        changes = {"id": "'" + "e" * 32 + "'", "presentation_id": f"'{second.id.hex}'"}
        good = ", ".join(changes.get(name, name) for name in _columns(plain))
        bad = ", ".join({**changes, column: value}.get(name, name) for name in _columns(plain))
        with pytest.raises(sqlite3.IntegrityError):
            plain.execute(f"INSERT INTO ratings SELECT {bad} FROM ratings")
        plain.execute(f"INSERT INTO ratings SELECT {good} FROM ratings")  # only that was wrong
    plain.close()


def test_truncate_and_upsert_are_refused_on_postgresql(postgresql: str) -> None:
    with Store.create(postgresql, small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        store.rate(session.id, store.presentations(rater.id)[0].id, answer(2))
        assert "never" in _refused(store, "TRUNCATE ratings")
        upsert = (
            "INSERT INTO ratings SELECT * FROM ratings"
            " ON CONFLICT (presentation_id, revision) DO UPDATE SET score = 5"
        )
        assert "never" in _refused(store, upsert)


def test_every_content_table_is_protected(rated: Store) -> None:
    with rated.reading() as connection:
        if rated.engine.dialect.name == "sqlite":
            sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
            per_table = 3
        else:
            sql = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            per_table = 2
        found = [row[0] for row in connection.exec_driver_sql(sql)]
    assert {name: found.count(name) for name in found} == {
        table.name: per_table for table in CONTENT_TABLES
    }


def test_the_view_shows_the_newest_revision(rated: Store) -> None:
    rater = rated.raters()[0]
    first = rated.presentations(rater.id)[0]
    session = rated.sessions(rater.id)[0]
    rated.rate(session.id, first.id, answer(1), undo=True)
    with rated.reading() as connection:
        scores = connection.exec_driver_sql("SELECT score FROM current_ratings").scalars().all()
    assert sorted(scores) == [1, 4, 4]


def test_models_and_migrations_describe_the_same_tables(rated: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with rated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        checks = {
            constraint["name"]
            for table in Base.metadata.sorted_tables
            for constraint in sa.inspect(connection).get_check_constraints(table.name)
        }
    assert checks == {
        constraint.name
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
