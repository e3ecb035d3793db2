"""The one error dialog: what happened, what was kept, what to do, copy details."""

from __future__ import annotations

import platform
import traceback
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.errors import StudioError


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong, in the words the dialog shows.

    Attributes:
        what: What happened, a whole sentence.
        kept: What was not lost, a whole sentence; may be empty.
        remedy: What to do now, a whole sentence; may be empty.
        details: For a report to the makers: the traceback, the engine's last words.
    """

    what: str
    kept: str = ""
    remedy: str = ""
    details: str = ""

    @classmethod
    def of(cls, error: Exception, *, kept: str = "") -> Trouble:
        """The trouble an exception stands for; one nobody foresaw brings its traceback."""
        if isinstance(error, StudioError):
            where = f"{error.where}: " if error.where else ""
            return cls(f"{where}{error.what}.", kept, error.remedy, _details(error, False))
        name = type(error).__name__
        return cls(f"Something unforeseen happened ({name}: {error}).", kept, "", _details(error))


def _details(error: Exception, with_trace: bool = True) -> str:
    from sr_studio import __version__

    lines = [f"SR Studio {__version__}, Python {platform.python_version()}, {platform.platform()}"]
    if with_trace or error.__cause__ is not None:
        lines.append("".join(traceback.format_exception(error)).rstrip())
    else:
        lines.append(str(error))
    return "\n".join(lines)


class ErrorDialog(QDialog):
    """Shows one :class:`Trouble`; opened with ``open()``, so that nothing else stops."""

    def __init__(self, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble = trouble
        self.setWindowTitle(self.tr("SR Studio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(self._sentences())
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
        return row
