"""One presentation in time: grey, perhaps the reference, the picture, and when keys begin to count.

The picture is painted in one piece and the clock is read when the paint has ended. Every timer
begins there, so that no system gets more time than another.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from sr_studio.app.studies.rating.decoding import Decoder
from sr_studio.app.studies.rating.stage import Stage
from sr_studio.errors import StudioError
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.rating.answering import looked_long_enough
from sr_studio.studies.rating.steps import Show, tokens_of
from sr_studio.studies.store.definition import now_us

_MS = 1_000_000


class Showing(QObject):
    """Runs one :class:`Show` at a time on the stage.

    Signals:
        painted: The picture to be rated has been painted.
        turned: Of two pictures in one place the other one is shown now: 0 or 1.
        failed: It cannot be shown (a StudioError).

    Attributes:
        first_paint_ns: Monotonic nanoseconds at the end of the first paint, 0 before it.
        shown_us: The same moment in UTC microseconds.
    """

    painted = Signal()
    turned = Signal(int)
    failed = Signal(object)
    _decoded = Signal()

    def __init__(self, stage: Stage, decoder: Decoder, manifest: Manifest, parent: QObject) -> None:
        super().__init__(parent)
        self._stage, self._decoder = stage, decoder
        self._manifest, self._method = manifest, manifest.study.method
        self._display, self._dcr, self._pc = manifest.display, manifest.dcr, manifest.pc
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._next)
        self._then: Callable[[], None] | None = None
        self._show: Show | None = None
        self._front, self._seen = 0, {0}
        self.first_paint_ns = 0
        self.shown_us = 0
        self._decoded.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def begin(self, show: Show, grey_since_ns: int) -> None:
        """Show a presentation when the gap since ``grey_since_ns`` is over and it is decoded."""
        self.cancel()
        self._show = show
        self._decoder.want(show.upcoming)
        over_ns = time.monotonic_ns() - grey_since_ns
        self._after(max(0, self._display.gap_ms - over_ns // _MS), self._look)

    def cancel(self) -> None:
        """Stop what is under way; what is on the stage stays until it is cleared."""
        self._timer.stop()
        self._then, self._show = None, None
        self.first_paint_ns = 0

    @property
    def on(self) -> bool:
        """Whether the picture to be rated has been painted."""
        return self.first_paint_ns > 0

    def too_early(self, at_ns: int) -> bool:
        """Whether a key at this moment comes before the minimum viewing time is over.

        Of two pictures in one place both must have been seen.
        """
        if self._toggles and len(self._seen) < 2:
            return True
        return not self.on or not looked_long_enough(self._manifest, at_ns - self.first_paint_ns)

    def toggle(self) -> None:
        """Show the other picture of a pair in place, if the study is made so."""
        if self.on and self._toggles and self._stage.shows_picture:
            self._front = 1 - self._front
            self._seen.add(self._front)
            self._stage.show_pictures([self._images()[self._front]])
            self.turned.emit(self._front)

    # Inside --------------------------------------------------------------------------------------

    @property
    def _toggles(self) -> bool:
        return self._method == "pc" and self._pc.layout == "toggle"

    @property
    def _reference_first(self) -> bool:
        return self._method == "dcr" and self._dcr.layout == "sequence"

    def _after(self, milliseconds: int, then: Callable[[], None]) -> None:
        self._then = then
        self._timer.start(milliseconds)

    def _next(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _look(self) -> None:
        """Paint if everything is decoded; otherwise come back when it is."""
        if self._show is None or self.on or self._timer.isActive():
            return
        tokens = tokens_of(self._show.presentation, self._method)
        if not self._decoder.ready(tokens):
            self._decoder.when_ready(tokens, self._decoded.emit)
            return
        try:
            images = self._images()
            if self._reference_first and len(images) == 2:
                self._stage.show_pictures(images[:1])
                self._after(self._dcr.reference_ms, self._grey_between)
            else:
                self._paint(images[:1] if self._toggles else images)
        except StudioError as error:
            for token in tokens:
                self._decoder.forget(token)
            self.cancel()
            self.failed.emit(error)

    def _hide(self) -> None:
        self._stage.clear()

    def _grey_between(self) -> None:
        self._stage.clear()
        self._after(self._dcr.grey_ms, lambda: self._paint(self._images()[1:]))

    def _images(self) -> list[QImage]:
        assert self._show is not None
        tokens = tokens_of(self._show.presentation, self._method)
        return [self._decoder.frame(token).image for token in tokens]

    def _paint(self, images: list[QImage]) -> None:
        self._front, self._seen = 0, {0}
        self.first_paint_ns = self._stage.show_pictures(images)
        self.shown_us = now_us()
        if self._display.exposure_ms:
            self._after(self._display.exposure_ms, self._hide)
        self.painted.emit()
