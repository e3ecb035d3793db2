"""Follows run folders: reads what is new in them twice a second."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sr_studio.app.context import Context
from sr_studio.app.tasks import Task
from sr_studio.app.training.history import History
from sr_studio.progress import CancelToken
from sr_studio.training.run_folder import RunFolder, Status

_EVERY_MS = 500


class RunWatch(QObject):
    """Watches one run folder, whoever trains in it and wherever.

    Signals:
        changed: Status, curves or pictures are new.
    """

    changed = Signal()

    def __init__(self, context: Context, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run = RunFolder(path)
        self.history = History()
        self.status: Status | None = None
        self.pictures: list[Path] = []
        self._context = context
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)
        self.look()

    def look(self) -> None:
        """Read what is new, off the window's thread; never twice at once."""
        if self._task is None:
            place = self.history.place
            self._task = self._context.tasks.start(
                lambda token: self._read(place, token), self._arrived, self._failed
            )

    def shut_down(self) -> None:
        """Look no more."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _read(
        self, place: int, token: CancelToken
    ) -> tuple[int, Status | None, list[dict[str, object]], int, list[Path]]:
        lines, end = self.run.metrics(place)
        token.check()
        pictures = sorted(self.run.previews.glob("*.png")) if self.run.previews.is_dir() else []
        return place, self.run.status(), lines, end, pictures

    def _arrived(
        self,
        news: tuple[int, Status | None, list[dict[str, object]], int, list[Path]],
    ) -> None:
        self._task = None
        place, status, lines, end, pictures = news
        if end < place:  # the run went back to a checkpoint: what came after it is void
            self.history = History()
        self.history.place = end
        changed = self.history.add(lines)
        if changed or status != self.status or pictures != self.pictures:
            self.status, self.pictures = status, pictures
            self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None  # a mounted folder may come back; the next look tells
