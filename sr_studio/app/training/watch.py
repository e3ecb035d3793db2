"""Follows run folders: reads what is new in them twice a second, a long log piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sr_studio.app.context import Context
from sr_studio.app.tasks import Task
from sr_studio.files import is_there
from sr_studio.progress import CancelToken
from sr_studio.training.history import History, Measured, measured_in, overview_of
from sr_studio.training.liveness import Listener, Liveness
from sr_studio.training.run_folder import RunFolder, Status

_EVERY_MS = 500
#: Bytes of the log that are read at a time: some tens of milliseconds of a thread beside.
_PIECE = 1 << 20
#: A log that is longer is shown as an overview of so many lines until all of it is read.
_LONG = 4 * _PIECE
_OVERVIEW = 1500


@dataclass(frozen=True)
class _News:
    began: int
    end: int
    size: int
    measured: Measured
    overview: Measured | None
    status: Status | None
    there: bool
    pictures: list[Path]
    checkpoints: list[Path]


class RunWatch(QObject):
    """Watches one run folder, whoever trains in it and wherever.

    Attributes:
        history: What was measured; an overview while a long log is being read.
        status: The last status; None before there is one.
        there: Whether its folder is there, as far as can be seen; None before it was looked for.
        pictures: Previews, by picture and iteration.
        checkpoints: Those that are kept, the newest last.
        liveness: Whether a run that should say something does.
        listener: Knows for how long it has been silent.

    Signals:
        changed: Status, curves or pictures are new.
    """

    changed = Signal()

    def __init__(self, context: Context, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run = RunFolder(path)
        self.history = History()
        self.status: Status | None = None
        self.there: bool | None = None
        self.pictures: list[Path] = []
        self.checkpoints: list[Path] = []
        self.liveness: Liveness = "alive"
        self.listener = Listener()
        self._read_so_far = self.history
        self._place = 0
        self._context = context
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)
        self.look()

    @property
    def whole(self) -> bool:
        """Whether all of the log has been read."""
        return self.history is self._read_so_far

    def look(self) -> None:
        """Read what is new, off the window's thread; never twice at once."""
        if self._task is None:
            place = self._place
            self._task = self._context.tasks.start(
                lambda token: self._read(place, token), self._arrived, self._failed
            )

    def shut_down(self) -> None:
        """Look no more."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _read(self, place: int, token: CancelToken) -> _News:
        log = self.run.metrics_file
        size = log.stat().st_size if log.is_file() else 0
        first_look = place == 0 and size > _LONG
        overview = overview_of(log, _OVERVIEW) if first_look else None
        lines, end = self.run.metrics(place, _PIECE)
        token.check()
        return _News(
            place,
            end,
            size,
            measured_in(lines),
            overview,
            self.run.status(),
            is_there(self.run.path),
            self.run.preview_files(),
            self.run.checkpoint_files(),
        )

    def _arrived(self, news: _News) -> None:
        self._task = None
        if news.end < news.began:  # the run went back to a checkpoint: what came after it is void
            self.history = self._read_so_far = History()
        if news.overview is not None:
            self.history = History()
            self.history.add(news.overview)
        self._place = news.end
        self._read_so_far.add(news.measured)
        more = news.measured and news.end < news.size
        changed = bool(news.measured) and self.whole
        if not more and not self.whole:
            self.history = self._read_so_far
            changed = True
        liveness = self.listener.hear(news.status)
        changed = changed or liveness != "alive" or liveness != self.liveness
        self.liveness = liveness
        shown = (self.status, self.there, self.pictures, self.checkpoints)
        found = (news.status, news.there, news.pictures, news.checkpoints)
        if changed or found != shown or news.overview is not None:
            self.status, self.there, self.pictures, self.checkpoints = found
            self.changed.emit()
        if more:
            self.look()

    def _failed(self, error: Exception) -> None:
        self._task = None  # a mounted folder may come back; the next look tells
