"""Runs ``sr-studio evaluate`` as a child process and tells what it says while it works."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from sr_studio.evaluation.results import Note, Row
from sr_studio.metrics.metric import METRICS
from sr_studio.progress import Progress

#: A child that was asked to stop looks up between tiles; one that does not is ended.
_PATIENCE_MS = 5000
_LINES_KEPT = 200


class EvaluateChild(QObject):
    """One child process.

    Signals:
        progressed: A :class:`Progress` and what was measured last, in words.
        row_arrived: A :class:`Row`.
        noted: A :class:`Note`.
        ended: The exit code; negative where it was ended from outside.
    """

    progressed = Signal(object, str)
    row_arrived = Signal(object)
    noted = Signal(object)
    ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cancelled = False
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.setReadChannel(QProcess.ProcessChannel.StandardError)
        self._process.readyReadStandardError.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    def start(self, words: Sequence[str]) -> None:
        """Start the command with these words."""
        command = ["-m", "sr_studio", "evaluate", "--progress-json", *words]
        self._process.start(sys.executable, command)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def process_id(self) -> int:
        """The system's number of the process; 0 where there is none."""
        return self._process.processId()

    def cancel(self) -> None:
        """Ask it to stop; ``ended`` follows."""
        self.cancelled = True
        self._process.terminate()
        QTimer.singleShot(_PATIENCE_MS, self._process, self._process.kill)

    def shut_down(self) -> None:
        """End it and wait until it is gone; nothing is told any more."""
        self.cancelled = True
        self.blockSignals(True)
        if self.running:
            self._process.terminate()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

    def failure(self) -> str:
        """Its error in one sentence; empty if it did not say one."""
        errors = [line for line in self._said if line.casefold().startswith("error: ")]
        return errors[-1].partition(": ")[2] if errors else ""

    def said(self) -> str:
        """What it said besides rows and progress, the last lines."""
        return "\n".join(self._said)

    def _read(self) -> None:
        while self._process.canReadLine():
            self._take(bytes(self._process.readLine().data()))

    def _take(self, line: bytes) -> None:
        text = line.decode("utf-8", errors="replace").rstrip()
        try:
            event = json.loads(text)
        except ValueError:
            event = None
        kind = event.get("event") if isinstance(event, dict) else None
        if kind == "progress":
            progress = Progress(event["done"], event["total"], None, event["seconds_left"])
            self.progressed.emit(progress, event["what"])
        elif kind == "row":
            self.row_arrived.emit(_row(event))
        elif kind == "note":
            self.noted.emit(Note(**{part.name: event[part.name] for part in fields(Note)}))
        elif text:
            self._said.append(text)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._take(bytes(self._process.readAll().data()))  # a last line without an end
        crashed = status is QProcess.ExitStatus.CrashExit
        self.ended.emit(-max(1, code) if crashed else code)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._said.append(f"error: {self._process.errorString()}")
            self.ended.emit(-1)


def _row(event: dict[str, Any]) -> Row:
    values = {key: value for key, value in event.items() if key in METRICS}
    return Row(
        event["model"],
        event["dataset"],
        event["image"],
        values,
        event["megapixels"],
        event["pictures"],
    )
