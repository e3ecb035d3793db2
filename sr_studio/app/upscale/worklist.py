"""The list itself: entries in, items to the queue, outcomes back into the entries. No widgets."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from sr_studio import paths
from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.pictures import Glance, glance, glance_at_pixels, keep_pixels
from sr_studio.app.upscale.entry import Entry, EntryState, Result
from sr_studio.app.upscale.kept_pixels import MOST, KeptPixels
from sr_studio.app.upscale.output import OutputPlan
from sr_studio.app.upscale.pace import Pace, way_of
from sr_studio.app.upscale.runner import Runner
from sr_studio.app.upscale.session import join
from sr_studio.app.viewer.tiles import image_of
from sr_studio.upscaling.collisions import Originals
from sr_studio.upscaling.request import target_size

if TYPE_CHECKING:
    from sr_studio.engine.protocol import JobStatus
    from sr_studio.imaging.inputs import Found
    from sr_studio.upscaling.request import UpscaleRequest

_TICK_MS = 250


class Worklist(QObject):
    """All entries and their dealings with the queue.

    Signals:
        added: A list of :class:`Entry`, at the end.
        changed: An :class:`Entry`.
        removed: A list of :class:`Entry`.
        finished: An :class:`Entry` that has a new result.
        dropped: An :class:`Entry` one of whose results was let go.
    """

    added = Signal(object)
    changed = Signal(object)
    removed = Signal(object)
    finished = Signal(object)
    dropped = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.entries: list[Entry] = []
        self.runner = Runner(context, self)
        self.pace = Pace()
        self._by_item: dict[int, Entry] = {}
        self._requests: dict[int, UpscaleRequest] = {}
        self._pixels = KeptPixels(self.runner.release)
        self.runner.wants_pixels = self._wants_pixels
        self.runner.told.connect(self._hear)
        self.runner.skipped.connect(self._skipped)
        self.runner.pause_changed.connect(self._pause_changed)
        # Bars and seconds go on between two words of the engine.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._ticked)

    # In and out ----------------------------------------------------------------------------------

    def add_found(self, files: Iterable[Found]) -> list[Entry]:
        """Take picture files in; ones that are in the list already are given back as they are.

        One that could not be read is read again: it may be whole by now.
        """
        known = {entry.path: entry for entry in self.entries if entry.path is not None}
        found, new = [], []
        for path, root in ((one.path, one.root) for one in files):
            entry = known.get(path)
            if entry is None:
                entry = known[path] = Entry(path.name, path, root=root)
                new.append(entry)
            elif entry.unreadable:
                self.read_again(entry)
            found.append(entry)
        self._add(new)
        for entry in new:
            self._read(entry)
        return found

    def add_pixels(self, pixels: np.ndarray, name: str) -> Entry:
        """Take a picture in that has no file; it is kept in one, so that it comes back."""
        entry = Entry(name, pixels=pixels)
        entry.kept = paths.user_results_dir() / f"{entry.id}-pasted.png"
        self._add([entry])
        entry.small = image_of(glance_at_pixels(pixels).small)
        self._read(entry)
        return entry

    def bring_back(self, entries: list[Entry]) -> list[Entry]:
        """Put rows of the last start in, with what became of their work; all rows there are now.

        What still waits is held until the person says go on.
        """
        left = {item.id: item for item in self.runner.left_over()}
        promised = {entry.item for entry in entries if entry.item is not None}
        items = {**self.runner.finished(promised), **left}
        entries = join(entries, items.values())
        if any(entry.state is EntryState.WAITING for entry in entries):
            self.runner.pause(True)
        self._add(entries)
        for entry in entries:
            for number in () if entry.item is None else (entry.item, *entry.more):
                self._by_item[number] = entry
                self._requests[number] = items[number].request
            self._read(entry)
        return entries

    def read_again(self, entry: Entry) -> None:
        """Look at an entry's file once more after it could not be read."""
        entry.state, entry.error = EntryState.READING, ""
        self.changed.emit(entry)
        self._read(entry)

    def look_again(self, entry: Entry) -> None:
        """The file was changed by another program: its row shows what it is now."""
        self._read(entry)

    def remove(self, entries: Sequence[Entry]) -> None:
        """Take entries off the list, stopping their jobs; saved files stay."""
        gone = list(entries)
        self.cancel(gone)
        for entry in gone:
            for number in (entry.item, *entry.more):
                self._by_item.pop(number or 0, None)
            for result in entry.results:
                self._forget(result)
            if entry.kept is not None:
                entry.kept.unlink(missing_ok=True)
        leaving = {entry.id for entry in gone}
        self.entries = [entry for entry in self.entries if entry.id not in leaving]
        self.removed.emit(gone)

    def drop(self, entry: Entry, result: Result) -> None:
        """Let go of one result; a saved file stays."""
        entry.results.remove(result)
        self._forget(result)
        if entry.state is EntryState.DONE and not entry.results:
            entry.state = EntryState.READY
        self.changed.emit(entry)
        self.dropped.emit(entry)

    def _add(self, entries: list[Entry]) -> None:
        if entries:
            self.entries.extend(entries)
            self.added.emit(entries)

    def _read(self, entry: Entry) -> None:
        path, pixels = entry.file, entry.pixels
        if path is not None:
            self._context.tasks.start(
                lambda _: glance(path) if pixels is None else keep_pixels(pixels, path),
                lambda seen: self._seen(entry, seen),
                lambda error: self._unreadable(entry, error),
            )

    def _seen(self, entry: Entry, seen: Glance) -> None:
        entry.size, entry.small = seen.size, image_of(seen.small)
        if entry.state is EntryState.READING:
            entry.state = EntryState.READY
        self.changed.emit(entry)

    def _unreadable(self, entry: Entry, error: Exception) -> None:
        if entry.results:  # what was made of it can still be looked at
            entry.size = entry.results[0].report.size_in
        elif not entry.state.under_way:
            entry.state = EntryState.FAILED
        entry.error, entry.details = said(str(error)), repr(error)
        self.changed.emit(entry)

    # Work ----------------------------------------------------------------------------------------

    def start(
        self, entries: Sequence[Entry], requests: Sequence[UpscaleRequest], plan: OutputPlan
    ) -> None:
        """Put an item into the queue for each entry and each way it is to be made.

        Args:
            entries: What to upscale, in this order.
            requests: How, each with a scale or a target.
            plan: Where results go, its place decided.

        Raises:
            StudioError: The template of names is not one, or the queue cannot be written.
        """
        from sr_studio.upscaling.queue_items import NewItem

        wanted = [entry for entry in entries if not entry.state.under_way and entry.size]
        taken = {entry.target for entry in self.entries if entry.state.under_way and entry.target}
        originals = Originals(entry.file for entry in self.entries if entry.file)
        options = plan.options
        items = []
        for entry in wanted:
            for request in requests:
                target = plan.target(entry, request, taken, originals)
                taken.add(target)
                items.append(NewItem(cast(Path, entry.file), target, request, options))
        added = self.runner.add(items) if items else []
        for place, entry in enumerate(wanted):
            own = slice(place * len(requests), (place + 1) * len(requests))
            for number, request in zip(added[own], requests, strict=True):
                self._by_item[number], self._requests[number] = entry, request
            entry.error, entry.details = "", ""
            entry.wants_pixels = len(items) <= MOST
            entry.more = added[own]
            self._wait_for_next(entry, items[own.start].output)
        self.runner.go_on()

    def _wait_for_next(self, entry: Entry, target: Path | None = None) -> None:
        """The first of what is still to be made of an entry is what it waits for now."""
        assert entry.size is not None
        entry.item, entry.more = entry.more[0], entry.more[1:]
        request = self._requests[entry.item]
        entry.state, entry.request, entry.target = EntryState.WAITING, request, target
        entry.expected = target_size(*entry.size, request.for_picture(*entry.size).scale or 1)
        entry.timing.begin(None)
        self.changed.emit(entry)

    def cancel(self, entries: Sequence[Entry]) -> None:
        """Stop what is done for entries; a row says so when the engine has stopped."""
        stopped = [entry for entry in entries if entry.state.under_way and entry.item]
        numbers = [number for entry in stopped for number in (entry.item or 0, *entry.more)]
        gone = set(self.runner.cancel(numbers))
        for entry in stopped:
            left = [number for number in (entry.item or 0, *entry.more) if number not in gone]
            entry.more = left[1:]
            if left:
                entry.item = left[0]
            else:
                entry.state = EntryState.CANCELLED
                self.changed.emit(entry)
        self._release_pause()

    def _release_pause(self) -> None:
        """With nothing left to hold back, the next start is not held back either."""
        if not self.count(EntryState.WAITING, EntryState.WORKING):
            self.runner.pause(False)

    def bring_forward(self, entries: Sequence[Entry]) -> None:
        """Make these the next ones."""
        waiting = [e.item for e in entries if e.state is EntryState.WAITING and e.item]
        waiting += [number for entry in entries for number in entry.more]
        if waiting:
            self.runner.bring_forward(waiting)

    def count(self, *states: EntryState) -> int:
        """How many entries stand there."""
        return sum(entry.state in states for entry in self.entries)

    def seconds_left(self) -> float | None:
        """Until everything under way is done; None while that cannot be known."""
        total = 0.0
        for entry in self.entries:
            if entry.state is EntryState.WORKING:
                left = entry.timing.left()
            elif entry.state is EntryState.WAITING:
                left = self._expected(entry)
            else:
                continue
            if left is None:
                return None
            total += left
        return total / len(self.runner.devices())

    def shut_down(self) -> None:
        """Leave what is under way for the next start."""
        self.runner.shut_down()
        self._tick.stop()  # what the engines said last may have set it going
        for result in (result for entry in self.entries for result in entry.results):
            if result.private and result.has_twin:
                self._remove_private(result)
                result.file = result.saved

    def discard(self) -> None:
        """Remove what is nowhere but here, where nobody will come back for it."""
        for entry in self.entries:
            for result in entry.results:
                self._forget(result)
            if entry.kept is not None:
                entry.kept.unlink(missing_ok=True)

    def _expected(self, entry: Entry) -> float | None:
        if entry.item is None or entry.size is None:
            return None
        request = self._requests.get(entry.item)
        way = None if request is None else way_of(request)
        return self.pace.seconds_for(way, entry.size[0] * entry.size[1])

    def _ticked(self) -> None:
        working = [entry for entry in self.entries if entry.state is EntryState.WORKING]
        for entry in working:
            self.changed.emit(entry)
        if not working:
            self._tick.stop()

    def _wants_pixels(self, number: int) -> bool:
        entry = self._by_item.get(number)
        return entry is not None and entry.wants_pixels

    def _pause_changed(self) -> None:
        for entry in self.entries:
            if entry.state is EntryState.WAITING:
                self.changed.emit(entry)

    # What the engine says ------------------------------------------------------------------------

    def _hear(self, number: int, status: JobStatus) -> None:
        from sr_studio.engine.protocol import JobState

        entry = self._by_item.get(number)
        if entry is None or number not in (entry.item, *entry.more):
            return  # removed meanwhile
        working = entry.state is EntryState.WORKING
        if working and number != entry.item and not status.state.final:
            return  # two engines work on one picture: its row follows one of them
        entry.turn_to(number)
        if status.state is JobState.RUNNING:
            self._progress(entry, status)
        elif status.state is JobState.DONE:
            entry.state = EntryState.DONE
            self._keep(entry, status)
        elif status.state is JobState.FAILED:
            entry.state, entry.error = EntryState.FAILED, said(status.error)
            entry.details = status.details
        elif status.state is JobState.CANCELLED:
            entry.state = EntryState.CANCELLED
        self.changed.emit(entry)
        if status.state.final:
            self._end(entry, number)
            if status.state is JobState.DONE:
                self.finished.emit(entry)
            else:
                self.runner.release(status.id)

    def _skipped(self, number: int, path: Path, why: str) -> None:
        entry = self._by_item.get(number)
        if entry is None or number not in (entry.item, *entry.more):
            return
        entry.turn_to(number)
        entry.state, entry.error = EntryState.SKIPPED, f"{path}: {why}"
        self.changed.emit(entry)
        self._end(entry, number)

    def _end(self, entry: Entry, number: int) -> None:
        """Nothing more happens to an item; what else is to be made of its picture comes next."""
        del self._by_item[number]
        self._requests.pop(number, None)
        if entry.more:
            self._wait_for_next(entry)
        self._release_pause()

    def _progress(self, entry: Entry, status: JobStatus) -> None:
        if entry.state is not EntryState.WORKING:
            entry.state, entry.job = EntryState.WORKING, status.id
            entry.timing.begin(self._expected(entry))
            self._tick.start()
        told = status.progress
        if told is not None and told.total > 0:
            entry.timing.hear(min(1.0, told.done / told.total), told.seconds_left)

    def _keep(self, entry: Entry, status: JobStatus) -> None:
        assert status.report is not None
        assert entry.item is not None
        request = self._requests[entry.item]
        result = Result.made(status.report, request, status.output, status.pixels, status.id)
        entry.results.append(result)
        if entry.timing.begun is not None and entry.size is not None:
            taken = time.monotonic() - entry.timing.begun
            self.pace.learn(way_of(request), entry.size[0] * entry.size[1], taken)
        self._pixels.keep(result)

    def _forget(self, result: Result) -> None:
        self._pixels.forget(result)
        self._remove_private(result)

    @staticmethod
    def _remove_private(result: Result) -> None:
        if result.private and result.file is not None:
            result.file.unlink(missing_ok=True)
