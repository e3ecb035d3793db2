"""What lies over the page while files hang over the window: here one may drop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sr_studio.app.context import Context

_EDGE = 8


class DropFrame(QWidget):
    """A frame in the accent colour and one line of text; the pointer goes through it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self, widget: QWidget) -> None:
        """Lie over a widget of the same window."""
        corner = widget.mapTo(self.window(), widget.rect().topLeft())
        self.setGeometry(corner.x(), corner.y(), widget.width(), widget.height())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The frame, the tint and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, tint = self._context.colour("accent"), self._context.colour("accent_soft")
        tint.setAlpha(200)
        frame = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        painter.setPen(QPen(accent, 3))
        painter.setBrush(tint)
        painter.drawRoundedRect(frame, 8, 8)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._context.colour("text"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.tr("Drop to open"))
