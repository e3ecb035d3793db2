"""Very many rows at once: written into a file that nobody has opened yet, and hashed."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import uuid
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.store.models import CONTENT_TABLES, Base, table_of
from sr_studio.studies.store.store import Store

#: (table, its columns: a list with a value for every row, or one value for all of them); ids as 32
#: hexadecimal digits, flags as 0 and 1. At least one column is a list.
Part = tuple[type[Base], Mapping[str, list[Any] | str | int | None]]


#: The log ends before it can be left off; checks are half of the work.
_PRAGMAS = (
    "journal_mode = DELETE",
    "journal_mode = OFF",
    "synchronous = OFF",
    "ignore_check_constraints = ON",
)


def fill(file: Path, parts: Iterable[Part]) -> None:
    """Write rows into a new file at several times the speed of the store.

    The guards stand aside meanwhile (insert triggers, checks, foreign keys, log, waiting for the
    disk): the caller made and checked all rows together, and throws the whole file away when this
    fails. They are all back when it returns, and the file is on the disk.

    Args:
        file: A database made by ``Store.create`` and closed again.
        parts: Parents before what points at them.

    Raises:
        StudyDatabaseError: Two rows have one key, or the disk is full.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            _fill(connection, parts)
    except sqlite3.Error as error:
        raise StudyDatabaseError(
            f"the ratings could not be written ({error})", where=file
        ) from error
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _fill(connection: sqlite3.Connection, parts: Iterable[Part]) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    connection.execute("BEGIN EXCLUSIVE")
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_insert'"
    ).fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for model, columns in parts:
        # What is the same in every row stands in the statement: a third of the work is handing
        # values over.
        marks = [
            "?" if isinstance(column, list) else _literal(column) for column in columns.values()
        ]
        rows = zip(*(c for c in columns.values() if isinstance(c, list)), strict=True)
        connection.executemany(
            f"INSERT INTO {table_of(model).name} ({', '.join(columns)}) "
            f"VALUES ({', '.join(marks)})",
            rows,
        )
    for _, sql in guards:
        connection.execute(sql)
    connection.execute("COMMIT")


def _literal(value: str | int | None) -> str:
    """A value as SQL writes it."""
    if isinstance(value, str):
        quoted = value.replace("'", "''")
        return f"'{quoted}'"
    return "NULL" if value is None else str(int(value))


_BATCH = 20_000


def content_digest(store: Store) -> str:
    """SHA-256 over the rows of all tables but the local notes, sorted by id.

    It does not depend on the order in which rows were written, nor on the kind of database: each
    row is hashed as a JSON list of its values in the order of the columns' names, identifiers as
    hex digits, truth values as 0 and 1.
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_hex).encode
    whole = hashlib.sha256()
    with store.reading() as connection:
        raw: Any = connection.connection.driver_connection
        for table in sorted(CONTENT_TABLES, key=lambda table: table.name):
            columns = sorted(column.name for column in table.columns)
            key = next(iter(table.primary_key.columns)).name
            truths = [n for n, name in enumerate(columns) if str(table.c[name].type) == "BOOLEAN"]
            # The driver itself: a million rows need no conversion of values.
            cursor = raw.execute(f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {key}")
            whole.update(f"{table.name}\n".encode())
            while rows := cursor.fetchmany(_BATCH):
                lines = [encode(_numbered(row, truths)) for row in rows]
                whole.update("\n".join([*lines, ""]).encode())
    return whole.hexdigest()


def _numbered(row: tuple[Any, ...], truths: list[int]) -> tuple[Any, ...] | list[Any]:
    if not truths:
        return row
    values = list(row)
    for place in truths:
        values[place] = int(values[place])
    return values


def _hex(value: object) -> str:
    if isinstance(value, uuid.UUID):
        return value.hex
    raise TypeError(f"{type(value).__name__} is no value of a study's database")
