"""Runs ``sr-studio train … --trial`` as a child and tells what a run would cost."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal

from sr_studio.app.command_child import CommandChild
from sr_studio.training.cost import Cost

TRIAL_SECONDS = 10.0


class TrialChild(CommandChild):
    """One trial at a time.

    Signals:
        measured: A :class:`Cost`.
        failed: Why there is none, a sentence.
    """

    measured = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._not_started)

    def start(self, words: Sequence[str], seconds: float) -> None:
        """Try what would be typed after ``sr-studio train``."""
        self._launch(["train", *words, "--trial", f"{seconds:g}"])

    def _ended(self) -> None:
        for line in bytes(self._process.readAllStandardOutput().data()).splitlines():
            event = json.loads(line)
            if event.pop("event") == "cost":
                self.measured.emit(Cost(**event))
                return
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self._said.extend(text.strip().splitlines())
        last = list(self._said) or [self.tr("The program ended without a word.")]
        self.failed.emit(self.failure() or last[-1])

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(self._process.errorString())
