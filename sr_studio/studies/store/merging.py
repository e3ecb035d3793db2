"""Merging the files of several sites into one: conflict-checked, idempotent, in any order.

The law: a row is its id. An absent row is inserted, an equal one skipped, a different one under the
same id or the same unique key is a conflict and nothing at all is written. Rows of erased raters
are left out, whichever side erased them."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sr_studio.files import replacing
from sr_studio.studies.definition.filenames import DATABASE_FILE
from sr_studio.studies.errors import MergeConflictError, StudyError
from sr_studio.studies.store import erasure
from sr_studio.studies.store.bulk import content_digest
from sr_studio.studies.store.connection import (
    CHECKPOINT,
    copied_aside,
    database_url,
    make_engine,
    outside_transaction,
    sqlite_file,
)
from sr_studio.studies.store.models import (
    CONTENT_TABLES,
    Presentation,
    Rater,
    RatingSession,
    StudySystem,
    table_of,
)
from sr_studio.studies.store.records import COMPUTER
from sr_studio.studies.store.schema import create_tables
from sr_studio.studies.store.store import Store
from sr_studio.studies.store.triggers import RATER_OF


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


@dataclass(frozen=True)
class Source:
    """A database to merge.

    Attributes:
        name: What a person calls it, in messages.
        database: A file, or the URL of a server.
        study_id: Which study of a server.
    """

    name: str
    database: str | Path
    study_id: uuid.UUID | None = None


@dataclass(frozen=True)
class _Copy:
    """A source as it is merged: a private file, and what it is called."""

    source: Source
    file: Path
    store: Store
    called: str


def merge_files(sources: Sequence[Source | Path], output: Path) -> MergeReport:
    """Merge study databases into the new file ``output``.

    Args:
        sources: Databases of one study. Files of older programs are brought up to date as copies;
            no source is changed.
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
    named = [one if isinstance(one, Source) else Source(one.name, one) for one in sources]
    with tempfile.TemporaryDirectory(prefix="sr-studio-merge-") as folder:
        copies: list[_Copy] = []
        try:
            for number, source in enumerate(named):
                copies.append(_copied(source, Path(folder) / str(number)))
            _require_one_study(copies)
            with replacing(output, durable=True) as beside:
                return _merged(copies, beside)
        finally:
            for copy in copies:
                copy.store.close()


def _copied(source: Source, folder: Path) -> _Copy:
    """A private copy, so that neither opening nor migrating writes beside the source."""
    folder.mkdir()
    file = sqlite_file(database_url(source.database))
    if file is None:
        copy = folder / DATABASE_FILE
        with Store.open(source.database, source.study_id) as server:
            copy_to_file(server, copy)
    else:
        copy = copied_aside(file, folder)
    store = Store.open(copy)
    computers = store.notes(COMPUTER)
    called = f"{source.name} (rated on {' and '.join(computers)})" if computers else source.name
    return _Copy(source, copy, store, called)


def _require_one_study(copies: Sequence[_Copy]) -> None:
    first = copies[0].store.manifest
    for copy in copies:
        if copy.store.study_id != first.study_id:
            raise StudyError(
                f"it belongs to another study than {copies[0].source.name}",
                where=copy.source.name,
                remedy="Only files of one study can be merged.",
            )
        if copy.store.manifest.sha256 != first.sha256:
            raise MergeConflictError(
                f"its manifest differs from that of {copies[0].source.name} of the same study",
                where=copy.source.name,
                remedy="All sites must use the folder that was built once and copied.",
            )


def _merged(copies: Sequence[_Copy], output: Path) -> MergeReport:
    erased: set[uuid.UUID] = set()
    for copy in copies:
        with copy.store.reading() as connection:
            erased |= erasure.erased_raters(connection)
        copy.store.close()
    engine = make_engine(output)
    try:
        create_tables(engine)
        raw = engine.raw_connection()
        try:
            for number, copy in enumerate(copies):
                raw.cursor().execute("ATTACH ? AS source", (str(copy.file),))
                conflict = _add_source(raw.cursor(), erased)
                raw.cursor().execute("DETACH source")
                if conflict is not None:
                    raise _contradiction(raw.cursor(), conflict, copy, copies[:number])
        finally:
            raw.close()
        result = Store(engine, copies[0].store.manifest)
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


@dataclass(frozen=True)
class _Conflict:
    """A row of the attached source, and the one in the result that it contradicts."""

    table: str
    here: dict[str, Any]
    there: dict[str, Any]
    rater: tuple[int, str] | None


def _add_source(cursor: Any, erased: set[uuid.UUID]) -> _Conflict | None:
    """Add the rows of the attached file ``source``, parents first, or none of them and say why."""
    cursor.execute("BEGIN IMMEDIATE")
    try:
        for table in CONTENT_TABLES:
            kept = _not_of(table, erased)
            if (conflict := _conflict(cursor, table, kept)) is not None:
                cursor.execute("ROLLBACK")
                return conflict
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
    return None


def _conflict(cursor: Any, table: sa.Table, kept: str) -> _Conflict | None:
    """The first row with the id of another and different content, or with its unique key."""
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
            return _Conflict(table.name, here, there, _rater_of(cursor, table, here[key]))
    return None


def _rater_of(cursor: Any, table: sa.Table, row_id: Any) -> tuple[int, str] | None:
    """Number and pseudonym of the rater to whom a row of the source belongs."""
    owner = RATER_OF.get(table.name)
    if owner is None:
        return None
    in_source = owner.replace("OLD.", "s.").replace("FROM ", "FROM source.")
    cursor.execute(
        "SELECT number, pseudonym FROM source.raters WHERE id ="
        f" (SELECT {in_source} FROM source.{table.name} AS s WHERE s.{_key(table)} = ?)",
        (row_id,),
    )
    found = cursor.fetchone()
    return None if found is None else (int(found[0]), str(found[1]))


def _contradiction(
    cursor: Any, conflict: _Conflict, copy: _Copy, before: Sequence[_Copy]
) -> MergeConflictError:
    """The sentence about a conflict: who, and in which two sources."""
    both = f"{_holder(cursor, conflict, before)} and {copy.called}"
    if conflict.table == "raters" and conflict.rater is not None:
        number, name = conflict.rater
        what = f"number {number} ({name}) was given to two people, in {both}"
        remedy = (
            "Both computers enrolled at one site. Keep one of the two raters: erase the other in"
            " its copy (study erase), and give each computer a site of its own (study rate --site)."
        )
    elif conflict.rater is not None:
        what = f"{conflict.rater[1]} was rated on separately in {both} ({conflict.table})"
        remedy = (
            "Two copies of one file were used at once; keep the right one and leave out the other."
        )
    else:
        what = f"{both} contradict each other in {conflict.table}, so one of them was edited"
        remedy = "Restore the edited one from its backups folder."
    return MergeConflictError(f"{what}; nothing was merged", where=copy.source.name, remedy=remedy)


def _holder(cursor: Any, conflict: _Conflict, before: Sequence[_Copy]) -> str:
    """What the source is called that brought the row into the result."""
    key, value = next(iter(conflict.there.items()))
    for copy in before:
        cursor.execute("ATTACH ? AS source", (str(copy.file),))
        cursor.execute(f"SELECT 1 FROM source.{conflict.table} WHERE {key} = ?", (value,))
        found = cursor.fetchone()
        cursor.execute("DETACH source")
        if found is not None:
            return copy.called
    return "one merged before"


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
