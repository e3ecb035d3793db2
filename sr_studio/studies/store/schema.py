"""The version of the tables: making them, and bringing an older database up to date."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from sr_studio.studies.definition.filenames import BACKUPS
from sr_studio.studies.errors import NewerSchemaError, StudyDatabaseError
from sr_studio.studies.store.connection import (
    APPLICATION_ID,
    outside_transaction,
    sqlite_file,
    writing,
)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def newest_version() -> str:
    """The schema version this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "the package has at least one revision"
    return head


def version_of(connection: Connection) -> str | None:
    """The schema version of an open database, None where there are no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def create_tables(engine: Engine) -> None:
    """Make all tables, triggers and views in an empty database, in one transaction."""
    if (file := sqlite_file(engine.url)) is not None:
        _claim(file)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            # Two programs may set up one empty server at the same moment.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
        _upgrade(connection)


def bring_up_to_date(engine: Engine, *, copy_aside: bool = True) -> str | None:
    """Migrate an older database, after copying it aside; nothing happens to a current one.

    Args:
        copy_aside: Whether a copy of an older file is kept in the folder of backups beside it.

    Returns:
        The version it had before, or None when it was current.

    Raises:
        NewerSchemaError: A newer version of the program wrote it.
        StudyDatabaseError: There are no tables of ours in it.
    """
    with engine.connect() as connection:
        version = version_of(connection)
    where = engine.url.render_as_string(hide_password=True)
    if version is None:
        raise StudyDatabaseError(
            "the database holds no study",
            where=where,
            remedy="Build the study into it first: sr-studio study build.",
        )
    newest = newest_version()
    if version == newest:
        return None
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if version not in known:
        raise NewerSchemaError(
            f"the database has schema version {version}, this program knows up to {newest}",
            where=where,
            remedy="Update SR Studio; a database is never turned back.",
        )
    file = sqlite_file(engine.url)
    if copy_aside and file is not None:
        _copy_aside(engine, file, version)
    with writing(engine) as connection:
        _upgrade(connection)
    return version


def _claim(file: Path) -> None:
    """Make a new file and write our application id into its header, where it is read unopened."""
    try:
        file.touch(exist_ok=False)
    except FileExistsError as error:
        raise StudyDatabaseError(
            "the database is there already",
            where=file,
            remedy="A study is built once; make a new version of it with study new.",
        ) from error
    # Not through the engine: its connections write to the log beside the file first.
    with closing(sqlite3.connect(file)) as plain:
        plain.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _copy_aside(engine: Engine, file: Path, version: str) -> None:
    folder = file.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    copy = folder / f"{file.stem}-before-migration-{version}-{stamp}.sqlite"
    outside_transaction(engine, "VACUUM INTO ?", str(copy))
