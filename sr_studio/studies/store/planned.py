"""A rater's stored plan, back in the form in which it was planned."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from sr_studio.studies.planning.basis import MAIN_BLOCK, Cell, PlannedPresentation
from sr_studio.studies.store.models import (
    Presentation,
    Stimulus,
    StudyReference,
    StudySystem,
    table_of,
)
from sr_studio.studies.store.store import Store


def planned_rows(
    store: Store, rater_id: uuid.UUID, block: int = MAIN_BLOCK
) -> list[PlannedPresentation]:
    """The rows of a block as they were given to the store."""
    presentations = table_of(Presentation)
    with store.reading() as connection:
        cells = _cells_by_id(connection, store.study_id)
        stored = connection.execute(
            sa.select(presentations)
            .where(presentations.c.rater_id == rater_id, presentations.c.block == block)
            .order_by(presentations.c.seq)
        ).all()
    seq_of = {row.id: row.seq for row in stored}
    return [
        PlannedPresentation(
            block=row.block,
            seq=row.seq,
            role=row.role,
            shown=cells[row.stimulus_id],
            beside=cells[row.stimulus_b_id] if row.stimulus_b_id else None,
            side=row.side,
            repeat_of=seq_of[row.repeat_of] if row.repeat_of else None,
            golden=bool(row.golden),
            told_score=row.told_score,
        )
        for row in stored
    ]


def _cells_by_id(connection: sa.Connection, study_id: uuid.UUID) -> dict[uuid.UUID, Cell]:
    stimuli, references = table_of(Stimulus), table_of(StudyReference)
    systems = table_of(StudySystem)
    query = (
        sa.select(
            stimuli.c.id,
            references.c.code.label("reference"),
            systems.c.code.label("system"),
            stimuli.c.pool,
        )
        .join(references, references.c.id == stimuli.c.reference_id)
        .outerjoin(systems, systems.c.id == stimuli.c.system_id)
        .where(stimuli.c.study_id == study_id)
    )
    return {row.id: Cell(row.reference, row.system, row.pool) for row in connection.execute(query)}
