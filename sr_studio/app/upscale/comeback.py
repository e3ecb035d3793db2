"""Brings the Upscale page back as it was left, and writes down how it stands meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.upscale.queue_view import QueueView
from sr_studio.app.upscale.session import Session, SessionFile
from sr_studio.app.upscale.stage import Stage
from sr_studio.app.upscale.worklist import Worklist
from sr_studio.app.viewer.pane import Mode
from sr_studio.errors import StudioError

_DELAY_MS = 1000


class Comeback(QObject):
    """Rows, results and where one looked, from one start of the program to the next."""

    def __init__(
        self,
        context: Context,
        worklist: Worklist,
        queue: QueueView,
        stage: Stage,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._worklist, self._queue, self._stage = context, worklist, queue, stage
        self._file = SessionFile()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_DELAY_MS)
        self._later.timeout.connect(self.write)

    @property
    def sure(self) -> bool:
        """Whether this window's list comes back; that of a second one does not."""
        return self._file.mine

    def bring_back(self) -> None:
        """Fill the page with what was there at the last start."""
        if not self.sure:
            return
        known = self._file.load()
        entries = self._worklist.bring_back(known.entries)
        if not entries:
            return
        self._stage.spots = known.spots
        if known.mode in list(Mode):
            self._stage.viewer.set_mode(Mode(known.mode))
        current = next((entry for entry in entries if entry.id == known.current), entries[0])
        self._queue.make_current(current)

    def write_soon(self) -> None:
        """Something is different; it is written within a second."""
        if not self._later.isActive():
            self._later.start()

    def write(self) -> None:
        """Write how the page stands."""
        current = self._queue.current()
        session = Session(
            list(self._worklist.entries),
            "" if current is None else current.id,
            str(self._stage.viewer.mode),
            dict(self._stage.where()),
        )
        try:
            self._file.save(session)
        except StudioError as error:
            self._context.say(said(str(error)))

    def shut_down(self) -> None:
        """Write for the last time; a list that does not come back leaves no files behind."""
        self._later.stop()
        self.write()
        if not self.sure:
            self._worklist.discard()
        self._file.close()
