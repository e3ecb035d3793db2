"""Shows a result tile by tile, over the enlarged original, while it is still being made."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_studio.app.context import Context
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.jobs import Jobs
from sr_studio.app.upscale.stage import Stage
from sr_studio.app.viewer.canvas import Canvas
from sr_studio.app.viewer.version import Version

if TYPE_CHECKING:
    from sr_studio.engine.protocol import JobPart
    from sr_studio.progress import CancelToken


class Arriving(QObject):
    """Keeps the tiles of the job under way, and draws them while its row is the one on screen."""

    def __init__(self, context: Context, stage: Stage, jobs: Jobs) -> None:
        super().__init__(stage)
        self._context = context
        self._stage = stage
        self._entry: Entry | None = None
        self._parts: list[JobPart] = []
        self._canvas: Canvas | None = None
        self._jobs = jobs
        jobs.runner.part_arrived.connect(self._arrived)
        jobs.changed.connect(self._changed)
        stage.entry_shown.connect(self._shown)

    def _arrived(self, item: int, part: JobPart) -> None:
        entry = next((one for one in self._jobs.entries if one.item == item), None)
        if entry is None:
            return  # removed meanwhile
        if entry is not self._entry or (self._parts and self._parts[0].id != part.id):
            self._entry, self._parts, self._canvas = entry, [], None
        self._parts.append(part)
        if self._stage.on_screen is entry:
            self._draw([part] if self._canvas is not None else self._parts)

    def _shown(self, entry: Entry) -> None:
        """Another row is on screen, perhaps the one that is being made."""
        self._canvas = None
        if entry is self._entry and self._parts:
            self._draw(self._parts)

    def _draw(self, parts: list[JobPart]) -> None:
        if self._canvas is None:
            self._canvas = Canvas(parts[0].whole_width, parts[0].whole_height)
            self._show(self._canvas)
        work = partial(_put, self._canvas, list(parts))
        # A part whose file has gone belongs to a job that has ended: the whole comes next.
        self._context.tasks.start(work, partial(self._drawn, self._canvas), lambda _: None)

    def _show(self, canvas: Canvas) -> None:
        assert self._entry is not None and self._entry.request is not None
        method = Path(self._entry.request.method).stem
        name = self.tr("%1, being made").replace("%1", method)
        version = Version(name, canvas.pyramid, under=self._stage.versions()[0])
        self._stage.show_arriving(version)

    def _drawn(self, canvas: Canvas, _: None) -> None:
        if canvas is self._canvas:
            for pane in self._stage.viewer.panes:
                pane.update()

    def _changed(self, entry: Entry) -> None:
        if entry is not self._entry:
            return
        # A picture may wait for its next method when the result of this one is there.
        whole = bool(entry.results) and entry.results[-1].job == self._parts[0].id
        if entry.state.under_way and not whole:
            return
        self._entry, self._parts, self._canvas = None, [], None
        if whole or entry.state is EntryState.DONE:
            self._stage.arriving_ends()
        else:
            self._stage.show_arriving(None)


def _put(canvas: Canvas, parts: list[JobPart], token: CancelToken) -> None:
    for part in parts:
        token.check()
        canvas.put(part.left, part.top, part.pixels.open())
