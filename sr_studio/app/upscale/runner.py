"""Takes what waits from the persistent queue to the engine, one result at a time, and back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sr_studio.app.context import Context
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.upscaling.collisions import AlreadyThere, place_for

if TYPE_CHECKING:
    from sr_studio.engine.protocol import Job, JobPart, JobStatus
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_items import NewItem, QueueItem

#: Batches of this title are the window's own.
_TITLE = "window"


class Runner(QObject):
    """The window's part of the queue. Only what the engine works on at the moment is claimed.

    Signals:
        told: The number of an item and the :class:`JobStatus` the engine has for it.
        skipped: The number of an item that is there already, its file, and a sentence.
        part_arrived: The number of the item under way and a :class:`JobPart` of its result.
        pause_changed: Whether nothing new is begun.
    """

    told = Signal(int, object)
    skipped = Signal(int, object, str)
    part_arrived = Signal(int, object)
    pause_changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._queue = self._opened()
        self._item: QueueItem | None = None
        self._job = ""
        self._ran = self._dropped = False
        self._batches: list[str] = []
        self.paused = False
        #: Whether the result of an item is wanted as pixels as well; the owner decides.
        self.wants_pixels: Callable[[int], bool] = lambda item: False
        context.engine.job_changed.connect(self._hear)
        context.engine.part_arrived.connect(self._pass_on)

    def left_over(self) -> list[QueueItem]:
        """Take over what windows that are gone left open; all items of those batches."""
        found = []
        for batch in self._queue.batches():
            if batch.left_over and batch.title == _TITLE:
                self._queue.adopt(batch.id)
                self._batches.append(batch.id)
                found += self._queue.items(batch.id)
        return found

    def finished(self, numbers: set[int]) -> dict[int, QueueItem]:
        """What became of these items, as far as the queue remembers."""
        if not numbers:
            return {}
        return {item.id: item for item in self._queue.items() if item.id in numbers}

    def add(self, items: Sequence[NewItem]) -> list[int]:
        """Put items at the end; their numbers."""
        batch = self._queue.add(items, _TITLE)
        self._batches.append(batch)
        return [item.id for item in self._queue.items(batch)]

    def items(self) -> list[QueueItem]:
        """All that this window has added or taken over, as it stands now."""
        return [item for batch in self._batches for item in self._queue.items(batch)]

    def go_on(self) -> None:
        """Begin the next item, if nothing is under way and the person has not paused."""
        if self._item is None and not self.paused:
            self._submit(self._queue.claim())

    def pause(self, paused: bool) -> None:
        """Begin nothing new from now on, or go on; what is under way is finished."""
        if paused != self.paused:
            self.paused = paused
            self.pause_changed.emit()
            self.go_on()

    def bring_forward(self, numbers: Sequence[int]) -> None:
        """Make these the next ones; while paused the first of them is begun all the same."""
        from sr_studio.upscaling.queue_items import ItemState

        waiting = [item.id for item in self._queue.items(states=[ItemState.WAITING])]
        others = [number for number in waiting if number not in numbers]
        self._queue.move(list(numbers), before=others[0] if others else None)
        if self.paused and self._item is None and numbers:
            self._submit(self._queue.claim(item=numbers[0]))

    def cancel(self, numbers: Iterable[int]) -> list[int]:
        """Stop these; those that had not begun, which are cancelled at once."""
        numbers = list(numbers)
        if self._item is not None and self._item.id in numbers:
            self._dropped = True
            if self._job:
                self._context.engine.client.cancel(self._job)
            numbers.remove(self._item.id)
        self._queue.cancel(numbers)
        return numbers

    def shut_down(self) -> None:
        """Leave what is under way for the next start."""
        from sr_studio.upscaling.queue_items import ItemState

        self._context.engine.job_changed.disconnect(self._hear)
        self._context.engine.part_arrived.disconnect(self._pass_on)
        if self._item is not None:
            self._queue.finish(self._item.id, ItemState.WAITING)
            self._item = None
        self._queue.close()

    def _opened(self) -> UpscaleQueue:
        from sr_studio.upscaling.queue import UpscaleQueue

        try:
            return UpscaleQueue()
        except StudioError as error:
            kept = self.tr("Pictures can be upscaled, but the list will not come back.")
            self._context.show_trouble(Trouble.of(error, kept=kept))
            return UpscaleQueue(Path(tempfile.mkdtemp(prefix="sr-studio-")) / "queue.sqlite")

    def _submit(self, item: QueueItem | None) -> None:
        if item is None:
            return
        self._item, self._job, self._ran, self._dropped = item, "", False, False
        if item.output.exists():
            # Whether it is the very same takes reading both files: not on the window's thread.
            self._context.tasks.start(
                lambda _: _place(item),
                lambda found: self._placed(item, found),
                lambda error: self._placed(item, error),
            )
        else:
            self._send(item, item.output)

    def _placed(self, item: QueueItem, found: Path | AlreadyThere | Exception) -> None:
        """It is known where the result of an item goes, or why it is not made."""
        from sr_studio.engine.protocol import JobState, JobStatus
        from sr_studio.upscaling.queue_items import ItemState

        if self._item is not item:
            return  # the window is closing
        if isinstance(found, Path) and not self._dropped:
            self._send(item, found)
            return
        self._item = None
        if isinstance(found, Path):
            self._queue.finish(item.id, ItemState.CANCELLED)
            self.told.emit(item.id, JobStatus("", _job_of(item), JobState.CANCELLED))
        elif isinstance(found, AlreadyThere):
            self._queue.finish(item.id, ItemState.SKIPPED, output=found.path, error=found.why)
            self.skipped.emit(item.id, found.path, found.why)
        else:
            self._queue.finish(item.id, ItemState.FAILED, error=str(found))
            status = JobStatus("", _job_of(item), JobState.FAILED, error=str(found))
            self.told.emit(item.id, status)
        self.go_on()

    def _send(self, item: QueueItem, output: Path) -> None:
        pixels = self.wants_pixels(item.id)
        job = replace(_job_of(item), output=output, want_pixels=pixels, want_parts=True)
        self._job = self._context.engine.client.submit(job)

    def _hear(self, status: JobStatus) -> None:
        from sr_studio.engine.protocol import JobState

        if self._item is None or not self._job or status.id != self._job:
            return
        item = self._item
        self._ran = self._ran or status.state is JobState.RUNNING
        if status.state.final:
            self._item = None
            self._note(item, status)
            if status.state is JobState.FAILED and not self._ran:
                # The engine does not start; it would not for the others either.
                self.pause(True)
        self.told.emit(item.id, status)
        if status.state.final:
            self.go_on()

    def _pass_on(self, part: JobPart) -> None:
        if self._item is not None and part.id == self._job:
            self.part_arrived.emit(self._item.id, part)

    def _note(self, item: QueueItem, status: JobStatus) -> None:
        from sr_studio.upscaling.queue_items import ItemState

        outcome = ItemState(str(status.state))
        self._queue.finish(
            item.id, outcome, output=status.output, report=status.report, error=status.error
        )


def _place(item: QueueItem) -> Path | AlreadyThere:
    """Where the result of an item goes, by its collision policy."""
    from sr_studio.upscaling.record import record_of

    try:
        record = record_of(item.source, item.request, item.options)
        return place_for(item.output, item.options.existing, record)
    except AlreadyThere as there:
        return there


def _job_of(item: QueueItem) -> Job:
    from sr_studio.engine.protocol import Job

    return Job(
        item.request,
        source=item.source,
        output=item.output,
        quality=item.options.quality,
        keep_metadata=item.options.keep_metadata,
    )
