"""Runs ``sr-studio doctor --json`` as a child process: it imports what the window never does."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from sr_studio.app.command_child import CommandChild


class DoctorChild(CommandChild):
    """One look at a time.

    Signals:
        told: The findings, each as ``sr-studio doctor --json`` prints it.
        failed: Why there are none, a sentence, and what was said besides.
    """

    told = Signal(list)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process.finished.connect(self._finished)

    def start(self) -> None:
        """Look, unless a look is under way."""
        if not self.running:
            self._launch(["doctor", "--json"])

    def _finished(self) -> None:
        said = self._all_of(QProcess.ProcessChannel.StandardError)
        self._said.extend(said.splitlines())
        answer = self._all_of(QProcess.ProcessChannel.StandardOutput)
        try:
            findings: list[dict[str, Any]] = json.loads(answer)["findings"]
        except (ValueError, KeyError):
            self.failed.emit(self.failure() or self.tr("It ended without an answer."), said)
            return
        self.told.emit(findings)

    def _not_started(self, why: str) -> None:
        self.failed.emit(why, "")
