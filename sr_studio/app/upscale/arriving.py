"""Shows results tile by tile, over the enlarged original, while they are still being made."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_studio.app.context import Context
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.stage import Stage
from sr_studio.app.upscale.worklist import Worklist
from sr_studio.app.viewer.canvas import Canvas
from sr_studio.app.viewer.version import Version

if TYPE_CHECKING:
    from sr_studio.engine.protocol import JobPart
    from sr_studio.progress import CancelToken


class Arriving(QObject):
    """Keeps the tiles of jobs under way, and draws those of the row that is on screen."""

    def __init__(self, context: Context, stage: Stage, worklist: Worklist) -> None:
        super().__init__(stage)
        self._context = context
        self._stage = stage
        #: By the id of the entry, all of its newest job.
        self._parts: dict[str, list[JobPart]] = {}
        #: What is drawn, and of which entry.
        self._canvas: Canvas | None = None
        self._drawn_of: Entry | None = None
        self._worklist = worklist
        worklist.runner.part_arrived.connect(self._arrived)
        worklist.changed.connect(self._changed)
        worklist.removed.connect(self._removed)
        stage.entry_shown.connect(self._shown)

    def _arrived(self, item: int, part: JobPart) -> None:
        entry = next((one for one in self._worklist.entries if one.item == item), None)
        if entry is None:
            return  # removed meanwhile
        parts = self._parts.setdefault(entry.id, [])
        if parts and parts[0].id != part.id:
            parts.clear()
            if self._drawn_of is entry:
                self._canvas = None
        parts.append(part)
        if self._stage.on_screen is entry:
            self._draw(entry, [part] if self._canvas is not None else parts)

    def _shown(self, entry: Entry) -> None:
        """Another row is on screen, perhaps one that is being made."""
        self._canvas = self._drawn_of = None
        if parts := self._parts.get(entry.id):
            self._draw(entry, parts)

    def _draw(self, entry: Entry, parts: list[JobPart]) -> None:
        if self._canvas is None:
            self._canvas = Canvas(parts[0].whole_width, parts[0].whole_height)
            self._drawn_of = entry
            self._show(entry, self._canvas)
        work = partial(_put, self._canvas, list(parts))
        # A part whose file has gone belongs to a job that has ended: the whole comes next.
        self._context.tasks.start(work, partial(self._drawn, self._canvas), lambda _: None)

    def _show(self, entry: Entry, canvas: Canvas) -> None:
        assert entry.request is not None
        method = Path(entry.request.method).stem
        name = self.tr("%1, being made").replace("%1", method)
        version = Version(name, canvas.pyramid, under=self._stage.original)
        self._stage.show_arriving(version)

    def _drawn(self, canvas: Canvas, _: None) -> None:
        if canvas is self._canvas:
            for pane in self._stage.viewer.panes:
                pane.update()

    def _changed(self, entry: Entry) -> None:
        parts = self._parts.get(entry.id)
        if not parts:
            return
        # A picture may wait for its next method when the result of this one is there.
        whole = bool(entry.results) and entry.results[-1].job == parts[0].id
        if entry.state.under_way and not whole:
            return
        del self._parts[entry.id]
        if self._drawn_of is not entry:
            return
        self._canvas = self._drawn_of = None
        if whole or entry.state is EntryState.DONE:
            self._stage.arriving_ends()
        else:
            self._stage.show_arriving(None)

    def _removed(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._parts.pop(entry.id, None)


def _put(canvas: Canvas, parts: list[JobPart], token: CancelToken) -> None:
    for part in parts:
        token.check()
        canvas.put(part.left, part.top, part.pixels.open())
