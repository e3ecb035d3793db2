"""A study's rows from any database into a file of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sr_studio.studies.store.models import (
    CONTENT_TABLES,
    Presentation,
    Rater,
    RatingSession,
    StudySystem,
    table_of,
)
from sr_studio.studies.store.store import Store

_CHUNK = 10_000


def copy_to_file(store: Store, file: Path) -> None:
    """Put the whole study, and nothing of other studies in its database, into the new ``file``.

    Raises:
        StudyDatabaseError: A database refused.
    """
    with Store.create(file, store.manifest) as copy, _one_state(store) as source:
        _copy(store, source, copy)


@contextmanager
def _one_state(store: Store) -> Iterator[sa.Connection]:
    """A reading that sees one state, however many statements it has and whoever rates meanwhile."""
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _copy(store: Store, source: sa.Connection, copy: Store) -> None:
    with copy.writing() as target:
        for table in CONTENT_TABLES:
            if target.execute(sa.select(table).limit(1)).first() is not None:
                continue  # a definition row, equal everywhere
            rows = source.execute(_own(table, store))
            while chunk := rows.fetchmany(_CHUNK):
                target.execute(sa.insert(table), [dict(row._mapping) for row in chunk])


def _own(table: sa.Table, store: Store) -> Any:
    """The rows of one study, what others of the same table point at first."""
    study: Any = sa.select(sa.literal(store.study_id, sa.Uuid()))
    raters = _ids(table_of(Rater), "study_id", study)
    owners = {
        "study_id": study,
        "rater_id": raters,
        "system_id": _ids(table_of(StudySystem), "study_id", study),
        "presentation_id": _ids(table_of(Presentation), "rater_id", raters),
        "session_id": _ids(table_of(RatingSession), "rater_id", raters),
    }
    column = next(name for name in owners if name in table.columns)
    chosen = sa.select(table).where(table.c[column].in_(owners[column]))
    return chosen.order_by(table.c.seq) if "repeat_of" in table.columns else chosen


def _ids(table: sa.Table, column: str, owners: Any) -> Any:
    return sa.select(table.c.id).where(table.c[column].in_(owners))
