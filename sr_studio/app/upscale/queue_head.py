"""The line above the queue: how far it is, how long it will take, and what concerns all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from sr_studio.app.context import Context

_BUTTONS = ("job.pause", "file.save_all", "job.remove_done")


class QueueHead(QFrame):
    """A sentence and the buttons for the whole queue."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("QueueHead")
        self.label = QLabel(self)
        self.label.setProperty("role", "dim")
        self.label.setAccessibleName(self.tr("Progress of the queue"))
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.setSpacing(4)
        row.addWidget(self.label, 1)
        for name in _BUTTONS:
            button = QToolButton(self)
            button.setDefaultAction(context.actions[name])
            button.setAccessibleName(context.actions[name].text())
            button.setIconSize(QSize(18, 18))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)

    def say(self, text: str) -> None:
        """Show how far the queue is."""
        self.label.setText(text)
