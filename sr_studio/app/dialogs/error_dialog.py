"""The one error dialog: what happened, what was kept, what to do, copy details."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import vbox
from sr_studio.app.trouble import Trouble


class ErrorDialog(QDialog):
    """Shows one :class:`Trouble`; opened with ``open()``, so that nothing else stops."""

    def __init__(self, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("SR Studio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.trouble = trouble
        column = vbox(self._sentences(), on=self, edges=(20, 20, 20, 16), spacing=16)
        self._details = QPlainTextEdit(trouble.details, self)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setMinimumHeight(160)
        self._details.hide()
        column.addWidget(self._details)
        column.addLayout(self._buttons())

    def text(self) -> str:
        """All of it as text, as Copy details puts it on the clipboard."""
        parts = (self.trouble.what, self.trouble.kept, self.trouble.remedy, self.trouble.details)
        return "\n".join(part for part in parts if part)

    def _sentences(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows = (
            (self.tr("What happened"), self.trouble.what),
            (self.tr("What was kept"), self.trouble.kept),
            (self.tr("What to do"), self.trouble.remedy),
        )
        for row, (head, text) in enumerate((head, text) for head, text in rows if text):
            label = QLabel(head, self)
            label.setProperty("role", "dim")
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            body = QLabel(text, self)
            body.setWordWrap(True)
            body.setAlignment(Qt.AlignmentFlag.AlignTop)
            body.setTextFormat(Qt.TextFormat.PlainText)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            body.setMinimumWidth(340)
            grid.addWidget(body, row, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        show = QPushButton(self.tr("Show details"), self)
        show.setCheckable(True)
        show.toggled.connect(self._details.setVisible)
        copy = QPushButton(self.tr("Copy details"), self)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        for button in (show, copy):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        close.setFocus()
        return row
