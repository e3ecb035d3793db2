"""Runs ``sr-studio train … --trial`` as a child and tells what a run would cost."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal

from sr_studio.training.cost import Cost

TRIAL_SECONDS = 10.0


class TrialChild(QObject):
    """One trial at a time.

    Signals:
        measured: A :class:`Cost`.
        failed: Why there is none, a sentence.
    """

    measured = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def running(self) -> bool:
        """Whether a trial is under way."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, words: Sequence[str], seconds: float) -> None:
        """Try what would be typed after ``sr-studio train``."""
        command = ["-m", "sr_studio", "train", *words, "--trial", f"{seconds:g}"]
        self._process.start(sys.executable, command)

    def shut_down(self) -> None:
        """End the trial; nothing is told any more."""
        self._process.blockSignals(True)
        if self.running:
            self._process.kill()
            self._process.waitForFinished()
        self._process.blockSignals(False)

    def _ended(self) -> None:
        for line in bytes(self._process.readAllStandardOutput().data()).splitlines():
            event = json.loads(line)
            if event.pop("event") == "cost":
                self.measured.emit(Cost(**event))
                return
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        lines = said.strip().splitlines()
        errors = [line for line in lines if line.startswith("error: ")]
        told = (errors or lines or [self.tr("The program ended without a word.")])[-1]
        self.failed.emit(told.removeprefix("error: "))

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(self._process.errorString())
