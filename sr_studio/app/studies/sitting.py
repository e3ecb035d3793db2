"""The rater's screen as a program of its own, which goes on when the main window is closed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sr_studio.errors import StudioError

_LOOK_MS = 300


class Sitting(QObject):
    """``sr-studio study rate`` for one study.

    Signals:
        ended: Its exit code, and the sentence of its error (empty if there was none).
    """

    ended = Signal(int, str)

    def __init__(self, study: Path, rater: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        words = ["study", "rate", str(study), *(["--rater", rater] if rater else [])]
        # Not a pipe: the rater's screen must not break when this window is gone.
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed below
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sr_studio", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                start_new_session=True,
            )
        except OSError as error:
            self._said.close()
            raise StudioError(
                f"the rater's screen could not be opened ({error.strerror or error})"
            ) from error
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def running(self) -> bool:
        """Whether somebody sits there."""
        return self._process.poll() is None

    def let_go(self) -> None:
        """Stop looking; the rater's screen stays open."""
        self._timer.stop()
        self._said.close()

    def _look(self) -> None:
        code = self._process.poll()
        if code is None:
            return
        self._said.seek(0)
        lines = self._said.read().strip().splitlines()
        self.let_go()
        begun = [number for number, line in enumerate(lines) if line.startswith("error: ")]
        error = "\n".join(lines[begun[-1] :]).removeprefix("error: ") if begun else ""
        if code and not error and lines:
            error = lines[-1]
        self.ended.emit(code, error)
