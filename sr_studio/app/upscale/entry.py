"""One picture of the queue and what has been made of it, as plain data."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PySide6.QtGui import QImage

    from sr_studio.engine.pixels import PixelFile
    from sr_studio.upscaling.request import UpscaleReport


class EntryState(StrEnum):
    """Where a row stands."""

    READING = "reading"
    READY = "ready"
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def under_way(self) -> bool:
        """Whether the engine has it, or will get it."""
        return self in (EntryState.WAITING, EntryState.WORKING)

    @property
    def startable(self) -> bool:
        """Whether the Upscale button takes it along."""
        return self in (EntryState.READY, EntryState.CANCELLED)


@dataclass(eq=False)
class Result:
    """One SR picture that was made.

    Attributes:
        report: What was done.
        method: The name of the method, for file names.
        file: Where the engine wrote it: its last place, or the private folder until it is saved.
        pixels: The same for the viewer, as long as it is kept.
        saved: The file the person has, if any.
        job: The engine's id of the job.
    """

    report: UpscaleReport
    method: str
    file: Path | None
    pixels: PixelFile | None
    saved: Path | None
    job: str


@dataclass(eq=False)
class Entry:
    """One row of the queue.

    Attributes:
        name: What the row says: the file's name, or "pasted picture".
        path: The file, None for a pasted picture.
        pixels: The pasted picture itself, H×W×C, 8 bit.
        size: Width and height of the LR picture, once it is known.
        small: Its thumbnail.
        state: Where it stands.
        expected: Width and height the running job will give.
        fraction: 0..1 of the running job.
        seconds_left: Of the running job, when it can be known.
        error: Why it failed, a sentence.
        details: For "copy details".
        results: Everything made of it so far, oldest first.
    """

    name: str
    path: Path | None = None
    pixels: np.ndarray | None = None
    size: tuple[int, int] | None = None
    small: QImage | None = None
    state: EntryState = EntryState.READING
    job: str = ""
    method: str = ""
    target: Path | None = None
    expected: tuple[int, int] | None = None
    fraction: float = 0.0
    seconds_left: float | None = None
    error: str = ""
    details: str = ""
    results: list[Result] = field(default_factory=list)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def stem(self) -> str:
        """The name for templates."""
        return self.path.stem if self.path is not None else self.name

    @property
    def newest(self) -> Result | None:
        """The result made last."""
        return self.results[-1] if self.results else None
