"""Walks through a page: everything but one part is dimmed, and a card says what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.tour.steps import Step

_CARD_WIDTH, _GAP = 380, 12
_DIM = QColor(0, 0, 0, 120)
#: Between a part and the frame around it.
_AIR = QMargins(4, 4, 4, 4)


def part_of(page: QWidget, part: str) -> QWidget:
    """The widget a step means (AttributeError or KeyError where the page has no such part)."""
    found: Any = page
    for name in part.split(".") if part else ():
        found = found[name] if isinstance(found, dict) else getattr(found, name)
    assert isinstance(found, QWidget)
    return found


class Tour(QWidget):
    """Lies over the window until the last step or Skip; Escape skips, arrows go on and back."""

    def __init__(
        self, context: Context, page: QWidget, steps: Sequence[Step], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._context, self._page, self.steps = context, page, tuple(steps)
        self.at = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.card = QFrame(self)
        self.card.setObjectName("TourCard")
        self.card.setFixedWidth(_CARD_WIDTH)
        self._title = QLabel(self.card)
        self._title.setProperty("role", "heading")
        self._text = QLabel(self.card)
        self._count = QLabel(self.card)
        self._count.setProperty("role", "small")
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self._skip = QPushButton(self.tr("Skip"), self.card)
        self._back = QPushButton(self.tr("Back"), self.card)
        self._next = QPushButton(self.card)
        self._next.setProperty("primary", True)
        self._skip.clicked.connect(self.close)
        self._back.clicked.connect(lambda: self.show_step(self.at - 1))
        self._next.clicked.connect(lambda: self.show_step(self.at + 1))
        row = hbox(self._count, None, spacing=8)
        for button in (self._skip, self._back, self._next):
            row.addWidget(button)
        vbox(self._title, self._text, row, on=self.card, edges=(20, 16, 20, 16), spacing=12)
        parent.installEventFilter(self)
        page.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.show_step(0)  # only what is shown has the type of the theme, which says how high it is
        self._next.setFocus()

    def show_step(self, at: int) -> None:
        """Show one step; past the last the tour is over."""
        if at >= len(self.steps):
            self.close()
            return
        self.at = max(0, at)
        step, last = self.steps[self.at], self.at == len(self.steps) - 1
        translate = QCoreApplication.translate
        title, text = translate("Tour", step.title), translate("Tour", step.text)
        self._title.setText(title)
        self._text.setText(text)
        # A screen reader says the card when the focus comes to its button.
        self._next.setAccessibleDescription(f"{title}. {text}")
        count = self.tr("%1 of %2").replace("%1", str(self.at + 1))
        self._count.setText(count.replace("%2", str(len(self.steps))))
        self._next.setText(self.tr("Done") if last else self.tr("Next"))
        self._back.setEnabled(self.at > 0)
        self._skip.setVisible(not last)
        self._bring_into_sight()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """As large as what it lies over; over when another page is turned to."""
        if watched is self._page:
            if event.type() == QEvent.Type.Hide:
                self.close()
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Escape skips; the arrows go on and back."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.show_step(self.at + (1 if event.key() == Qt.Key.Key_Right else -1))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Dim everything but the part that is meant, and frame it."""
        painter = QPainter(self)
        # The frame lies around the part, not on it.
        lit = self._lit().marginsAdded(_AIR).intersected(self.rect())
        painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(lit)))
        painter.fillRect(self.rect(), _DIM)
        painter.setClipping(False)
        painter.setPen(QPen(self._context.colour("focus"), 2))
        painter.drawRect(lit.adjusted(1, 1, -2, -2))

    def _lit(self) -> QRect:
        """Where the part is seen that is meant; the whole page where it is not to be seen now."""
        part = part_of(self._page, self.steps[self.at].part)
        seen = part.visibleRegion().boundingRect()
        if seen.isEmpty():
            part, seen = self._page, self._page.rect()
        return seen.translated(part.mapTo(self._over, QPoint(0, 0))).intersected(self.rect())

    def _bring_into_sight(self) -> None:
        """Scroll to the part that is meant, where it lies in something that scrolls."""
        part = part_of(self._page, self.steps[self.at].part)
        above = part.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(part, 0, 0)

    def _place(self) -> None:
        """Put the card beside the part, where there is room; in the middle of a large one."""
        # adjustSize() takes the height that the text would need on a card as wide as it liked.
        column = self.card.layout()
        assert column is not None
        column.invalidate()
        self.card.resize(_CARD_WIDTH, column.totalHeightForWidth(_CARD_WIDTH))
        column.activate()
        lit, size, room = self._lit(), self.card.size(), self.rect().adjusted(8, 8, -8, -8)
        left = lit.left() - size.width() - _GAP
        if left < room.left():
            left = lit.right() + _GAP
        if left + size.width() > room.right():
            left = lit.center().x() - size.width() // 2
        top = lit.center().y() - size.height() // 2
        self.card.move(
            max(room.left(), min(left, room.right() - size.width())),
            max(room.top(), min(top, room.bottom() - size.height())),
        )
        self.update()
