"""A look at training pairs before a run: HR beside what the network will be given."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget


class PairPreview(QDialog):
    """Runs ``sr-studio train … --preview-data`` and shows the sheet it writes.

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
        self._process = QProcess(self)
        self._process.finished.connect(self._made)
        self._process.start(
            sys.executable,
            ["-m", "sr_studio", "train", *words, "--preview-data", self._folder.name],
        )

    def done(self, result: int) -> None:
        """End the process, if it still runs, and forget the sheet."""
        self._process.blockSignals(True)
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished()
        self._folder.cleanup()
        super().done(result)

    def _made(self) -> None:
        picture = QPixmap(str(Path(self._folder.name) / "pairs.png"))
        if not picture.isNull():
            self.sheet.setPixmap(picture)
            return
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        errors = [line for line in said.splitlines() if line.startswith("error: ")]
        self.sheet.setText(errors[-1].removeprefix("error: ") if errors else said.strip())
