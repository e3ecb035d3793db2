"""A page of the rater's window: grey like the stage, one column in the middle, buttons below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.studies.definition.texts import flowing

COLUMN_WIDTH = 640
STEP = 4
#: Letters that fit on a page without scrolling, and the height of a text that does not.
_SHORT, _READER_HEIGHT = 800, 360


class RaterPage(QWidget):
    """Title, body, buttons. Enter presses the main button."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("RaterPage")
        self._column = QWidget(self)
        self._column.setMaximumWidth(COLUMN_WIDTH)
        self.body = QVBoxLayout()
        self.body.setSpacing(4 * STEP)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(3 * STEP)
        self._buttons.addStretch(1)
        self.main_button: QPushButton | None = None
        head = QLabel(title, self)
        head.setObjectName("RaterTitle")
        head.setWordWrap(True)
        self.setAccessibleName(title)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6 * STEP)
        column.addWidget(head)
        column.addLayout(self.body)
        column.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(8 * STEP, 8 * STEP, 8 * STEP, 8 * STEP)
        row.addStretch(1)
        inner = QVBoxLayout()
        inner.addStretch(1)
        inner.addWidget(self._column)
        inner.addStretch(1)
        row.addLayout(inner, 100)
        row.addStretch(1)

    def add_text(self, text: str, *, small: bool = False) -> QLabel:
        """A paragraph."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setObjectName("RaterSmall" if small else "RaterText")
        self.body.addWidget(label)
        return label

    def add_reading(self, text: str) -> None:
        """A text from a file: its lines are joined again, and it scrolls where it is long."""
        words = flowing(text)
        if len(words) <= _SHORT:
            self.add_text(words)
            return
        reader = QPlainTextEdit(words, self)
        reader.setObjectName("RaterReader")
        reader.setReadOnly(True)
        reader.setTabChangesFocus(True)
        reader.setMinimumHeight(_READER_HEIGHT)
        reader.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(reader, 1)

    def add_button(
        self, text: str, pressed: Callable[[], object], *, main: bool = False
    ) -> QPushButton:
        """A button at the foot; the main one is the one Enter presses."""
        button = QPushButton(text, self)
        button.setProperty("main", main)
        button.clicked.connect(lambda _=False: pressed())
        button.setAutoDefault(False)
        self._buttons.addWidget(button)
        if main:
            self.main_button = button
        return button

    def entered(self) -> None:
        """The page is shown now: put the focus where the hand expects it."""
        if self.main_button is not None:
            self.main_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter goes on; a key held down does not run through several pages."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and self.main_button is not None:
                self.main_button.click()
            event.accept()
            return
        super().keyPressEvent(event)
