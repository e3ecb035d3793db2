"""Asks why: for what is written into a study for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


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
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(words)
        column.addWidget(self.reason)
        column.addLayout(row)

    def _agreed(self) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self._take(reason)
