"""A command of the program as a process of its own: building a study takes torch."""

from __future__ import annotations

import json
import os
import signal

from PySide6.QtCore import QObject, QProcess, Signal

from sr_studio.app.command_child import CommandChild
from sr_studio.progress import Progress


class Child(CommandChild):
    """Runs ``sr-studio WORDS`` once.

    Signals:
        progressed: A :class:`Progress`, for commands that were asked for it.
        printed: A line of its standard output.
        ended: Its exit code, and the sentence of its error (empty if there was none).
    """

    progressed = Signal(object)
    printed = Signal(str)
    ended = Signal(int, str)

    def __init__(self, words: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rest = self._line = ""
        if os.name == "posix":
            # A program started in the background by a script ignores SIGINT, and so would this.
            self._process.setUnixProcessParameters(QProcess.UnixProcessFlag.ResetSignalHandlers)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)

    def start(self, *more: str) -> None:
        """Start it, with more words at the end."""
        self._launch([*self._words, *more])

    def failure(self) -> str:
        """Its error, which may have several lines; else the last thing it said."""
        said = list(self._said)
        begun = [n for n, line in enumerate(said) if line.startswith("error: ")]
        return "\n".join(said[begun[-1] :] if begun else said[-1:]).removeprefix("error: ")

    def _ask_to_end(self) -> None:
        """As Ctrl+C does, so that nothing half-made is left."""
        if os.name == "posix":
            os.kill(self._process.processId(), signal.SIGINT)
        else:
            super()._ask_to_end()

    def _read(self) -> None:
        text = self._line + self._all_of(QProcess.ProcessChannel.StandardOutput)
        *lines, self._line = text.split("\n")
        for line in lines:
            self.printed.emit(line)

    def _hear(self) -> None:
        text = self._rest + self._all_of(QProcess.ProcessChannel.StandardError)
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
        self.ended.emit(code, self.failure() if code else "")

    def _not_started(self, why: str) -> None:
        self.ended.emit(-1, self.tr("The program could not start itself a second time."))
