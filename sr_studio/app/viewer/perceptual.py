"""LPIPS of versions in the viewer: asked of the engine, which knows networks, where weights are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.tasks import Task
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.parts import on_white
from sr_studio.metrics.lpips_weights import find_weights
from sr_studio.progress import CancelToken

if TYPE_CHECKING:
    from sr_studio.engine.client import EngineClient
    from sr_studio.engine.pixels import PixelFile
    from sr_studio.engine.protocol import DistancesAnswer

Pixels = tuple[int, int, int, int]
Values = list[tuple[float | None, ...]]
Told = Callable[[Values, str], None]
Wish = tuple[list[Version], list[Pixels], Told]

#: A region that is being drawn is measured when it rests.
_REST_MS = 300
#: Pixels of all parts together above which the network would take gigabytes.
_LARGEST = 32_000_000


class Perceptual(QObject):
    """One question at a time; of those that come meanwhile the newest is asked next.

    Args:
        context: For tasks and the engine.
        parent: Whose lifetime it shares.
    """

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._wish: Wish | None = None
        self._busy = False
        self._task: Task | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._next)

    def ask(self, versions: Sequence[Version], boxes: list[Pixels], told: Told) -> None:
        """Ask how far the versions after the first are from it.

        Args:
            versions: The original, then what is compared with it; all of one size.
            boxes: The parts to measure: left, top, right, bottom in pixels.
            told: Called with a value a box for every version, or with why there is none.
        """
        self._wish = (list(versions), boxes, told) if len(versions) > 1 else None
        self._rest.start()

    def stop(self) -> None:
        """Ask for nothing more."""
        self._wish = None
        self._rest.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _next(self) -> None:
        if self._wish is None or self._busy or self._task is not None:
            return
        (versions, boxes, told), self._wish = self._wish, None
        area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes)
        if area > _LARGEST:
            told([], self.tr("LPIPS: the picture is too large; mark a region."))
        elif find_weights("alex") is None:
            told([], self.tr("LPIPS: the weights of AlexNet are not on this computer."))
        else:
            work = partial(_stored, self._context.engine.client, versions)
            self._task = self._context.tasks.start(
                work, partial(self._send, boxes, told), partial(self._not_stored, told)
            )

    def _send(self, boxes: list[Pixels], told: Told, files: list[PixelFile]) -> None:
        self._task, self._busy = None, True

        def answered(answer: DistancesAnswer) -> None:
            self._busy = False
            reason = next(iter(said(answer.error).splitlines()), "")
            told(list(answer.values), f"LPIPS: {reason}" if reason else "")
            self._next()

        self._context.engine.distances(files, boxes, answered)

    def _not_stored(self, told: Told, error: Exception) -> None:
        self._task = None
        told([], f"LPIPS: {said(str(error))}")
        self._next()


def _stored(client: EngineClient, versions: list[Version], token: CancelToken) -> list[PixelFile]:
    """The versions as files for the engine; none are left behind by a question that is dropped."""
    files: list[PixelFile] = []
    try:
        for version in versions:
            token.check()
            files.append(client.store_pixels(on_white(version.pyramid.array())))
        token.check()
    except BaseException:
        from sr_studio.engine.questions import remove

        remove(files)
        raise
    return files
