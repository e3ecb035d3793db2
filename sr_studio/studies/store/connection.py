"""Opening a study's database so that a committed rating is on the disk, and checking that it is."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from sr_studio.studies.errors import StudyDatabaseError

#: ``PRAGMA application_id`` of our files: the letters "SRst".
APPLICATION_ID = 0x53527374
QUICK_CHECK_ABOVE = 1 << 30
#: As many transactions of this program as a PostgreSQL server has open at once, and keeps open.
SERVER_CONNECTIONS = 12

#: In this order: the timeout must hold before anything locks, WAL before its synchronous level.
PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", "5000", 5000),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("secure_delete", "ON", 1),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),  # NORMAL may lose the last commit when the power goes
) + ((("fullfsync", "ON", 1),) if sys.platform == "darwin" else ())

#: Moves the log beside the file into it and empties the log.
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
#: Bytes at the beginning of that log which are others once it was emptied.
_LOG_HEAD = 32
#: So often a database is copied anew when its log was emptied meanwhile.
COPY_ATTEMPTS = 20

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.sshfs"}
)


def database_url(database: str | Path) -> URL:
    """The URL of a database given as a file path or as a URL.

    Raises:
        StudyDatabaseError: The URL is none, or names a kind of database that is not supported.
    """
    text = str(database)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        # Without the address: it may hold a password.
        raise StudyDatabaseError(
            "the address of the database cannot be read",
            remedy="Write postgresql://USER@HOST:PORT/DATABASE.",
        ) from error
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise StudyDatabaseError(
        f"{backend} databases are not supported",
        where=url.render_as_string(hide_password=True),
        remedy="Give a file, or a URL that begins with postgresql://.",
    )


def without_password(database: str | Path) -> str:
    """The URL of a database as it may be written down.

    Raises:
        StudyDatabaseError: See :func:`database_url`.
    """
    url = database_url(database)
    return url._replace(password=None).render_as_string()


def sqlite_file(url: URL) -> Path | None:
    """The file behind an SQLite URL, None for another kind of database."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)


def place_of(engine: Engine) -> str:
    """The file, or the URL without its password, for messages."""
    file = sqlite_file(engine.url)
    return str(file) if file else engine.url.render_as_string(hide_password=True)


def make_engine(database: str | Path | URL) -> Engine:
    """An engine whose connections are set up for durable writing (see :data:`PRAGMAS`)."""
    url = database if isinstance(database, URL) else database_url(database)
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url)
        sa.event.listen(engine, "connect", _set_pragmas)
        sa.event.listen(engine, "begin", _begin)
        return engine
    try:
        # Nothing is opened before it is needed. What the pool does not keep is opened anew for
        # each transaction, which costs a server more than the transaction itself.
        return sa.create_engine(url, pool_pre_ping=True, pool_size=SERVER_CONNECTIONS)
    except ModuleNotFoundError as error:
        raise StudyDatabaseError(
            "PostgreSQL needs the package psycopg, which is not installed",
            remedy="Install it with: pip install 'sr-studio[postgresql]'.",
        ) from error


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by `_begin`, not by the driver, which would begin them too late.
    connection.isolation_level = None
    for name, value, _ in PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}").close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the database and writes nothing."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes the write lock at once; it is durable when the block has ended."""
    with engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            yield connection


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn a database error into one sentence; what the store refuses itself passes through."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StudyDatabaseError(
            f"the database refused ({cause}); nothing was changed",
            where=place_of(engine),
            remedy="Check that the disk has room and the database can be reached, then try again.",
        ) from error


def outside_transaction(engine: Engine, sql: str, *parameters: str) -> None:
    """Run a statement that no transaction may contain (VACUUM, checkpoints).

    Raises:
        StudyDatabaseError: The database refused.
    """
    with explained(engine):
        _run_outside(engine, sql, *parameters)


def _run_outside(engine: Engine, sql: str, *parameters: str) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(sql)
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(sql, parameters)
        cursor.close()
    except sqlite3.Error as error:
        raise sa.exc.DBAPIError(sql, parameters, error) from error
    finally:
        raw.close()


def check_durable(engine: Engine) -> None:
    """Refuse to rate into a database that may lose a committed rating.

    Raises:
        StudyDatabaseError: A setting reads back otherwise than it was set, the file lies on a
            network drive, or the server commits without waiting for its disk.
    """
    where = engine.url.render_as_string(hide_password=True)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            level = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
        if level == "off":
            raise StudyDatabaseError(
                "the server has synchronous_commit = off, so a rating could be lost",
                where=where,
                remedy="Set it to on for this database, then open the study again.",
            )
        return
    file = sqlite_file(engine.url)
    if file is not None and (kind := network_file_system(file)):
        raise StudyDatabaseError(
            f"the study lies on a network drive ({kind}), where SQLite cannot promise to keep"
            " a rating",
            where=file,
            remedy="Copy the study to a local disk and merge the files afterwards, or use"
            " PostgreSQL.",
        )
    with engine.connect() as connection:
        for name, _, expected in PRAGMAS:
            got = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            if got != expected:
                raise StudyDatabaseError(
                    f"the setting {name} is {got} where {expected} is needed to keep every rating",
                    where=where,
                    remedy="Copy the study to an ordinary local disk.",
                )


def network_file_system(path: Path) -> str | None:
    """The kind of network file system ``path`` lies on, None for a local disk."""
    import psutil

    resolved = path.resolve()
    if str(resolved).startswith("\\\\"):
        return "UNC path"
    best: tuple[int, str] = (-1, "")
    for partition in psutil.disk_partitions(all=True):
        mount = Path(partition.mountpoint)
        if mount == resolved or mount in resolved.parents:
            best = max(best, (len(mount.parts), partition.fstype.lower()))
    return best[1] if best[1] in NETWORK_FILE_SYSTEMS else None


def check_sqlite_file(path: Path) -> None:
    """Say in one sentence why ``path`` is not one of our databases, before it is opened.

    Raises:
        StudyDatabaseError: The file is missing, no SQLite file, or another program's.
    """
    if not path.is_file():
        raise StudyDatabaseError(
            "there is no study database",
            where=path,
            remedy="Build the study first: sr-studio study build.",
        )
    with path.open("rb") as stream:
        header = stream.read(100)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise StudyDatabaseError(
            "the file is not a study database",
            where=path,
            remedy="Restore it from the study's backups folder.",
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StudyDatabaseError(
            "the file is an SQLite database of another program",
            where=path,
            remedy="Choose the study's own study.sqlite.",
        )


def copied_aside(file: Path, folder: Path) -> Path:
    """A copy of a database file in ``folder``, with its log; the original stays as it is.

    SQLite itself would write beside the original even to read it. Somebody may rate meanwhile.

    Raises:
        StudyDatabaseError: It is no file of ours, or its log was emptied into it during every
            attempt.
    """
    check_sqlite_file(file)
    log, copy = _log_of(file), folder / file.name
    for _ in range(COPY_ATTEMPTS):
        before = _generation(file)
        _log_of(copy).unlink(missing_ok=True)
        shutil.copyfile(file, copy)
        # There is none while nobody has the study open.
        with suppress(FileNotFoundError):
            shutil.copyfile(log, _log_of(copy))
        if _generation(file) == before:
            return copy
    raise StudyDatabaseError(
        "the database changes too fast to be copied",
        where=file,
        remedy="Try again when fewer people rate.",
    )


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _generation(file: Path) -> tuple[bytes, int, int]:
    """What stays the same for as long as a file and its log, copied in this order, belong together.

    What is appended to the log, and what goes from it into the file while it stays, does no harm: a
    reader takes the log's. Once it was emptied, what it held is only in the file; the log then
    begins with other salt (the last half of its head, sqlite.org/fileformat2.html#walformat), or
    there is none.
    """
    try:
        with _log_of(file).open("rb") as stream:
            head = stream.read(_LOG_HEAD)
    except FileNotFoundError:
        head = b""
    state = file.stat()
    return (head, 0, 0) if head else (head, state.st_size, state.st_mtime_ns)


def check_integrity(engine: Engine) -> None:
    """Read the whole file and refuse it if it is damaged; slow for large files.

    Over 1 GB the quicker form is used, which does not compare indexes with their tables.

    Raises:
        StudyDatabaseError: The file is damaged, or a row points at nothing.
    """
    if engine.dialect.name != "sqlite":
        return
    file = sqlite_file(engine.url)
    large = file is not None and file.is_file() and file.stat().st_size > QUICK_CHECK_ABOVE
    remedy = "Restore it from the study's backups folder."
    try:
        with engine.connect() as connection:
            check = "quick_check" if large else "integrity_check"
            found = connection.exec_driver_sql(f"PRAGMA {check}(1)").scalar_one()
            loose: Any = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except sa.exc.DatabaseError as error:
        raise StudyDatabaseError(
            f"the database is damaged ({error.orig})", where=file, remedy=remedy
        ) from error
    if found != "ok":
        raise StudyDatabaseError(f"the database is damaged ({found})", where=file, remedy=remedy)
    if loose is not None:
        raise StudyDatabaseError(
            f"a row of {loose[0]} points at a row of {loose[2]} that is not there",
            where=file,
            remedy=remedy,
        )
