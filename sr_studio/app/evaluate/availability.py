"""Finds out which metrics this computer can measure, by asking the command itself."""

from __future__ import annotations

import tempfile

from PySide6.QtCore import QObject, Signal

from sr_studio.app.error_words import said
from sr_studio.app.evaluate.child import EvaluateChild
from sr_studio.evaluation.results import Note

#: These need files that may not be here; the others can always be had.
ASKED_FOR = ("niqe", "lpips_alex", "lpips_vgg", "lpips_squeeze")


class Availability(QObject):
    """Measures no picture in a child process and keeps the reasons it gives.

    Signals:
        known: Metric → why it cannot be had, for those that cannot.
    """

    known = Signal(dict)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reasons: dict[str, str] = {}
        self._folder = tempfile.TemporaryDirectory(
            prefix="sr-studio-metrics-", ignore_cleanup_errors=True
        )
        self._child = EvaluateChild(self)
        self._child.noted.connect(self._noted)
        self._child.ended.connect(self._ended)

    def ask(self) -> None:
        """Start the child; ``known`` follows in some seconds."""
        metrics = ",".join(ASKED_FOR)
        words = ["--model", "nearest", "--data", self._folder.name, "--metrics", metrics]
        self._child.start(words)

    def shut_down(self) -> None:
        """End the child if it still works."""
        self._child.shut_down()
        self._folder.cleanup()

    def _noted(self, note: Note) -> None:
        if note.metric is not None:
            self._reasons[note.metric] = said(note.reason)

    def _ended(self) -> None:
        self._folder.cleanup()
        self.known.emit(self._reasons)
