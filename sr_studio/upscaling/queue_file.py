"""The SQLite file of the queue: opened, prepared, read and changed in whole transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import bytes_of
from sr_studio.sentences import Sentence

#: In place of a file: what lives as long as the process.
IN_MEMORY = Path(":memory:")
_VERSION = 1
_BUSY_SECONDS = 30.0
_SCHEMA = """
CREATE TABLE batch (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch TEXT NOT NULL REFERENCES batch ON DELETE CASCADE,
    position REAL NOT NULL,
    source TEXT NOT NULL,
    output TEXT NOT NULL,
    request TEXT NOT NULL,
    options TEXT NOT NULL,
    stamp TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX item_by_state ON item (state, position);
CREATE INDEX item_by_batch ON item (batch, position);
"""
#: Values of a statement, for each time it is done.
Rows = Sequence[tuple[object, ...]]


class QueueFile:
    """One opening of the file, for several threads; calls wait for each other.

    Args:
        path: The file; made, with its folder, if it is missing. Or :data:`IN_MEMORY`.

    Raises:
        StudioError: By every method: the file cannot be used, is damaged, or is of a later version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        #: Changes that the file has not taken yet, in their order.
        self._late: list[tuple[str, Rows]] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (sqlite3.Error, OSError) as error:
            raise self._trouble(error) from error
        try:
            self._prepare()
        except StudioError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file.

        Raises:
            StudioError: Something that was kept could not be written, and never will be.
        """
        with self._lock, closing(self._database):
            if self._late:
                with self.writing():
                    pass

    def _prepare(self) -> None:
        with self.reading() as database:
            # Readers need not wait for writers.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA foreign_keys = ON")
        with self.writing() as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise StudioError(
                    Sentence("the queue was written by a later version of the program"),
                    where=self.path,
                    remedy=Sentence("Use that version, or move the file away."),
                )
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when it ends, or undone; what was kept comes first.

        Args:
            lasting: False for what means nothing once the power failed: the disk is not waited for.
        """
        with self._lock:
            try:
                full = lasting or self._late
                self._database.execute(f"PRAGMA synchronous = {'FULL' if full else 'NORMAL'}")
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    for statement, rows in self._late:
                        self._database.executemany(statement, rows)
                    yield self._database
                    self._database.execute("COMMIT")
                except BaseException:
                    if self._database.in_transaction:  # a full disk may have ended it already
                        self._database.execute("ROLLBACK")
                    raise
            except (sqlite3.Error, OSError) as error:
                raise self._trouble(error) from error
            self._late.clear()

    def change(self, statement: str, rows: Rows) -> None:
        """Do a statement for each row of values, now or before the next transaction.

        Raises:
            StudioError: The file cannot be written now; the change is kept.
        """
        with self._lock:
            self._late.append((statement, rows))
            with self.writing():
                pass

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Look only."""
        with self._lock:
            try:
                yield self._database
            except sqlite3.Error as error:
                raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> StudioError:
        return StudioError(
            Sentence("the queue cannot be used (%1)", str(error)),
            where=self.path,
            remedy=Sentence(
                "Free space on the disk, or move the file away to begin with an empty queue."
            ),
        )


# Names of files that are no UTF-8 (on Linux they may be anything) are stored as bytes.


def storable(values: tuple[object, ...]) -> tuple[object, ...]:
    """Values as SQLite takes them."""
    return tuple(_bytes_if_odd(value) for value in values)


def _bytes_if_odd(value: object) -> object:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return bytes_of(value)
    return value


def text_of(value: str | bytes) -> str:
    """A text that :func:`storable` may have made bytes of."""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
