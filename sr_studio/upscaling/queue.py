"""The persistent queue of upscalings: one SQLite file for the window and the command line.

Whoever wants results adds items (a *batch*) and claims them one by one; what is claimed and not
finished when a process or the computer dies is there again afterwards, and nothing that was
finished is made twice. Every change is on the disk when its method returns. No Qt, no torch; about
as cheap to import as ``sqlite3``.

A window would go about it like this::

    queue = UpscaleQueue()
    for batch in queue.batches():
        if batch.left_over:             # of a program that crashed: ask the person, then
            queue.adopt(batch.id)
    batch = queue.add([NewItem(source, output, request, options), ...], title="window")
    while (item := queue.claim()) is not None:
        ...                             # work; the engine's JobDone, JobFailed, JobCancelled become
        queue.finish(item.id, ItemState.DONE, output=path, report=report)
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from sr_studio import paths
from sr_studio.errors import StudioError, on_one_line
from sr_studio.locks import Presence, is_present
from sr_studio.sentences import Sentence
from sr_studio.upscaling.queue_file import IN_MEMORY, QueueFile, storable, text_of
from sr_studio.upscaling.queue_items import (
    Batch,
    ItemState,
    NewItem,
    QueueItem,
    file_stamp,
    options_from_json,
    report_from_json,
    report_to_json,
    request_from_json,
    to_json,
)
from sr_studio.upscaling.request import UpscaleReport

QUEUE_NAME = "queue.sqlite"
#: An item whose process died this often is given up: it may be what kills it.
MOST_ATTEMPTS = 3
#: Finished batches that are remembered.
_KEPT_BATCHES = 50
_COLUMNS = "id, batch, source, output, request, options, state, attempts, stamp, report, error"
_OPEN = f"('{ItemState.WAITING}', '{ItemState.WORKING}')"
_DIED_AT_IT = "The program ended while it worked on this picture, {times} times; it is left out."


class UpscaleQueue:
    """The queue in one file; any number of processes may have it open.

    May be used by several threads; calls wait for each other.

    Args:
        path: The file, made if missing, or ``IN_MEMORY``. None is the person's own queue.

    Raises:
        StudioError: The file cannot be opened, is damaged, or is of a later version.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = paths.user_data_dir() / QUEUE_NAME if path is None else Path(path)
        signs = self.path.with_name(f"{self.path.name}.owners")
        self._signs = None if path == IN_MEMORY else signs
        self._file = QueueFile(self.path)
        self._unwritten: set[int] = set()
        try:
            self._presence = Presence(self._signs)
        except OSError as error:
            self._file.close()
            raise StudioError(
                Sentence("the queue cannot be used (%1)", error), where=self.path
            ) from error
        self.recover()
        self._forget_old()

    def close(self) -> None:
        """Let go of the file. Batches of this opening with open items are left over from now on.

        Raises:
            StudioError: An outcome could not be written until now, and is lost.
        """
        with closing(self._presence):
            self._file.close()

    def __enter__(self) -> UpscaleQueue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # In ------------------------------------------------------------------------------------------

    def add(self, items: Iterable[NewItem], title: str = "") -> str:
        """Put items at the end, all of them or none; the id of their batch.

        The batch belongs to this process: only it can claim the items, until it ends. Ten thousand
        take well under a second.
        """
        batch = uuid.uuid4().hex
        rows = [
            (
                batch,
                os.fspath(item.source.absolute()),
                os.fspath(item.output.absolute()),
                to_json(item.request),
                to_json(item.options),
                file_stamp(item.source),
            )
            for item in items
        ]
        with self._file.writing() as database:
            database.execute(
                "INSERT INTO batch (id, number, title, owner) "
                "VALUES (?, (SELECT ifnull(max(number), 0) + 1 FROM batch), ?, ?)",
                (batch, on_one_line(title), self._presence.name),
            )
            (last,) = database.execute("SELECT ifnull(max(position), 0) FROM item").fetchone()
            database.executemany(
                "INSERT INTO item (batch, source, output, request, options, stamp, position) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(*storable(row), last + n) for n, row in enumerate(rows, start=1)],
            )
        return batch

    def adopt(self, batch: str) -> int:
        """Take a left-over batch over, so that this process can claim its items; how many are open.

        Raises:
            StudioError: The process it belongs to still lives.
        """
        with self._file.writing() as database:
            owner = database.execute("SELECT owner FROM batch WHERE id = ?", (batch,)).fetchone()
            if owner is None:
                return 0
            if owner[0] != self._presence.name and self._is_alive(owner[0]):
                raise StudioError(
                    Sentence("another window or command is at work on this batch"), where="queue"
                )
            self._revive(database, batch)
            database.execute(
                "UPDATE batch SET owner = ?, paused = 0 WHERE id = ?", (self._presence.name, batch)
            )
            (count,) = database.execute(
                f"SELECT count(*) FROM item WHERE batch = ? AND state IN {_OPEN}", (batch,)
            ).fetchone()
        return int(count)

    # Work ----------------------------------------------------------------------------------------

    def claim(self, batch: str | None = None, *, item: int | None = None) -> QueueItem | None:
        """The next waiting item of this process's batches, marked as being worked on.

        Args:
            batch: Only of this one.
            item: This very one ("only this one"), even if its batch is paused.

        Returns:
            None where nothing waits, or all that does is paused (see :attr:`Batch.paused`).
        """
        where, values = "b.owner = ? AND i.state = 'waiting'", [self._presence.name]
        if item is not None:
            where, values = f"{where} AND i.id = ?", [*values, item]  # type: ignore[list-item]
        else:
            where += " AND NOT b.paused"
        if batch is not None:
            where, values = f"{where} AND b.id = ?", [*values, batch]
        with self._file.writing(lasting=False) as database:
            found = database.execute(
                f"SELECT i.id FROM item i JOIN batch b ON b.id = i.batch WHERE {where} "
                "ORDER BY i.position LIMIT 1",
                values,
            ).fetchone()
            if found is None:
                return None
            database.execute("UPDATE item SET state = 'working' WHERE id = ?", found)
            return self._items(database, "id = ?", found)[0]

    def claim_unwritten(self, batch: str) -> QueueItem | None:
        """As :meth:`claim` of a batch while the file cannot be written; noted when it can be.

        None is made twice: only this process claims items of its batches.
        """
        with self._file.reading() as database:
            waiting = database.execute(
                "SELECT i.id FROM item i JOIN batch b ON b.id = i.batch WHERE i.state = 'waiting' "
                "AND b.id = ? AND b.owner = ? AND NOT b.paused ORDER BY i.position",
                (batch, self._presence.name),
            ).fetchall()
            found = next((row for row in waiting if row[0] not in self._unwritten), None)
            if found is None:
                return None
            self._unwritten.add(found[0])
            with suppress(StudioError):
                self._file.change("UPDATE item SET state = 'working' WHERE id = ?", [found])
            return replace(self._items(database, "id = ?", found)[0], state=ItemState.WORKING)

    def finish(
        self,
        id: int,
        state: ItemState,
        *,
        output: Path | None = None,
        report: UpscaleReport | None = None,
        error: str = "",
    ) -> None:
        """Say what became of an item that was claimed.

        Args:
            id: Of the item.
            state: ``DONE``, ``SKIPPED``, ``FAILED`` or ``CANCELLED``; ``WAITING`` gives it back
                untouched, for another time.
            output: The file that was made, where it is not the one that was wished.
            report: How it was made.
            error: Why not, in a sentence.

        Raises:
            StudioError: The file cannot be written. It is kept, and written with the next change.
        """
        if state is ItemState.WAITING:
            self._unwritten.discard(id)
        made = None if output is None else os.fspath(output.absolute())
        self._file.change(
            "UPDATE item SET state = ?, output = ifnull(?, output), report = ?, error = ? "
            "WHERE id = ?",
            [storable((str(state), made, report_to_json(report), error, id))],
        )

    def put_back(self, id: int) -> None:
        """Let an item that was begun wait for the next start, its result being there or not.

        It is one attempt, however often: a picture is not given up because a window was closed.
        """
        self._each(
            "UPDATE item SET state = 'waiting', attempts = max(attempts, 1) WHERE id = ?", [id]
        )

    def recover(self) -> int:
        """Put items back that a dead process was working on; how many.

        Opening the queue does it. An item at which :data:`MOST_ATTEMPTS` processes died has failed.
        """
        with self._file.writing() as database:
            owners = database.execute(
                "SELECT DISTINCT b.id, b.owner FROM batch b JOIN item i ON i.batch = b.id "
                "WHERE i.state = 'working'"
            ).fetchall()
            dead = [batch for batch, owner in owners if not self._is_alive(owner)]
            return sum(self._revive(database, batch) for batch in dead)

    # What the person changes ---------------------------------------------------------------------

    def pause(self, batch: str, paused: bool = True) -> None:
        """Hold a batch, of whatever process, before its next item; or let it go on."""
        with self._file.writing() as database:
            database.execute("UPDATE batch SET paused = ? WHERE id = ?", (paused, batch))

    def move(self, ids: Sequence[int], before: int | None = None) -> None:
        """Put items, in the order given, before another one; None puts them at the end."""
        with self._file.writing() as database:
            moved = set(ids)
            order = [
                id
                for (id,) in database.execute("SELECT id FROM item ORDER BY position")
                if id not in moved
            ]
            at = order.index(before) if before in order else len(order)
            order[at:at] = ids
            database.executemany(
                "UPDATE item SET position = ? WHERE id = ?",
                [(position, id) for position, id in enumerate(order, start=1)],
            )

    def cancel(self, ids: Iterable[int]) -> None:
        """Items that wait are not to be made; what is worked on stays. Raises as :meth:`finish`."""
        self._file.change(
            "UPDATE item SET state = 'cancelled' WHERE id = ? AND state = 'waiting'",
            [(id,) for id in ids],
        )

    def retry(self, ids: Iterable[int]) -> None:
        """Items that failed, were skipped or cancelled wait again."""
        self._each(
            "UPDATE item SET state = 'waiting', attempts = 0, report = '', error = '' "
            "WHERE id = ? AND state IN ('failed', 'skipped', 'cancelled')",
            ids,
        )

    def remove(self, ids: Iterable[int]) -> None:
        """Take items off the list; what is being worked on stays. Files are not touched."""
        self._each("DELETE FROM item WHERE id = ? AND state <> 'working'", ids)

    # Looking -------------------------------------------------------------------------------------

    def items(
        self, batch: str | None = None, *, states: Sequence[ItemState] = ()
    ) -> list[QueueItem]:
        """The items in their order, of one batch or all, in some states or any."""
        where, values = ["1"], []
        if batch is not None:
            where.append("batch = ?")
            values.append(batch)
        if states:
            where.append(f"state IN ({', '.join('?' * len(states))})")
            values += [str(state) for state in states]
        with self._file.reading() as database:
            return self._items(database, " AND ".join(where), values)

    def batches(self) -> list[Batch]:
        """All batches, the oldest first."""
        with self._file.reading() as database:
            rows = database.execute(
                "SELECT id, title, owner, paused FROM batch ORDER BY number"
            ).fetchall()
            counts: dict[str, dict[ItemState, int]] = {row[0]: {} for row in rows}
            for batch, state, count in database.execute(
                "SELECT batch, state, count(*) FROM item GROUP BY batch, state"
            ):
                counts[batch][ItemState(state)] = count
        return [
            Batch(id, title, bool(paused), self._is_alive(owner), counts[id])
            for id, title, owner, paused in rows
        ]

    def is_paused(self, batch: str) -> bool:
        """Whether a batch is held; cheap enough to ask between pictures."""
        with self._file.reading() as database:
            found = database.execute("SELECT paused FROM batch WHERE id = ?", (batch,)).fetchone()
        return found is not None and bool(found[0])

    # Inside --------------------------------------------------------------------------------------

    def _is_alive(self, owner: str) -> bool:
        return owner == self._presence.name or is_present(self._signs, owner)

    @staticmethod
    def _revive(database: sqlite3.Connection, batch: str) -> int:
        count = database.execute(
            "UPDATE item SET state = 'waiting', attempts = attempts + 1 "
            "WHERE batch = ? AND state = 'working'",
            (batch,),
        ).rowcount
        database.execute(
            "UPDATE item SET state = 'failed', error = ? "
            "WHERE batch = ? AND state = 'waiting' AND attempts >= ?",
            (_DIED_AT_IT.format(times=MOST_ATTEMPTS), batch, MOST_ATTEMPTS),
        )
        return count

    def _forget_old(self) -> None:
        with self._file.writing() as database:
            database.execute(
                "DELETE FROM batch WHERE id IN (SELECT id FROM batch b WHERE NOT EXISTS "
                f"(SELECT 1 FROM item WHERE batch = b.id AND state IN {_OPEN}) "
                "ORDER BY number DESC LIMIT -1 OFFSET ?)",
                (_KEPT_BATCHES,),
            )

    def _each(self, statement: str, ids: Iterable[int]) -> None:
        with self._file.writing() as database:
            database.executemany(statement, [(id,) for id in ids])

    @staticmethod
    def _items(
        database: sqlite3.Connection, where: str, values: Sequence[object]
    ) -> list[QueueItem]:
        rows = database.execute(
            f"SELECT {_COLUMNS} FROM item WHERE {where} ORDER BY position", tuple(values)
        )
        return [
            QueueItem(
                id,
                batch,
                Path(text_of(source)),
                Path(text_of(output)),
                request_from_json(request),
                options_from_json(options),
                ItemState(state),
                attempts,
                stamp,
                report_from_json(report),
                text_of(error),
            )
            for (
                id, batch, source, output, request, options,
                state, attempts, stamp, report, error,
            ) in rows
        ]  # fmt: skip
