"""Runs ``sr-studio evaluate`` as a child process and tells what it says while it works."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from sr_studio.app.command_child import CommandChild
from sr_studio.evaluation.results import Note, Row
from sr_studio.metrics.metric import METRICS, TOLD_OF_METRICS, Metric, register_metric
from sr_studio.progress import Progress


class EvaluateChild(CommandChild):
    """One child process.

    Signals:
        progressed: A :class:`Progress` and what was measured last, in words.
        conventions_told: A dict: key → sentence, as in an ``EvaluationResult``.
        row_arrived: A :class:`Row`.
        noted: A :class:`Note`.
        ended: The exit code; negative where it was ended from outside.
    """

    progressed = Signal(object, str)
    conventions_told = Signal(object)
    row_arrived = Signal(object)
    noted = Signal(object)
    ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setReadChannel(QProcess.ProcessChannel.StandardError)
        self._process.readyReadStandardError.connect(self._read)
        self._process.finished.connect(self._finished)

    def start(self, words: Sequence[str]) -> None:
        """Start the command with these words."""
        self._launch(["evaluate", "--progress-json", *words])

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
        if kind == "metric":
            if event["key"] not in METRICS:  # of a plug-in, which the window does not import
                register_metric(Metric(**{part: event[part] for part in TOLD_OF_METRICS}))
            return
        if kind == "progress":
            progress = Progress(event["done"], event["total"], None, event["seconds_left"])
            self.progressed.emit(progress, event["what"])
        elif kind == "conventions":
            self.conventions_told.emit(event["sentences"])
        elif kind == "row":
            self.row_arrived.emit(_row(event))
        elif kind == "note":
            self.noted.emit(Note.read(event))
        elif text:
            self._said.append(text)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._take(bytes(self._process.readAll().data()))  # a last line without an end
        crashed = status is QProcess.ExitStatus.CrashExit
        self.ended.emit(-max(1, code) if crashed else code)

    def _not_started(self, why: str) -> None:
        self._said.append(f"error: {why}")
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
