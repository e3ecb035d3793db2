"""The store of one study: every operation on its database that the program needs.

Each writing method is one transaction. When it has returned, what it wrote is on the disk; when it
raised, nothing was written. :class:`Store` is the one way in; its methods stand in three parts:
the study as a whole, raters and their plans, sessions and ratings.
"""

from __future__ import annotations

import uuid
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.store import connection as link
from sr_studio.studies.store import schema
from sr_studio.studies.store._sessions import SessionsPart
from sr_studio.studies.store.definition import check_definition, definition_rows
from sr_studio.studies.store.models import Study, table_of


class Store(SessionsPart):
    """One study in one database. Use :meth:`create` or :meth:`open`; close it when done."""

    @classmethod
    def create(cls, database: str | Path, manifest: Manifest) -> Store:
        """Put a built study into a new file, or into a PostgreSQL database by its URL.

        A PostgreSQL database may hold several studies.

        Raises:
            StudyDatabaseError: The file exists, or the study is in the database already.
        """
        engine = link.make_engine(database)
        try:
            with link.explained(engine):
                schema.create_tables(engine)
                with link.writing(engine) as connection:
                    for table, rows in definition_rows(manifest):
                        if rows:
                            connection.execute(sa.insert(table), rows)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, manifest)

    @classmethod
    def open(
        cls,
        database: str | Path,
        study_id: uuid.UUID | None = None,
        *,
        check: bool = True,
        copy_aside: bool = True,
    ) -> Store:
        """Open the study in a database, migrating an older one after copying it aside.

        Args:
            database: A file or a URL.
            study_id: Which study, where the database holds several.
            check: Also read the whole file for damage and compare the definition rows with the
                manifest. Without it, call :meth:`check` before rating.
            copy_aside: Whether an older file is copied before it is migrated; a copy itself needs
                none.

        Raises:
            StudyDatabaseError: Not a study database, damaged, edited, or from a newer program.
        """
        url = link.database_url(database)
        if (file := link.sqlite_file(url)) is not None:
            link.check_sqlite_file(file)
        engine = link.make_engine(url)
        try:
            with link.explained(engine):
                schema.bring_up_to_date(engine, copy_aside=copy_aside)
                with link.reading(engine) as connection:
                    manifest = _stored_manifest(connection, study_id)
                store = cls(engine, manifest)
                if check:
                    store.check()
        except BaseException:
            engine.dispose()
            raise
        return store

    def check(self) -> None:
        """Refuse a damaged or edited database (see ``check_integrity``, ``check_definition``)."""
        with link.explained(self.engine):
            link.check_integrity(self.engine)
            with self.reading() as connection:
                check_definition(connection, self.manifest, self.where)

    def check_durable(self) -> None:
        """Refuse to rate where a committed rating could be lost."""
        with link.explained(self.engine):
            link.check_durable(self.engine)


def _stored_manifest(connection: Connection, study_id: uuid.UUID | None) -> Manifest:
    """The manifest of the database's study.

    Raises:
        StudyDatabaseError: No such study, several to choose from, or an edited manifest.
    """
    table = table_of(Study)
    where = connection.engine.url.render_as_string(hide_password=True)
    query = sa.select(table.c.manifest_json, table.c.manifest_sha256, table.c.id)
    if study_id is not None:
        query = query.where(table.c.id == study_id)
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
