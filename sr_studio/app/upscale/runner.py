"""Takes what waits from the persistent queue to the engines, an item each, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sr_studio.app.context import Context
from sr_studio.app.engine_bridge import EngineBridge
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.lane import Lane, job_of
from sr_studio.errors import StudioError
from sr_studio.upscaling.collisions import AlreadyThere
from sr_studio.upscaling.device_wishes import ALL, devices_of
from sr_studio.upscaling.places import Places
from sr_studio.upscaling.request import AUTO

if TYPE_CHECKING:
    from sr_studio.engine.protocol import JobStatus
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_items import NewItem, QueueItem

#: Batches of this title are the window's own.
_TITLE = "window"


class Runner(QObject):
    """The window's part of the queue. Only what engines work on at the moment is claimed.

    Each device that shares the queue has a lane: an engine that takes the next item when it is
    free. The first lane's is the window's engine; the others' are started when they are needed.

    Signals:
        told: The number of an item and the :class:`JobStatus` the engine has for it.
        skipped: The number of an item that is there already, its file, and a sentence.
        part_arrived: The number of an item under way and a :class:`JobPart` of its result.
        pause_changed: Whether nothing new is begun.
    """

    told = Signal(int, object)
    skipped = Signal(int, object, str)
    part_arrived = Signal(int, object)
    pause_changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        from sr_studio.upscaling.going_on import GoingOn

        super().__init__(parent)
        self._context = context
        self._queue = self._opened()
        self._going_on = GoingOn(self._queue, self._hold)
        self._lanes: list[Lane] = []
        self._places = Places()
        self._batches: list[str] = []
        self._not_taken_over: list[str] = []
        self._all_the_same: list[int] = []
        self.paused = False
        self._held = False
        #: Whether the result of an item is wanted as pixels as well; the owner decides.
        self.wants_pixels: Callable[[int], bool] = lambda item: False
        self._add_lane(context.engine, own=False)
        # The engine says which cards there are.
        context.engine.engine_changed.connect(self._engine_changed)

    def left_over(self) -> list[QueueItem]:
        """Take over what windows that are gone left open; all items of those batches.

        On a full disk they are taken over when the person says go on.
        """
        found = []
        for batch in self._queue.batches():
            if batch.left_over and batch.title == _TITLE:
                self._not_taken_over.append(batch.id)
                self._batches.append(batch.id)
                found += self._queue.items(batch.id)
        try:
            self._take_over()
        except StudioError as error:
            self._hold(error)
        return found

    def _take_over(self) -> None:
        while self._not_taken_over:
            self._queue.adopt(self._not_taken_over[0])
            del self._not_taken_over[0]

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

    def devices(self) -> list[str]:
        """The devices that share the queue, as requests name them; ``auto`` is each item's own."""
        wish = self._context.settings.get("engine.devices")
        status = self._context.engine.status
        cards = () if status is None else status.cards
        kinds = {AUTO, *cards[:1], *(card.partition(":")[0] for card in cards)}
        if wish.strip() == ALL:
            several = len(cards) > 1 and self._context.settings.get("engine.device") in kinds
            return list(cards) if several else [AUTO]
        return devices_of(wish, lambda: cards)

    def go_on(self) -> None:
        """Begin the next items on lanes that are free."""
        for number, device in enumerate(self.devices()):
            lane = self._lane(number)
            if lane.item is None and not self._submit(lane, device, self._next()):
                return

    def _next(self) -> QueueItem | None:
        """The next item that waits; while paused only of those that were asked for all the same."""
        try:
            self._take_over()
            if not self.paused:
                return self._queue.claim()
            while self._all_the_same:
                item = self._queue.claim(item=self._all_the_same.pop(0))
                if item is not None:
                    return item
        except StudioError as error:
            self._hold(error)
        return None

    def pause(self, paused: bool) -> None:
        """Begin nothing new from now on, or go on; what is under way is finished."""
        if paused != self.paused:
            self.paused = paused
            self._held = self._held and paused
            self._all_the_same.clear()
            self.pause_changed.emit()
            self.go_on()

    def bring_forward(self, numbers: Sequence[int]) -> None:
        """Make these the next ones; while paused these are made all the same."""
        from sr_studio.upscaling.queue_items import ItemState

        waiting = [item.id for item in self._queue.items(states=[ItemState.WAITING])]
        others = [number for number in waiting if number not in numbers]
        try:
            self._queue.move(list(numbers), before=others[0] if others else None)
        except StudioError as error:
            self._hold(error)
        if self.paused:
            asked = [number for number in self._all_the_same if number not in numbers]
            self._all_the_same = [*numbers, *asked]
            self.go_on()

    def cancel(self, numbers: Iterable[int]) -> list[int]:
        """Stop these; those that had not begun, which are cancelled at once."""
        numbers = list(numbers)
        for lane in self._lanes:
            if lane.item is not None and lane.item.id in numbers:
                numbers.remove(lane.item.id)
                lane.drop()
        try:
            self._queue.cancel(numbers)
        except StudioError as error:
            self._hold(error)
        return numbers

    def release(self, job: str) -> None:
        """The pixels of a finished job, by whichever engine, are not needed any more."""
        for lane in self._lanes:
            lane.release(job)

    def shut_down(self) -> None:
        """Leave what is under way for the next start."""
        self._context.engine.engine_changed.disconnect(self._engine_changed)
        # What is done by now is noted as done, or it would be made again; nothing new is begun.
        self.paused = True
        self._held = True
        self._all_the_same.clear()
        for lane in self._lanes:
            lane.catch_up()
        for lane in self._lanes:
            if lane.item is not None:
                lane.drop()  # all engines end at once, not one after the other
        for lane in self._lanes:
            if lane.item is not None:
                with suppress(StudioError):  # it waits again at the next start all the same
                    self._queue.put_back(lane.item.id)
                lane.leave()
            lane.shut_down()
        with suppress(StudioError):  # what is not noted is looked for at the next start
            self._queue.close()

    def _opened(self) -> UpscaleQueue:
        from sr_studio.upscaling.queue import UpscaleQueue
        from sr_studio.upscaling.queue_file import IN_MEMORY

        try:
            return UpscaleQueue()
        except StudioError as error:
            kept = self.tr("Pictures can be upscaled, but the list will not come back.")
            self._context.show_trouble(Trouble.of(error, kept=kept))
            return UpscaleQueue(IN_MEMORY)

    def _lane(self, number: int) -> Lane:
        while len(self._lanes) <= number:
            self._add_lane(EngineBridge(self), own=True)
        return self._lanes[number]

    def _add_lane(self, engine: EngineBridge, *, own: bool) -> None:
        lane = Lane(engine, self, own=own)
        lane.told.connect(partial(self._hear, lane))
        lane.part_arrived.connect(self.part_arrived)
        self._lanes.append(lane)

    def _engine_changed(self) -> None:
        if len(self.devices()) > len(self._lanes):
            self.go_on()

    def _submit(self, lane: Lane, device: str, item: QueueItem | None) -> bool:
        """Begin an item on a lane; whether there was one."""
        if item is None:
            return False
        lane.take(item, device)
        if not item.attempts and self._places.take_free(item.output):
            self._send(lane, item, item.output)
        else:
            # Not on the window's thread: whether it is the very same takes reading both files, and
            # what was left half-written is looked for. Why a folder cannot be looked into is told
            # from there, too.
            self._context.tasks.start(
                lambda _: _place(item, self._places),
                lambda found: self._placed(lane, item, found),
                lambda error: self._placed(lane, item, error),
            )
        return True

    def _placed(self, lane: Lane, item: QueueItem, found: Path | AlreadyThere | Exception) -> None:
        """It is known where the result of an item goes, or why it is not made."""
        from sr_studio.engine.protocol import JobState, JobStatus
        from sr_studio.upscaling.queue_items import ItemState

        if lane.item is not item:
            return  # the window is closing
        if isinstance(found, Path) and not lane.dropped:
            self._send(lane, item, found)
            return
        lane.leave()
        if isinstance(found, Path):
            self._places.give_back(found)
            self.told.emit(item.id, JobStatus("", job_of(item), JobState.CANCELLED))
            self._going_on.finish(item.id, ItemState.CANCELLED)
        elif isinstance(found, AlreadyThere):
            self.skipped.emit(item.id, found.path, found.why)
            self._going_on.finish(item.id, ItemState.SKIPPED, output=found.path, error=found.why)
        else:
            status = JobStatus("", job_of(item), JobState.FAILED, error=str(found))
            self.told.emit(item.id, status)
            self._going_on.finish(item.id, ItemState.FAILED, error=str(found))
        self.go_on()

    def _send(self, lane: Lane, item: QueueItem, output: Path) -> None:
        lane.send(output, pixels=self.wants_pixels(item.id))

    def _hear(self, lane: Lane, item: QueueItem, status: JobStatus) -> None:
        from sr_studio.engine.protocol import JobState
        from sr_studio.upscaling.queue_items import ItemState

        if status.state.final:
            if lane.output is not None:
                self._places.give_back(lane.output)
            if status.state is JobState.FAILED and not lane.ran:
                # The engine does not start; it would not for the others either.
                self.pause(True)
        self.told.emit(item.id, status)
        if status.state.final:
            self._going_on.finish(
                item.id,
                ItemState(str(status.state)),
                output=status.output,
                report=status.report,
                error=status.error,
            )
            self.go_on()

    def _hold(self, error: StudioError) -> None:
        """The queue cannot be written: begin nothing new until the person says go on.

        What could not be written is kept by the queue and comes first then. It is said once.
        """
        if self._held:
            return
        self.pause(True)
        self._held = True
        kept = self.tr("What was made is kept. Nothing new is begun until you press Go on.")
        self._context.show_trouble(Trouble.of(error, kept=kept))


def _place(item: QueueItem, places: Places) -> Path | AlreadyThere:
    """Where the result of an item goes, by its collision policy."""
    from sr_studio.upscaling.record import record_of

    try:
        record = record_of(item.source, item.request, item.options)
        return places.take(item, record)
    except AlreadyThere as there:
        return there
