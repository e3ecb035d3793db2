"""The rows that follow from the manifest alone, equal at every site of the study."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.planning.basis import Cell
from sr_studio.studies.store.identity import definition_id
from sr_studio.studies.store.models import (
    Site,
    Stimulus,
    Study,
    StudyReference,
    StudySystem,
    table_of,
)

Rows = list[dict[str, Any]]


def stimulus_id(study_id: uuid.UUID, cell: Cell) -> uuid.UUID:
    """The row of a stimulus, from what it is made of."""
    code = f"{cell.pool}|{cell.reference}|{cell.system or ''}"
    return definition_id(study_id, "stimulus", code)


def definition_rows(manifest: Manifest) -> list[tuple[sa.Table, Rows]]:
    """All definition rows of a study, parents first."""
    study = manifest.study_id

    def of(kind: str, code: str) -> uuid.UUID:
        return definition_id(study, kind, code)

    studies: Rows = [
        {
            "id": study,
            "manifest_json": manifest.to_json(),
            "manifest_sha256": manifest.sha256,
            "plan_sha256": manifest.plan_sha256,
            "built_us": manifest.built_us,
            "built_with": manifest.built_with,
        }
    ]
    references: Rows = [
        {
            "id": of("reference", reference.code),
            "study_id": study,
            "code": reference.code,
            "set_name": reference.set,
            "width": reference.width,
            "height": reference.height,
            "pixel_sha256": reference.pixel_sha256,
        }
        for reference in manifest.references
    ]
    systems: Rows = [
        {
            "id": of("system", system.code),
            "study_id": study,
            "code": system.code,
            "role": system.role,
            "category": system.category,
        }
        for system in manifest.systems
    ]
    stimuli: Rows = [
        {
            "id": stimulus_id(study, Cell(item.reference, item.system, item.pool)),
            "study_id": study,
            "reference_id": of("reference", item.reference),
            "system_id": of("system", item.system) if item.system else None,
            "pool": item.pool,
            "token": item.token,
            "sha256": item.sha256,
            "pixel_sha256": item.pixel_sha256,
            "width": item.width,
            "height": item.height,
        }
        for item in manifest.stimuli
    ]
    sites: Rows = [
        {
            "id": of("site", site.id),
            "study_id": study,
            "code": site.id,
            "first_number": site.first_number,
            "last_number": site.last_number,
        }
        for site in manifest.sites
    ]
    tables = (Study, StudyReference, StudySystem, Stimulus, Site)
    rows = (studies, references, systems, stimuli, sites)
    return [(table_of(model), made) for model, made in zip(tables, rows, strict=True)]


def check_definition(connection: Connection, manifest: Manifest, where: str) -> None:
    """Compare the definition rows with the manifest.

    Raises:
        StudyDatabaseError: A row was edited, removed or added behind the program's back.
    """
    for table, expected in definition_rows(manifest):
        column = table.c.id if table.name == "studies" else table.c.study_id
        stored = {
            row.id: dict(row._mapping)
            for row in connection.execute(sa.select(table).where(column == manifest.study_id))
        }
        wanted = {row["id"]: row for row in expected}
        if stored != wanted:
            changed = [key for key in stored | wanted if stored.get(key) != wanted.get(key)]
            raise StudyDatabaseError(
                f"{len(changed)} row(s) of {table.name} differ from the manifest"
                f" (the first is {changed[0]}), so the database was edited",
                where=where,
                remedy="Restore it from the study's backups folder.",
            )
