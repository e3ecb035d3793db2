"""A command of the program as a child process: it can be asked to end and does not outlive us."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer

#: A child that was asked to end tidies up first; one that does not is ended.
_PATIENCE_MS = 5000
_LINES_KEPT = 200
#: Qt writes a process's words as UTF-8, and names of files may be any bytes: they go as JSON.
_COMMAND = "import json, sys; from sr_studio.cli import main; main(json.loads(sys.argv[1]))"


class CommandChild(QObject):
    """One process at a time.

    Whoever derives from it connects what it wants of ``_process``, gives the signals, and says in
    ``_not_started`` what it means that there is no process.

    Attributes:
        cancelled: Somebody asked it to end.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cancelled = False
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.errorOccurred.connect(self._erred)
        # Of one process: one that is started afterwards has its own time.
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._process.kill)
        self._process.finished.connect(self._patience.stop)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def cancel(self) -> None:
        """Ask it to end."""
        self.cancelled = True
        if self.running:
            self._ask_to_end()
            self._patience.start()

    def shut_down(self) -> None:
        """End it and wait until it is gone; nothing is told before another is started."""
        self.cancelled = True
        self.blockSignals(True)
        if self.running:
            self._ask_to_end()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

    def failure(self) -> str:
        """Its error in one sentence; empty if it did not say one."""
        errors = [line for line in self._said if line.casefold().startswith("error: ")]
        return errors[-1].partition(": ")[2] if errors else ""

    def why(self, without_a_word: str) -> str:
        """Its error in one sentence, else the last thing it said, else these words."""
        return self.failure() or (self._said[-1] if self._said else without_a_word)

    def said(self) -> str:
        """What it said besides, the last lines."""
        return "\n".join(self._said)

    def _ask_to_end(self) -> None:
        """Tell a process that runs to tidy up and end."""
        self._process.terminate()

    def _erred(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._not_started(self._process.errorString())

    def _not_started(self, why: str) -> None:
        """The process could not be started."""
        raise NotImplementedError

    def _all_of(self, channel: QProcess.ProcessChannel) -> str:
        """What is there to be read of standard output or error, as text."""
        self._process.setReadChannel(channel)
        return bytes(self._process.readAll().data()).decode("utf-8", "replace")

    def _launch(self, words: Sequence[str]) -> None:
        """Start ``sr-studio`` with these words."""
        self.blockSignals(False)
        self.cancelled = False
        self._said.clear()
        self._process.start(sys.executable, ["-c", _COMMAND, json.dumps(list(words))])
