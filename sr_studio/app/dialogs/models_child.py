"""Runs ``sr-studio models find``, ``get`` or ``examples``, which go to the net, as a child."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

#: A child that was asked to end tidies up first; one that does not is ended.
_PATIENCE_MS = 4000


class ModelsChild(QObject):
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
        self._cancelled = False
        self._said: deque[str] = deque(maxlen=50)
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.readyReadStandardError.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, words: Sequence[str]) -> None:
        """Start ``sr-studio models`` with these words."""
        self._cancelled = False
        self._said.clear()
        self._process.start(sys.executable, ["-m", "sr_studio", "models", *words])

    def cancel(self) -> None:
        """Ask it to end; ``ended`` follows without an error."""
        self._cancelled = True
        self._process.terminate()
        QTimer.singleShot(_PATIENCE_MS, self._process, self._process.kill)

    def shut_down(self) -> None:
        """End it and wait until it is gone; nothing is told any more."""
        self.blockSignals(True)
        if self.running:
            self._process.terminate()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

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
        if self._cancelled or code == 0:
            self.ended.emit("" if self._cancelled else answer, "")
            return
        errors = [line for line in self._said if line.startswith("error: ")]
        said = (errors or list(self._said) or [self.tr("The program ended without a word.")])[-1]
        self.ended.emit(answer, said.removeprefix("error: "))

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit("", self._process.errorString())
