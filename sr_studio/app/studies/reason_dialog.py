"""Asks why: for what is written into a study for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, vbox


class ReasonDialog(QDialog):
    """A sentence about what will happen, and a line for the reason; without one nothing happens."""

    def __init__(
        self, title: str, text: str, agree: str, take: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._take = take
        words = QLabel(text, self)
        words.setWordWrap(True)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Reason; it is kept with the study"))
        self.agree = QPushButton(agree, self)
        self.agree.setProperty("primary", True)
        self.agree.setEnabled(False)
        self.agree.setDefault(True)
        self.reason.textChanged.connect(lambda text: self.agree.setEnabled(bool(text.strip())))
        self.agree.clicked.connect(self._agreed)
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.clicked.connect(self.reject)
        row = hbox(None, cancel, self.agree)
        vbox(words, self.reason, row, on=self, edges=(20, 20, 20, 16), spacing=16)

    def _agreed(self) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self._take(reason)
