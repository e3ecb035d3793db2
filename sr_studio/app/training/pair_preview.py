"""A look at training pairs before a run: HR beside what the network will be given."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from sr_studio.app.command_child import CommandChild


class PairsChild(CommandChild):
    """Runs ``sr-studio train … --preview-data`` once.

    Signals:
        ended: Why there is no sheet, a sentence; empty where there is one.
    """

    ended = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process.finished.connect(self._finished)

    def start(self, words: Sequence[str], folder: Path) -> None:
        """Write the sheet of what would be typed after ``sr-studio train`` to a folder."""
        self._launch(["train", *words, "--preview-data", str(folder)])

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._said.extend(self._all_of(QProcess.ProcessChannel.StandardError).strip().splitlines())
        failed = code != 0 or status is QProcess.ExitStatus.CrashExit
        self.ended.emit(self.why(self.tr("The program ended without a word.")) if failed else "")

    def _not_started(self, why: str) -> None:
        self.ended.emit(why)


class PairPreview(QDialog):
    """Makes a sheet of training pairs and shows it.

    Args:
        words: What would be typed after ``sr-studio train``.
        parent: The window.
    """

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Training pairs"))
        self.resize(960, 640)
        self._folder = tempfile.TemporaryDirectory(prefix="sr-studio-pairs-")
        self.sheet = QLabel(self.tr("Making pairs of HR and LR …"), self)
        self.sheet.setAccessibleName(self.tr("Training pairs"))
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheet.setWordWrap(True)
        area = QScrollArea(self)
        area.setWidget(self.sheet)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self._child = PairsChild(self)
        self._child.ended.connect(self._made)
        self._child.start(words, Path(self._folder.name))

    def done(self, result: int) -> None:
        """End the process, if it still runs, and forget the sheet."""
        self._child.shut_down()
        self._folder.cleanup()
        super().done(result)

    def _made(self, why_not: str) -> None:
        if why_not:
            self.sheet.setText(why_not)
        else:
            self.sheet.setPixmap(QPixmap(str(Path(self._folder.name) / "pairs.png")))
