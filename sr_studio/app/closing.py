"""Whether the window may close: losses are asked about, files under way are waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from sr_studio.app.dialogs.desk import DialogDesk
from sr_studio.app.pages import Page
from sr_studio.app.tasks import Tasks


class Closing(QObject):
    """Lets the window close, or sees to what has to happen first and closes it then.

    Args:
        window: The window; its parent.
        pages: Those that are open.
        desk: Asks.
        tasks: Whose files are waited for.
        say: Shows a passing sentence.
    """

    def __init__(
        self,
        window: QWidget,
        pages: Callable[[], Iterable[Page]],
        desk: DialogDesk,
        tasks: Tasks,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._pages, self._desk = window, pages, desk
        self._tasks, self._say = tasks, say
        self._agreed = self._waiting = False
        tasks.written.connect(self._written)

    def may_close(self) -> bool:
        """Whether nothing is left to ask or to wait for; who closes again waits no longer."""
        losses = [text for page in self._pages() if (text := page.unfinished())]
        if losses and not self._agreed:
            savers = [saver for page in self._pages() if (saver := page.saver_of_all())]
            self._desk.closing(losses, self._close_agreed, savers)
            return False
        if self._tasks.writing and not self._waiting:
            self._waiting = True
            self._say(
                self.tr(
                    "A file is being written; the window closes when it is there. "
                    "Close again to end without it."
                )
            )
            return False
        return True

    def at_once(self) -> None:
        """Close without asking or waiting."""
        self._agreed = self._waiting = True
        self._window.close()

    def _close_agreed(self) -> None:
        self._agreed = True
        self._window.close()

    def _written(self, whole: bool) -> None:
        if not self._waiting:
            return
        if whole and QApplication.activeModalWidget() is None:
            self._window.close()
        else:  # a failure has been told, and may be tried again; so may who answers a dialog
            self._agreed = self._waiting = False
