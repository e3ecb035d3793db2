"""Merging the files of several sites into one: conflict-checked, idempotent, in any order.

The law: a row is its id. An absent row is inserted, an equal one skipped, a different one under the
same id or the same unique key is a conflict and nothing at all is written. Rows of erased raters
are left out, whichever side erased them.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sr_studio.files import replacing
from sr_studio.studies.canonical import canonical_json
from sr_studio.studies.database import erasure
from sr_studio.studies.database.connection import (
    CHECKPOINT,
    make_engine,
    outside_transaction,
    sqlite_file,
)
from sr_studio.studies.database.digest import content_digest
from sr_studio.studies.database.models import CONTENT_TABLES
from sr_studio.studies.database.schema import create_tables
from sr_studio.studies.database.store import Store
from sr_studio.studies.database.triggers import RATER_OF
from sr_studio.studies.errors import MergeConflictError, StudyError


@dataclass(frozen=True)
class MergeReport:
    """What a merge wrote.

    Attributes:
        rows: Rows of the result by table.
        raters: Raters in the result.
        erased: Raters left out because somebody erased them.
        digest: Content digest of the result; equal for every order and grouping of the inputs.
    """

    rows: dict[str, int]
    raters: int
    erased: int
    digest: str


def merge_files(sources: Sequence[Path], output: Path) -> MergeReport:
    """Merge study databases into the new file ``output``.

    Args:
        sources: Files of one study. Older ones are brought up to date as copies; none is changed.
        output: A file that does not exist yet.

    Raises:
        MergeConflictError: Two files contradict each other; ``output`` was not made.
        StudyError: Fewer than one source, another study, or ``output`` exists.
    """
    if not sources:
        raise StudyError("no file was named to merge")
    if output.exists():
        raise StudyError(
            "the file is there already", where=output, remedy="Name a new file for the result."
        )
    with tempfile.TemporaryDirectory(prefix="sr-studio-merge-") as folder:
        stores: list[Store] = []
        try:
            for number, source in enumerate(sources):
                copy = _copied(source, Path(folder) / str(number))
                stores.append(Store.open(copy))
            _require_one_study(sources, stores)
            with replacing(output, durable=True) as beside:
                return _merged(sources, stores, beside)
        finally:
            for store in stores:
                store.close()


def _copied(source: Path, folder: Path) -> Path:
    """A private copy, so that neither opening nor migrating writes beside the source."""
    folder.mkdir()
    for suffix in ("", "-wal"):
        beside = source.with_name(source.name + suffix)
        if beside.is_file():
            shutil.copyfile(beside, folder / beside.name)
    return folder / source.name


def _require_one_study(sources: Sequence[Path], stores: Sequence[Store]) -> None:
    first = stores[0].manifest
    for source, store in zip(sources, stores, strict=True):
        if store.study_id != first.study_id:
            raise StudyError(
                f"it belongs to another study than {sources[0].name}",
                where=source,
                remedy="Only files of one study can be merged.",
            )
        if store.manifest.sha256 != first.sha256:
            raise MergeConflictError(
                f"its manifest differs from that of {sources[0].name} of the same study",
                where=source,
                remedy="All sites must use the folder that was built once and copied.",
            )


def _merged(sources: Sequence[Path], stores: Sequence[Store], output: Path) -> MergeReport:
    erased: set[uuid.UUID] = set()
    for store in stores:
        with store.reading() as connection:
            erased |= erasure.erased_raters(connection)
    engine = make_engine(output)
    try:
        create_tables(engine)
        raw = engine.raw_connection()
        try:
            for path, store in zip(sources, stores, strict=True):
                file = sqlite_file(store.engine.url)
                store.close()
                raw.cursor().execute("ATTACH ? AS source", (str(file),))
                _add_source(raw.cursor(), path.name, erased)
                raw.cursor().execute("DETACH source")
        finally:
            raw.close()
        result = Store(engine, stores[0].manifest)
        result.check()
        with result.reading() as connection:
            count = sa.func.count()
            rows = {
                table.name: connection.execute(sa.select(count).select_from(table)).scalar_one()
                for table in CONTENT_TABLES
            }
        digest = content_digest(result)
        # One file, without a log beside it, is what is renamed into place.
        outside_transaction(engine, CHECKPOINT)
        return MergeReport(rows, rows["raters"], len(erased), digest)
    finally:
        engine.dispose()


def _add_source(cursor: Any, name: str, erased: set[uuid.UUID]) -> None:
    """Add the rows of the attached file ``source``, parents first, or none of them."""
    cursor.execute("BEGIN IMMEDIATE")
    try:
        for table in CONTENT_TABLES:
            kept = _not_of(table, erased)
            _refuse_conflicts(cursor, table, kept, name)
            key = _key(table)
            columns = ", ".join(column.name for column in table.columns)
            cursor.execute(
                f"INSERT INTO main.{table.name} ({columns}) SELECT {columns}"
                f" FROM source.{table.name} AS s WHERE {kept}"
                f" AND NOT EXISTS (SELECT 1 FROM main.{table.name} WHERE {key} = s.{key})"
            )
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def _refuse_conflicts(cursor: Any, table: sa.Table, kept: str, name: str) -> None:
    """Look for rows with one id and different content, or different ids and one unique key.

    Raises:
        MergeConflictError: With the first of them.
    """
    key = _key(table)
    others = [column.name for column in table.columns if column.name != key]
    differs = " OR ".join(f"s.{column} IS NOT m.{column}" for column in others)
    conditions = [f"s.{key} = m.{key} AND ({differs})"]
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            same = " AND ".join(
                f"s.{column.name} = m.{column.name}" for column in constraint.columns
            )
            conditions.append(f"{same} AND s.{key} <> m.{key}")
    names = [column.name for column in table.columns]
    for condition in conditions:
        cursor.execute(
            f"SELECT s.*, m.* FROM source.{table.name} AS s"
            f" JOIN main.{table.name} AS m ON {condition} WHERE {kept} LIMIT 1"
        )
        if (found := cursor.fetchone()) is not None:
            here = dict(zip(names, found[: len(names)], strict=True))
            there = dict(zip(names, found[len(names) :], strict=True))
            raise MergeConflictError(
                f"a row of {table.name} contradicts one merged before it, so nothing was merged:"
                f" {canonical_json(here)} against {canonical_json(there)}",
                where=name,
                remedy="Two copies of one file were rated on separately; keep the right one.",
            )


def _key(table: sa.Table) -> str:
    return str(next(iter(table.primary_key.columns)).name)


def _not_of(table: sa.Table, erased: set[uuid.UUID]) -> str:
    """SQL that leaves out rows of erased raters, by the rule that lets them be deleted."""
    owner = RATER_OF.get(table.name)
    if owner is None or not erased:
        return "TRUE"
    listed = ", ".join(f"'{rater.hex}'" for rater in sorted(erased))
    in_source = owner.replace("OLD.", "s.").replace("FROM ", "FROM source.")
    return f"{in_source} NOT IN ({listed})"
