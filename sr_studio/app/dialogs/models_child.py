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

    def start(self, words: Sequence[str]) -> None:
        """Start ``sr-studio models`` with these words."""
        self._launch(["models", *words])

    def _read(self) -> None:
        for line in self._all_of(QProcess.ProcessChannel.StandardError).splitlines():
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
        answer = self._all_of(QProcess.ProcessChannel.StandardOutput)
        if self.cancelled or code == 0:
            self.ended.emit("" if self.cancelled else answer, "")
            return
        self.ended.emit(answer, self.why(self.tr("The program ended without a word.")))

    def _not_started(self, why: str) -> None:
        self.ended.emit("", why)
