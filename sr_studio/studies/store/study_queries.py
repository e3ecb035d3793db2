"""The statements about a study as a whole, each on an open transaction."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.store.models import (
    Decision,
    Site,
    Study,
    StudyEvent,
    StudySystem,
    SystemName,
    table_of,
)
from sr_studio.studies.store.records import DecisionInfo, StudyEventInfo, StudyState

_studies, _sites = table_of(Study), table_of(Site)
_systems, _names = table_of(StudySystem), table_of(SystemName)
_decisions, _study_events = table_of(Decision), table_of(StudyEvent)


def stored_manifest(connection: Connection, study_id: uuid.UUID | None) -> Manifest:
    """The manifest of the database's study.

    Raises:
        StudyDatabaseError: No such study, several to choose from, or an edited manifest.
    """
    where = connection.engine.url.render_as_string(hide_password=True)
    query = sa.select(_studies.c.manifest_json, _studies.c.manifest_sha256, _studies.c.id)
    if study_id is not None:
        query = query.where(_studies.c.id == study_id)
    found = connection.execute(query).all()
    if not found:
        raise StudyDatabaseError("the study is not in this database", where=where)
    if len(found) > 1:
        raise StudyDatabaseError(
            f"the database holds {len(found)} studies",
            where=where,
            remedy="Name the study folder, so that its own study is opened.",
        )
    text, sha256, identity = found[0]
    manifest = Manifest.from_json(text, where)
    if manifest.sha256 != sha256 or manifest.study_id != identity:
        raise StudyDatabaseError(
            "the manifest in the database does not fit its own hash, so it was edited",
            where=where,
            remedy="Restore it from the study's backups folder.",
        )
    return manifest


def state(connection: Connection, study_id: uuid.UUID) -> StudyState:
    """The state that follows from the study's events."""
    kinds = set(
        connection.execute(
            sa.select(_study_events.c.kind).where(_study_events.c.study_id == study_id)
        ).scalars()
    )
    for kind, name in (("unblinded", "unblinded"), ("closed", "closed"), ("opened", "open")):
        if kind in kinds:
            return name  # type: ignore[return-value]  # mypy widens the tuple's strings
    return "draft"


def study_events(connection: Connection, study_id: uuid.UUID) -> list[StudyEventInfo]:
    """The study's events, oldest first."""
    query = (
        sa.select(_study_events, _sites.c.code)
        .outerjoin(_sites, _sites.c.id == _study_events.c.site_id)
        .where(_study_events.c.study_id == study_id)
        .order_by(_study_events.c.at_us, _study_events.c.id)
    )
    return [
        StudyEventInfo(row.kind, row.at_us, row.by_role, row.reason, row.detail, row.code)
        for row in connection.execute(query)
    ]


def system_names(connection: Connection, study_id: uuid.UUID) -> dict[str, str]:
    """Code to name as far as the study is unblinded."""
    query = (
        sa.select(_systems.c.code, _names.c.name)
        .join(_names, _names.c.system_id == _systems.c.id)
        .where(_systems.c.study_id == study_id)
    )
    return {row.code: row.name for row in connection.execute(query)}


def decisions(connection: Connection, study_id: uuid.UUID) -> list[DecisionInfo]:
    """The study's decisions, oldest first."""
    query = (
        sa.select(_decisions)
        .where(_decisions.c.study_id == study_id)
        .order_by(_decisions.c.at_us, _decisions.c.id)
    )
    return [
        DecisionInfo(
            row.subject_type,
            row.subject_id,
            row.action,
            row.rule,
            row.value,
            row.threshold,
            row.by_role,
            row.reason,
            row.at_us,
            bool(row.after_unblinding),
        )
        for row in connection.execute(query)
    ]
