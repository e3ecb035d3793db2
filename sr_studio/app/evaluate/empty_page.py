"""What the page is before anything is measured: a drop area and two sentences."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sr_studio.app.context import Context
from sr_studio.app.icons import pixmap


class EmptyPage(QWidget):
    """Shown before anything is measured.

    Signals:
        add_wanted: A folder is to be chosen.
        open_wanted: A saved evaluation is to be chosen.
    """

    add_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon = QLabel(self)
        title = QLabel(self.tr("Drop a folder of HR pictures here."), self)
        title.setProperty("role", "title")
        more = QLabel(
            self.tr("Methods make LR pictures large again; their SR is held against the HR."), self
        )
        more.setProperty("role", "dim")
        add = QPushButton(self.tr("Add a folder…"), self)
        add.clicked.connect(self.add_wanted)
        opened = QPushButton(self.tr("Open a saved evaluation…"), self)
        opened.clicked.connect(self.open_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (add, opened):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for widget in (self._icon, title, more):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.setAlignment(buttons, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.theme_changed()

    def theme_changed(self) -> None:
        """Draw the icon in the colours of the theme."""
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("drop", self._context.colour("text_dim"), 48, ratio))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A quiet frame that says: here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._context.colour("border_strong"), 1.5)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)
