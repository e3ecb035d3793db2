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

    def start(self, words: Sequence[str], seconds: float) -> None:
        """Try what would be typed after ``sr-studio train``."""
        self._launch(["train", *words, "--trial", f"{seconds:g}"])

    def _ended(self) -> None:
        for line in self._all_of(QProcess.ProcessChannel.StandardOutput).splitlines():
            event = json.loads(line)
            if event.pop("event") == "cost":
                self.measured.emit(Cost(**event))
                return
        said = self._all_of(QProcess.ProcessChannel.StandardError)
        self._said.extend(said.strip().splitlines())
        self.failed.emit(self.why(self.tr("The program ended without a word.")))

    def _not_started(self, why: str) -> None:
        self.failed.emit(why)
