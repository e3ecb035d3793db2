"""A command of the program as a process of its own: building a study takes torch."""

from __future__ import annotations

import json
import os
import signal
import sys

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from sr_studio.progress import Progress

_KILL_MS = 4000


class Child(QObject):
    """Runs ``sr-studio WORDS``; what it says on stderr is kept for the error dialog.

    Attributes:
        stopped: Somebody asked it to end.

    Signals:
        progressed: A :class:`Progress`, for commands that were asked for it.
        said: A line it printed.
        ended: Its exit code, and the sentence of its error (empty if there was none).
    """

    progressed = Signal(object)
    said = Signal(str)
    ended = Signal(int, str)

    def __init__(self, words: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said: list[str] = []
        self._rest = self._printed = ""
        self.stopped = False
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", "sr_studio", *words])
        if os.name == "posix":
            # A program started in the background by a script ignores SIGINT, and so would this.
            self._process.setUnixProcessParameters(QProcess.UnixProcessFlag.ResetSignalHandlers)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._broken)

    def start(self) -> None:
        """Start it."""
        self._process.start()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def stop(self) -> None:
        """Ask it to end as Ctrl+C does, and end it if it does not."""
        if self.running:
            self.stopped = True
            self._interrupt()
            QTimer.singleShot(_KILL_MS, self, self._kill)

    def shut_down(self) -> None:
        """End it now and wait."""
        self._process.finished.disconnect(self._finished)
        self._process.errorOccurred.disconnect(self._broken)
        if self.running:
            self._interrupt()
            if not self._process.waitForFinished(_KILL_MS):
                self._kill()
                self._process.waitForFinished(_KILL_MS)

    def details(self) -> str:
        """Its last words."""
        return "\n".join(self._said[-40:])

    def _interrupt(self) -> None:
        """As Ctrl+C does, so that nothing half-made is left."""
        if os.name == "posix":
            os.kill(self._process.processId(), signal.SIGINT)
        else:
            self._process.terminate()

    def _kill(self) -> None:
        if self.running:
            self._process.kill()

    def _read(self) -> None:
        text = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        *lines, self._printed = (self._printed + text).split("\n")
        for line in lines:
            self.said.emit(line)

    def _hear(self) -> None:
        text = self._rest + bytes(self._process.readAllStandardError().data()).decode(
            "utf-8", "replace"
        )
        *lines, self._rest = text.split("\n")
        for line in lines:
            if not self._is_progress(line) and line.strip():
                self._said.append(line.rstrip())

    def _is_progress(self, line: str) -> bool:
        if not line.startswith('{"progress"'):
            return False
        try:
            told = json.loads(line)["progress"]
            progress = Progress(told["done"], told["total"], None, told["seconds_left"])
        except (ValueError, KeyError):
            return False
        self.progressed.emit(progress)
        return True

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._hear()
        if self._rest.strip():
            self._said.append(self._rest.rstrip())
        if status == QProcess.ExitStatus.CrashExit:
            code = code or -1
        error = ""
        if code:
            begun = [n for n, line in enumerate(self._said) if line.startswith("error: ")]
            lines = self._said[begun[-1] :] if begun else self._said[-1:]
            error = "\n".join(lines).removeprefix("error: ")
        self.ended.emit(code, error)

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(-1, self.tr("The program could not start itself a second time."))
