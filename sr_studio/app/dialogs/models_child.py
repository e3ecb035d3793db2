"""Runs ``sr-studio models find``, ``get`` or ``examples``, which go to the net, as a child."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal

from sr_studio.app.command_child import CommandChild


class ModelsChild(CommandChild):
    """One child process at a time.

    Signals:
        progressed: 0..1, or negative where the whole is not known.
        ended: Its answer (standard output) and its error, a sentence; empty where it succeeded or
            was cancelled.
    """

    progressed = Signal(float)
    ended = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process.readyReadStandardError.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    def start(self, words: Sequence[str]) -> None:
        """Start ``sr-studio models`` with these words."""
        self._launch(["models", *words])

    def _read(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                event = None
            if isinstance(event, dict) and event.get("event") == "progress":
                self.progressed.emit(event["fraction"] if event["total"] else -1.0)
            elif line:
                self._said.append(line)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        answer = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        if self.cancelled or code == 0:
            self.ended.emit("" if self.cancelled else answer, "")
            return
        last = list(self._said) or [self.tr("The program ended without a word.")]
        self.ended.emit(answer, self.failure() or last[-1])

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit("", self._process.errorString())
