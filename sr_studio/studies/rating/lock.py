"""One window for each rater: a second one is refused, wherever it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import sqlalchemy as sa

from sr_studio import files
from sr_studio.locks import try_lock
from sr_studio.studies.definition.filenames import LOCKS
from sr_studio.studies.errors import LockLostError, RatingRefusedError
from sr_studio.studies.store.connection import APPLICATION_ID, explained
from sr_studio.studies.store.records import RaterInfo
from sr_studio.studies.store.store import Store


class RaterLock:
    """Held while a rater's session may run; the system lets go of it when the process dies.

    On SQLite it is a locked file in the study's ``locks`` folder, on PostgreSQL an advisory lock
    of the server, so that it also holds between computers.

    Raises:
        RatingRefusedError: Another window holds it.
        StudioError: The folder takes no file, or the server no further connection.
    """

    def __init__(self, store: Store, folder: Path, rater: RaterInfo) -> None:
        self._file: IO[bytes] | None = None
        self._connection: sa.Connection | None = None
        if store.engine.dialect.name == "postgresql":
            taken = self._take_on_server(store, rater)
        else:
            taken = self._take_file(folder / LOCKS, rater)
        if not taken:
            self.release()
            raise RatingRefusedError(
                "another window is open for this rater",
                where=rater.pseudonym,
                remedy="Go on there, or close it first.",
            )

    def _take_file(self, folder: Path, rater: RaterInfo) -> bool:
        path = files.made_folder(folder) / f"{rater.number}.lock"
        try:
            self._file = path.open("ab")
        except OSError as error:
            raise files.explained(error, path) from error
        return try_lock(self._file)

    def _take_on_server(self, store: Store, rater: RaterInfo) -> bool:
        # 63 bits of the rater's id, apart from other programs' locks by our own number.
        key = (rater.id.int ^ APPLICATION_ID) & ((1 << 63) - 1)
        with explained(store.engine):
            # Without transactions, asking whether it is still there is one message and its answer.
            self._connection = store.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            )
            # Held for hours: it must not take a place that others wait for.
            self._connection.detach()
            wish = sa.select(sa.func.pg_try_advisory_lock(key))
            taken = self._connection.execute(wish).scalar_one()
        return bool(taken)

    def require(self, store: Store, rater: RaterInfo) -> bool:
        """See to it that the lock is still held; a server lets go of it with the connection.

        Returns:
            Whether it was lost and could be taken again.

        Raises:
            LockLostError: Another window has it by now.
            StudyDatabaseError: The server cannot be reached; the lock may still be taken again.
        """
        if self._file is not None or self._alive():
            return False
        self.release()
        if not self._take_on_server(store, rater):
            self.release()
            raise LockLostError(
                "the connection to the server was lost, and another window is open for this rater",
                where=rater.pseudonym,
                remedy="Every rating that was given before is kept. Go on in the other window.",
            )
        return True

    def _alive(self) -> bool:
        if self._connection is None:  # the server could not be reached the last time
            return False
        try:
            self._connection.execute(sa.select(1))
        except sa.exc.SQLAlchemyError:
            return False
        return True

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            # It is no longer the pool's, so this ends it, and with it the server's lock.
            self._connection.close()
            self._connection = None
