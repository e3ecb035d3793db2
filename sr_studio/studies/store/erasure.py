"""The one documented way in which something leaves a study: a rater is erased.

A tombstone (``erasures``) is written and the rater's rows are deleted in one transaction; then the
file is compacted so that nothing of them is left in free pages. Backups, side journals and exports
beside the study are dealt with by the caller, see :mod:`sr_studio.studies.rating.backup`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.store.connection import CHECKPOINT, outside_transaction
from sr_studio.studies.store.definition import now_us, observation_id
from sr_studio.studies.store.models import (
    Decision,
    Erasure,
    Event,
    Presentation,
    Rater,
    RaterReport,
    Rating,
    RatingSession,
    SessionEnd,
    Withdrawal,
    table_of,
)
from sr_studio.studies.store.store import Store


def erase_rater(store: Store, rater_id: uuid.UUID, number: int | None = None) -> None:
    """Delete everything about a rater but the tombstone; a later merge cannot bring it back.

    Erasing somebody who is not there only writes the tombstone: an old copy of the file may still
    hold the rows.

    Args:
        number: The rater's number, which nobody else gets; where the rater is there, it is known.
    """
    raters = table_of(Rater)
    own = sa.select(raters.c.number).where(raters.c.id == rater_id)
    with store.writing() as connection:
        tombstone = {
            "id": observation_id(),
            "rater_id": rater_id,
            "study_id": store.study_id,
            "at_us": now_us(),
            "number": connection.execute(own).scalar_one_or_none() or number,
        }
        connection.execute(sa.insert(table_of(Erasure)), [tombstone])
        delete_rows_of(connection, [rater_id])
    compact(store)


def erased_raters(connection: Connection) -> set[uuid.UUID]:
    """Raters with a tombstone."""
    return set(connection.execute(sa.select(table_of(Erasure).c.rater_id)).scalars())


def delete_rows_of(connection: Connection, raters: Iterable[uuid.UUID]) -> None:
    """Delete the rows of raters that have tombstones, children before parents."""
    sessions, presentations = table_of(RatingSession), table_of(Presentation)
    ratings, decisions = table_of(Rating), table_of(Decision)
    for rater in raters:
        own_sessions = sa.select(sessions.c.id).where(sessions.c.rater_id == rater)
        own_shown = sa.select(presentations.c.id).where(presentations.c.rater_id == rater)
        connection.execute(
            sa.delete(decisions).where(
                (decisions.c.subject_id == rater)
                | decisions.c.subject_id.in_(own_sessions)
                | decisions.c.subject_id.in_(own_shown)
            )
        )
        connection.execute(sa.delete(ratings).where(ratings.c.presentation_id.in_(own_shown)))
        for table in (table_of(Event), table_of(SessionEnd)):
            connection.execute(sa.delete(table).where(table.c.session_id.in_(own_sessions)))
        own = presentations.c.rater_id == rater
        # Repeats point at their originals in the same table.
        connection.execute(sa.delete(presentations).where(own, presentations.c.role == "repeat"))
        connection.execute(sa.delete(presentations).where(own))
        for table in (sessions, table_of(RaterReport), table_of(Withdrawal)):
            connection.execute(sa.delete(table).where(table.c.rater_id == rater))
        connection.execute(sa.delete(table_of(Rater)).where(table_of(Rater).c.id == rater))


def compact(store: Store) -> None:
    """Rewrite the file without its free pages and empty the log beside it.

    Where there is no room for that, or somebody reads for long, the file stays as long as it is:
    ``secure_delete`` has overwritten what was deleted.
    """
    if store.engine.dialect.name == "postgresql":
        outside_transaction(store.engine, "VACUUM")
        return
    outside_transaction(store.engine, CHECKPOINT)
    with suppress(StudyDatabaseError):
        outside_transaction(store.engine, "VACUUM")
    outside_transaction(store.engine, CHECKPOINT)
