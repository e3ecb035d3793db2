"""Looks at a part of a picture by several methods, each shown as soon as it is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.pictures import look_at_pixels
from sr_studio.errors import StudioError

if TYPE_CHECKING:
    from sr_studio.app.viewer.pyramid import Pyramid
    from sr_studio.engine.protocol import JobStatus
    from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest

Part = tuple[int, int, int, int]


@dataclass(frozen=True)
class Wish:
    """One look: this part of a picture by this request.

    Attributes:
        key: Tells the answer apart from others.
        request: Method, scale, detail.
        part: Left, top, width and height in LR pixels.
    """

    key: str
    request: UpscaleRequest
    part: Part


@dataclass(frozen=True)
class Trial:
    """What came of a wish."""

    wish: Wish
    pyramid: Pyramid
    report: UpscaleReport


class Trials(QObject):
    """Asks the engine for one look after the other, before anything that waits in its queue.

    Signals:
        arrived: A :class:`Trial`.
        failed: A :class:`Wish` and a sentence that says why.
    """

    arrived = Signal(object)
    failed = Signal(object, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: Path | np.ndarray | None = None
        self._left: deque[Wish] = deque()
        self._under_way: tuple[str, Wish] | None = None
        self._round = 0
        context.engine.job_changed.connect(self._hear)

    @property
    def busy(self) -> bool:
        """Whether something was asked for and has not come."""
        return self._under_way is not None or bool(self._left)

    def ask(self, source: Path | np.ndarray, wishes: Sequence[Wish]) -> None:
        """Ask for these looks at a picture, in this order; what was asked before is let go."""
        self.stop()
        self._source = source
        self._left.extend(wishes)
        self._next()

    def stop(self) -> None:
        """Ask for nothing more; what is under way is not shown."""
        self._left.clear()
        self._round += 1
        if self._under_way is not None:
            self._context.engine.client.cancel(self._under_way[0])
            self._under_way = None

    def _next(self) -> None:
        from sr_studio.engine.protocol import Job
        from sr_studio.upscaling.request import Region

        if self._under_way is not None or not self._left:
            return
        wish = self._left.popleft()
        client = self._context.engine.client
        file = self._source if isinstance(self._source, Path) else None
        pixels = self._source if isinstance(self._source, np.ndarray) else None
        try:
            stored = None if pixels is None else client.store_pixels(pixels)
        except StudioError as error:
            self.failed.emit(wish, str(error))
            self._next()
            return
        job = Job(
            wish.request,
            source=file,
            pixels=stored,
            want_pixels=True,
            region=Region(*wish.part),
        )
        self._under_way = client.submit(job, urgent=True), wish

    def _hear(self, status: JobStatus) -> None:
        from sr_studio.engine.protocol import JobState

        if self._under_way is None or self._under_way[0] != status.id or not status.state.final:
            return
        wish, self._under_way = self._under_way[1], None
        client = self._context.engine.client
        if status.state is JobState.DONE and status.pixels is not None:
            pixels, report, number = status.pixels, status.report, self._round
            assert report is not None

            def shown(pyramid: Pyramid) -> None:
                client.release(status.id)
                if number == self._round:
                    self.arrived.emit(Trial(wish, pyramid, report))

            self._context.tasks.start(lambda token: look_at_pixels(pixels.open(), token), shown)
        else:
            client.release(status.id)
            if status.state is JobState.FAILED:
                self.failed.emit(wish, said(status.error))
        self._next()
