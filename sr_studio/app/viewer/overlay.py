"""Small things that lie on the viewer, each in its corner, and let the pointer through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from sr_studio.app.boxes import vbox

_EDGE = 12
BACK = QColor(20, 20, 20, 205)


class Overlay(QFrame):
    """Keeps to one of the lower corners of the widget it lies on.

    Args:
        on: What it lies on.
        right: Whether in the right corner.
        through: Whether the pointer goes through it.
    """

    def __init__(self, on: QWidget, *, right: bool = False, through: bool = True) -> None:
        super().__init__(on)
        self._on = on
        self._right = right
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, through)
        self.hide()
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Take the size that is needed, and the corner."""
        below = self._on
        self.adjustSize()
        left = below.width() - self.width() - _EDGE if self._right else _EDGE
        self.move(max(0, left), max(0, below.height() - self.height() - _EDGE))
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A dark plate like those of the names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BACK)
        painter.drawRoundedRect(self.rect(), 4, 4)


class TextOverlay(Overlay):
    """Lines of plain text; a screen reader finds them under ``name``."""

    def __init__(self, on: QWidget, name: str) -> None:
        super().__init__(on)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setStyleSheet("color: rgb(245, 245, 245)")
        self.label.setAccessibleName(name)
        vbox(self.label, on=self, edges=(8, 6, 8, 6))

    def say(self, lines: list[str]) -> None:
        """Show these lines; none hides the plate."""
        self.label.setText("\n".join(lines))
        self.label.setAccessibleDescription(self.label.text())
        self.setVisible(bool(lines))
        if lines:
            self.settle()
