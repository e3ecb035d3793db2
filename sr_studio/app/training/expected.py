"""Runs that were asked for in this window and whose folders may say nothing yet."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sr_studio.app.training.launcher import Launch


class Expected:
    """What the page knows of runs besides what their folders tell.

    Attributes:
        waiting: Those of the queue, the next one first.
        launches: The trainers that were started here and were not gone at the last look.
    """

    def __init__(self) -> None:
        self.waiting: list[Path] = []
        self.launches: list[Launch] = []

    def state_of(self, run: Path) -> Literal["waiting", "preparing"] | None:
        """What a run does that has no status yet; None where nothing is known of it here."""
        if run in self.waiting:
            return "waiting"
        folders = (run, *run.parents)  # a sweep makes its runs below its own
        if any(one.run in folders and one.process.poll() is None for one in self.launches):
            return "preparing"
        return None
