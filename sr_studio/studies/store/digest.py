"""One hash of everything a study's database holds: equal content, equal digest."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from sr_studio.studies.store.models import CONTENT_TABLES
from sr_studio.studies.store.store import Store

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
