"""Work off the window's thread: started in one expression, answered on the window's thread.

A task that was cancelled never answers: results travel through one queued signal, and whoever
cancels does so on the thread that receives them, so nothing can slip through in between.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from sr_studio.errors import Cancelled
from sr_studio.progress import CancelToken

Work = Callable[[CancelToken], Any]


class Task:
    """One piece of work under way."""

    def __init__(
        self,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        self.token = CancelToken()
        self._done = done
        self._failed = failed

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still brings is ignored."""
        self.token.cancel()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self.token.cancelled


class _Runner(QRunnable):
    def __init__(self, owner: Tasks, task: Task, work: Work) -> None:
        super().__init__()
        self._owner, self._task, self._work = owner, task, work

    def run(self) -> None:
        result, error = None, None
        try:
            if not self._task.cancelled:
                result = self._work(self._task.token)
        except Cancelled:
            self._task.cancel()
        except Exception as raised:
            error = raised
        with suppress(RuntimeError):  # the window is gone: it waits for threads, but not for ever
            self._owner._arrived.emit(self._task, result, error)


class Tasks(QObject):
    """A small pool for decoding, thumbnails, pyramids and saving.

    Signals:
        unforeseen: An error nobody asked to be told about.
        written: The last task that writes has ended; whether none of them failed since the first.
    """

    _arrived = Signal(object, object, object)
    unforeseen = Signal(object)
    written = Signal(bool)

    def __init__(self, parent: QObject | None = None, threads: int = 3) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._open: set[Task] = set()
        self._writing: set[Task] = set()
        self._all_written = True
        self._arrived.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        work: Work,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        priority: int = 0,
        writes: bool = False,
    ) -> Task:
        """Run ``work(token)`` on a pool thread, then ``done(result)`` or ``failed(error)`` here.

        ``work`` must not touch the window. Higher priorities are taken first. What ``writes`` a
        file or a decision of the person's is waited for when the window closes.
        """
        task = Task(done, failed)
        self._open.add(task)
        if writes:
            self._writing.add(task)
        self._pool.start(_Runner(self, task, work), priority)
        return task

    @property
    def open_count(self) -> int:
        """Tasks that have not answered yet."""
        return len(self._open)

    @property
    def writing(self) -> bool:
        """Whether something the person asked for is being written."""
        return bool(self._writing)

    @property
    def running(self) -> int:
        """Threads at work this moment."""
        return self._pool.activeThreadCount()

    def shut_down(self, wait_ms: int = 5000) -> bool:
        """Cancel everything and wait for the threads; True when none is left running."""
        for task in self._open:
            task.cancel()
        self._open.clear()
        self._writing.clear()
        self._pool.clear()
        return self._pool.waitForDone(wait_ms)

    @Slot(object, object, object)
    def _answer(self, task: Task, result: Any, error: Exception | None) -> None:
        self._open.discard(task)
        if not task.cancelled:
            self._tell(task, result, error)
        if task in self._writing:
            self._writing.discard(task)
            self._all_written &= error is None
            if not self._writing:
                whole, self._all_written = self._all_written, True
                self.written.emit(whole)

    def _tell(self, task: Task, result: Any, error: Exception | None) -> None:
        if error is None:
            if task._done is not None:
                task._done(result)
        elif task._failed is not None:
            task._failed(error)
        else:
            self.unforeseen.emit(error)
