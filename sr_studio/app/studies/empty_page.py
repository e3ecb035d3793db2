"""The Study page before there is a study: a drop area, a new study, a demonstration."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sr_studio.app.context import Context
from sr_studio.app.empty_page import tour_button
from sr_studio.app.icons import pixmap


class EmptyStudyPage(QWidget):
    """Two sentences and three ways to begin.

    Signals:
        wanted: ``open``, ``new`` or ``demo``.
    """

    wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("Ask people which picture looks better."), self)
        title.setProperty("role", "title")
        more = QLabel(
            self.tr(
                "Drop a study folder here, or make a study: blind, balanced, one rating a key."
            ),
            self,
        )
        more.setProperty("role", "dim")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.buttons: dict[str, QPushButton] = {}
        for name, text, tip in (
            ("new", self.tr("New study…"), self.tr("Choose references, systems and raters.")),
            ("open", self.tr("Open a study…"), self.tr("A folder with a study in it.")),
            (
                "demo",
                self.tr("Try it in five minutes"),
                self.tr("Makes a small study of the sample pictures, for you to rate."),
            ),
        ):
            button = QPushButton(text, self)
            button.setToolTip(tip)
            button.setProperty("primary", name == "new")
            button.clicked.connect(lambda _=False, name=name: self._want(name))
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(8)
        for label in (title, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(12)
        column.addLayout(row)
        column.addWidget(tour_button(context, self), 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        self.theme_changed()

    def ready(self) -> None:
        """The demonstration may be asked for, and again where it could not be made."""
        self.buttons["demo"].setEnabled(True)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Be ready."""
        self.ready()
        super().showEvent(event)

    def _want(self, name: str) -> None:
        # It is made in a moment, and a double click would make two of them, or one and an error.
        self.buttons["demo"].setEnabled(name != "demo")
        self.wanted.emit(name)

    def theme_changed(self) -> None:
        """Draw the icon in the colours of the theme."""
        colour, ratio = self._context.colour("text_dim"), self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("study", colour, 48, ratio))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A quiet frame that says: here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._context.colour("border_strong"), 1.5, Qt.PenStyle.DashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)


def spoken_language(context: Context) -> str:
    """The language of the window if raters can be spoken to in it, else English."""
    wish = context.settings.get("window.language")
    locale = QLocale.system() if wish == "system" else QLocale(wish)
    return "ko" if locale.language() == QLocale.Language.Korean else "en"
