"""The queue itself: entries in, jobs to the engine, outcomes back into the entries. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from sr_studio.app.context import Context
from sr_studio.app.pictures import Glance, glance, glance_at_pixels
from sr_studio.app.upscale.entry import Entry, EntryState, Result
from sr_studio.app.upscale.output import WINDOW, OutputPlan
from sr_studio.app.viewer.tiles import image_of
from sr_studio.upscaling.naming import numbered

if TYPE_CHECKING:
    from sr_studio.engine.protocol import JobStatus
    from sr_studio.upscaling.request import UpscaleRequest

#: Results whose pixels are kept beside their file, so that looking at them costs no decoding.
_PIXELS_KEPT = 6


class Jobs(QObject):
    """All entries and their dealings with the engine.

    Signals:
        added: A list of :class:`Entry`, at the end.
        changed: An :class:`Entry`.
        removed: A list of :class:`Entry`.
        finished: An :class:`Entry` that has a new result.
    """

    added = Signal(object)
    changed = Signal(object)
    removed = Signal(object)
    finished = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.entries: list[Entry] = []
        self._by_job: dict[str, Entry] = {}
        self._with_pixels: list[Result] = []
        context.engine.job_changed.connect(self._hear)

    # In and out ----------------------------------------------------------------------------------

    def add_paths(self, paths: Iterable[Path]) -> list[Entry]:
        """Take picture files in; ones that are in the list already are given back as they are."""
        known = {entry.path: entry for entry in self.entries if entry.path is not None}
        found, new = [], []
        for path in paths:
            entry = known.get(path)
            if entry is None:
                entry = known[path] = Entry(path.name, path)
                new.append(entry)
            found.append(entry)
        self._add(new)
        for entry in new:
            self._read(entry)
        return found

    def add_pixels(self, pixels: np.ndarray, name: str) -> Entry:
        """Take a picture in that has no file."""
        entry = Entry(name, pixels=pixels)
        self._add([entry])
        self._seen(entry, glance_at_pixels(pixels))
        return entry

    def read_again(self, entry: Entry) -> None:
        """Look at an entry's file once more after it could not be read."""
        entry.state, entry.error = EntryState.READING, ""
        self.changed.emit(entry)
        self._read(entry)

    def remove(self, entries: Sequence[Entry]) -> None:
        """Take entries off the list, stopping their jobs; saved files stay."""
        gone = list(entries)
        for entry in gone:
            self.cancel(entry)
            self._by_job.pop(entry.job, None)
            for result in entry.results:
                self._forget(result)
        leaving = {entry.id for entry in gone}
        self.entries = [entry for entry in self.entries if entry.id not in leaving]
        self.removed.emit(gone)

    def _add(self, entries: list[Entry]) -> None:
        if entries:
            self.entries.extend(entries)
            self.added.emit(entries)

    def _read(self, entry: Entry) -> None:
        path = entry.path
        if path is not None:
            self._context.tasks.start(
                lambda _: glance(path),
                lambda seen: self._seen(entry, seen),
                lambda error: self._unreadable(entry, error),
            )

    def _seen(self, entry: Entry, seen: Glance) -> None:
        entry.size, entry.small = seen.size, image_of(seen.small)
        if entry.state is EntryState.READING:
            entry.state = EntryState.READY
        self.changed.emit(entry)

    def _unreadable(self, entry: Entry, error: Exception) -> None:
        entry.state, entry.error = EntryState.FAILED, str(error)
        entry.details = repr(error)
        self.changed.emit(entry)

    # Work ----------------------------------------------------------------------------------------

    def start(
        self, entries: Sequence[Entry], request: UpscaleRequest, scale: float, plan: OutputPlan
    ) -> None:
        """Give the engine a job for each entry.

        Args:
            entries: What to upscale, in this order.
            request: How.
            scale: The factor the result will have, for names and sizes.
            plan: Where results go.

        Raises:
            StudioError: The template of names is not one.
        """
        from sr_studio.engine.protocol import Job

        client = self._context.engine.client
        promised = {entry.target for entry in self.entries if entry.state.under_way}
        taken = {path for path in promised if path is not None}
        for entry in entries:
            if entry.state.under_way or entry.size is None:
                continue
            expected = round(entry.size[0] * scale), round(entry.size[1] * scale)
            target = self._target(entry, request.method, scale, expected, plan, taken)
            taken.add(target)
            job = Job(
                replace(request),
                source=entry.path,
                pixels=None if entry.pixels is None else client.store_pixels(entry.pixels),
                output=target,
                quality=plan.quality if plan.place != WINDOW and plan.lossy else None,
                want_pixels=len(entries) <= _PIXELS_KEPT,
            )
            entry.state, entry.error, entry.details = EntryState.WAITING, "", ""
            entry.expected, entry.target, entry.method = expected, target, request.method
            entry.fraction, entry.seconds_left = 0.0, None
            entry.job = client.submit(job)
            self._by_job[entry.job] = entry
            self.changed.emit(entry)

    def cancel(self, entry: Entry) -> None:
        """Stop what is done for an entry; the row says so when the engine has stopped."""
        if entry.state.under_way:
            self._context.engine.client.cancel(entry.job)

    def count(self, *states: EntryState) -> int:
        """How many entries stand there."""
        return sum(entry.state in states for entry in self.entries)

    def _target(
        self,
        entry: Entry,
        method: str,
        scale: float,
        expected: tuple[int, int],
        plan: OutputPlan,
        taken: set[Path],
    ) -> Path:
        if plan.place == WINDOW:
            return self._context.engine.client.folder / f"{entry.id}-{len(entry.results)}.png"
        name = plan.name(entry.stem, scale, Path(method).stem, expected)
        return numbered(plan.folder_for(entry.path) / name, taken)

    # What the engine says ------------------------------------------------------------------------

    def _hear(self, status: JobStatus) -> None:
        from sr_studio.engine.protocol import JobState

        entry = self._by_job.get(status.id)
        if entry is None or entry.job != status.id:
            return
        if status.state is JobState.RUNNING:
            entry.state = EntryState.WORKING
            if status.progress is not None and status.progress.total > 0:
                entry.fraction = min(1.0, status.progress.done / status.progress.total)
                entry.seconds_left = status.progress.seconds_left
        elif status.state is JobState.DONE:
            entry.state, entry.fraction, entry.seconds_left = EntryState.DONE, 1.0, None
            self._keep(entry, status)
        elif status.state is JobState.FAILED:
            entry.state, entry.error = EntryState.FAILED, status.error
            entry.details = status.details
        elif status.state is JobState.CANCELLED:
            entry.state = EntryState.CANCELLED
        self.changed.emit(entry)
        if status.state.final:
            del self._by_job[status.id]
            if status.state is JobState.DONE:
                self.finished.emit(entry)
            else:
                self._context.engine.client.release(status.id)

    def _keep(self, entry: Entry, status: JobStatus) -> None:
        assert status.report is not None
        private = status.output is not None and (
            status.output.parent == self._context.engine.client.folder
        )
        saved = None if private else status.output
        result = Result(status.report, entry.method, status.output, status.pixels, saved, status.id)
        entry.results.append(result)
        if status.pixels is None:
            self._context.engine.client.release(status.id)
            return
        self._with_pixels.append(result)
        while len(self._with_pixels) > _PIXELS_KEPT:
            oldest = self._with_pixels.pop(0)
            oldest.pixels = None
            self._context.engine.client.release(oldest.job)

    def _forget(self, result: Result) -> None:
        if result in self._with_pixels:
            self._with_pixels.remove(result)
            self._context.engine.client.release(result.job)
        if result.file is not None and result.saved is None:
            result.file.unlink(missing_ok=True)
