"""One write at a time, in order, off the window's thread; nothing that was begun is dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from sr_studio.app.tasks import Tasks

Write = Callable[[], object]


class Writes(QObject):
    """The rater window's way to the database.

    Attributes:
        busy: Whether a write is under way that the next step waits for.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, threads=1)
        self.busy = False

    def wait_for(
        self, write: Write, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Write, and only then go on; ignored while another such write is under way."""
        if self.busy:
            return
        self.busy = True

        def finished(_: object) -> None:
            self.busy = False
            done()

        def refused(error: Exception) -> None:
            self.busy = False
            failed(error)

        self._tasks.start(lambda _: write(), finished, refused)

    def beside(self, write: Write, failed: Callable[[Exception], None]) -> None:
        """Write something that nobody waits for."""
        self._tasks.start(lambda _: write(), None, failed)

    def shut_down(self) -> None:
        """Let what is being written end."""
        self._tasks.shut_down()
