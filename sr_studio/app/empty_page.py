"""What a page is before there is anything on it: a drop area, two sentences, ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.icons import pixmap

_ICON_SIDE = 48
_EDGE = 32


@dataclass(frozen=True)
class Offer:
    """One button: what :attr:`EmptyPage.wanted` says, its text, its tooltip."""

    id: str
    text: str
    help: str = ""
    primary: bool = False


def tour_button(context: Context, parent: QWidget) -> QPushButton:
    """What offers the tour where a person meets a page for the first time."""
    action = context.actions["app.tour"]
    button = QPushButton(QCoreApplication.translate("EmptyPage", "Two-minute tour"), parent)
    button.setProperty("flat", True)
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    return button


class EmptyPage(QWidget):
    """Icon, title, one sentence more and a row of buttons, in a frame that says: here.

    Args:
        icon: Name of an icon.
        title: What to do, a short sentence.
        more: What happens then.
        offers: The buttons from left to right.

    Attributes:
        column: Everything from top to bottom; a page may add to its end.

    Signals:
        wanted: The id of the offer whose button was pressed.
    """

    wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        icon: str,
        title: str,
        more: str,
        offers: Sequence[Offer] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._icon_name = icon
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column = vbox(on=self, edges=(_EDGE, _EDGE, _EDGE, _EDGE), spacing=8)
        self.column.addStretch(2)
        self.column.addWidget(self._icon)
        self.column.addSpacing(8)
        for text, role in ((title, "title"), (more, "dim")):
            label = QLabel(text, self)
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.column.addSpacing(12)
        row = hbox(None, spacing=8)
        for offer in offers:
            button = QPushButton(offer.text, self)
            button.setToolTip(offer.help)
            button.setProperty("primary", offer.primary)
            button.clicked.connect(lambda _=False, name=offer.id: self.wanted.emit(name))
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(tour_button(context, self), 0, Qt.AlignmentFlag.AlignCenter)
        self.column.addStretch(2)
        self.theme_changed()

    def theme_changed(self) -> None:
        """Draw the icon in the colours of the theme."""
        colour, ratio = self._context.colour("text_dim"), self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._icon_name, colour, _ICON_SIDE, ratio))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A quiet frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._context.colour("border_strong"), 1.5)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)
