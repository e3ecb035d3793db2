"""Merging the files of several sites into one: conflict-checked, idempotent, in any order.

The law: a row is its id. An absent row is inserted, an equal one skipped, a different one under the
same id or the same unique key is a conflict and nothing at all is written. Rows of erased raters
are left out, whichever side erased them.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from sr_studio.files import replacing
from sr_studio.studies.canonical import canonical_json
from sr_studio.studies.database import erasure
from sr_studio.studies.database.connection import (
    CHECKPOINT,
    make_engine,
    outside_transaction,
    writing,
)
from sr_studio.studies.database.digest import content_digest, plain_row
from sr_studio.studies.database.models import CONTENT_TABLES
from sr_studio.studies.database.schema import create_tables
from sr_studio.studies.database.store import Store
from sr_studio.studies.database.triggers import RATER_OF
from sr_studio.studies.errors import MergeConflictError, StudyError

_BATCH = 20_000


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
    engine = make_engine(output)
    try:
        create_tables(engine)
        erased: set[uuid.UUID] = set()
        for store in stores:
            with store.reading() as connection:
                erased |= erasure.erased_raters(connection)
        with writing(engine) as target:
            for table in CONTENT_TABLES:
                for path, store in zip(sources, stores, strict=True):
                    with store.reading() as source:
                        _add(target, source, table, path.name, erased)
        result = Store(engine, stores[0].manifest)
        with result.reading() as connection:
            rows = {
                table.name: connection.execute(
                    sa.select(sa.func.count()).select_from(table)
                ).scalar_one()
                for table in CONTENT_TABLES
            }
        result.check()
        digest = content_digest(result)
        # One file, without a log beside it, is what is renamed into place.
        outside_transaction(engine, CHECKPOINT)
        return MergeReport(rows, rows["raters"], len(erased), digest)
    finally:
        engine.dispose()


def _add(
    target: Connection,
    source: Connection,
    table: sa.Table,
    name: str,
    erased: set[uuid.UUID],
) -> None:
    key = next(iter(table.primary_key.columns)).name
    query = sa.select(table)
    if erased and (owned := _not_of(table, erased)) is not None:
        query = query.where(owned)
    result = source.execute(query.execution_options(yield_per=_BATCH))
    for batch in result.partitions(_BATCH):
        fresh = _absent(target, table, key, batch, name)
        if fresh:
            _insert(target, table, fresh, name)


def _absent(
    target: Connection, table: sa.Table, key: str, batch: Sequence[Row[Any]], name: str
) -> list[dict[str, Any]]:
    """The rows of a batch the target does not have.

    Raises:
        MergeConflictError: It has one of them with different content.
    """
    there: dict[Any, dict[str, Any]] = {}
    ids = [row._mapping[key] for row in batch]
    for start in range(0, len(ids), 500):
        found = target.execute(sa.select(table).where(table.c[key].in_(ids[start : start + 500])))
        there.update({row._mapping[key]: dict(row._mapping) for row in found})
    fresh = []
    for row in batch:
        here = dict(row._mapping)
        known = there.get(here[key])
        if known is None:
            fresh.append(here)
        elif known != here:
            raise _conflict(table, name, known, here)
    return fresh


def _insert(target: Connection, table: sa.Table, rows: list[dict[str, Any]], name: str) -> None:
    if table.name == "presentations":
        rows.sort(key=lambda row: row["repeat_of"] is not None)  # originals before their repeats
    savepoint = target.begin_nested()
    try:
        target.execute(sa.insert(table), rows)
        savepoint.commit()
    except sa.exc.IntegrityError as error:
        savepoint.rollback()
        for row in rows:
            if (other := _same_key(target, table, row)) is not None:
                raise _conflict(table, name, other, row) from error
            target.execute(sa.insert(table), [row])
        raise


def _same_key(target: Connection, table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row of the target with another id and one of this row's unique keys."""
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            same = [column == row[column.name] for column in constraint.columns]
            found = target.execute(sa.select(table).where(*same)).first()
            if found is not None:
                return dict(found._mapping)
    return None


def _conflict(
    table: sa.Table, name: str, there: Mapping[str, Any], here: Mapping[str, Any]
) -> MergeConflictError:
    return MergeConflictError(
        f"a row of {table.name} contradicts one merged before it, so nothing was merged:"
        f" {canonical_json(plain_row(here))} against {canonical_json(plain_row(there))}",
        where=name,
        remedy="Two copies of one file were rated on separately; keep the one that is right.",
    )


def _not_of(table: sa.Table, erased: set[uuid.UUID]) -> sa.ColumnElement[bool] | None:
    """A condition that leaves out rows of erased raters, by the rule that lets them be deleted."""
    owner = RATER_OF.get(table.name)
    if owner is None:
        return None
    listed = ", ".join(f"'{rater.hex}'" for rater in sorted(erased))
    return sa.text(f"{owner.replace('OLD.', table.name + '.')} NOT IN ({listed})")  # type: ignore[return-value]
