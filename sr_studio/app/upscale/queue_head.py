"""The line above the queue: how far it is, how long it will take, and what concerns all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QWidget

from sr_studio.app.boxes import hbox
from sr_studio.app.context import Context
from sr_studio.app.durations import duration
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.spoken import SpokenQueue
from sr_studio.app.upscale.worklist import Worklist

_BUTTONS = ("job.pause", "file.save_all", "job.remove_done")


class QueueHead(QFrame):
    """A sentence and the buttons for the whole queue."""

    def __init__(self, context: Context, worklist: Worklist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("QueueHead")
        self._worklist = worklist
        self._spoken = SpokenQueue(worklist, self)
        self.label = QLabel(self)
        self.label.setProperty("role", "dim")
        self.label.setAccessibleName(self.tr("Progress of the queue"))
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = hbox((self.label, 1), on=self, edges=(12, 2, 8, 2), spacing=4)
        for name in _BUTTONS:
            button = QToolButton(self)
            button.setDefaultAction(context.actions[name])
            button.setAccessibleName(context.actions[name].text())
            button.setIconSize(QSize(18, 18))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)

    def tell(self) -> str:
        """Show how far the queue is; what is done, in words."""
        worklist = self._worklist
        count = worklist.count(EntryState.DONE), len(worklist.entries)
        done = self.tr("%1 of %2 done").replace("%1", str(count[0])).replace("%2", str(count[1]))
        done = done if count[1] else ""
        self.label.setText(self._said(done, worklist))
        self._spoken.tell()
        return done

    def _said(self, said: str, worklist: Worklist) -> str:
        """What is done, and what else there is to say of the queue as a whole."""
        busy = worklist.count(EntryState.WAITING, EntryState.WORKING)
        failed = worklist.count(EntryState.FAILED)
        if failed:
            said = f"{said} · " + self.tr("%n failed", "", failed)
        if busy and worklist.runner.paused:
            return f"{said} · " + self.tr("paused")
        left = worklist.seconds_left() if busy else None
        if left:
            spoken = duration(max(1.0, left))
            said = f"{said} · " + self.tr("%1 left").replace("%1", spoken)
        return said
