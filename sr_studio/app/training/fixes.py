"""Buttons for the changes that would make a run possible, one a setting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget


class Fixes(QWidget):
    """As many buttons as there are changes; nothing is seen where there are none.

    Signals:
        chosen: A setting, ``key=value``.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self._offered: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def offer(self, settings: Sequence[str]) -> None:
        """Show these changes instead of the former ones."""
        if list(settings) == self._offered:
            return
        self._offered = list(settings)
        for button in self.buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for setting in settings:
            key, _, value = setting.partition("=")
            text = self.tr("Set %1 to %2").replace("%1", key).replace("%2", value)
            button = QPushButton(text, self)
            button.clicked.connect(partial(self.chosen.emit, setting))
            self._column.addWidget(button)
            self.buttons.append(button)
        self.setVisible(bool(settings))
