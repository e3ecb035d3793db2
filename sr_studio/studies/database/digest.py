"""One hash of everything a study's database holds: equal content, equal digest."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from sr_studio.studies.canonical import canonical_json
from sr_studio.studies.database.models import CONTENT_TABLES
from sr_studio.studies.database.store import Store


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as both databases give it: identifiers as hex, truth values as 0 and 1."""
    return {
        name: value.hex
        if isinstance(value, uuid.UUID)
        else int(value)
        if isinstance(value, bool)
        else value
        for name, value in row.items()
    }


def content_digest(store: Store) -> str:
    """SHA-256 over the sorted rows of all tables but the local notes.

    It does not depend on the order in which rows were written, nor on the kind of database.
    """
    whole = hashlib.sha256()
    with store.reading() as connection:
        for table in sorted(CONTENT_TABLES, key=lambda table: table.name):
            rows = sorted(
                canonical_json(plain_row(row._mapping))
                for row in connection.execute(sa.select(table))
            )
            whole.update(f"{table.name} {len(rows)}\n".encode())
            for row in rows:
                whole.update(row.encode())
                whole.update(b"\n")
    return whole.hexdigest()
