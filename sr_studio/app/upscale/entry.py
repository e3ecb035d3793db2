"""One picture of the queue and what has been made of it, as plain data."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sr_studio import paths
from sr_studio.app.upscale.pace import Timing
from sr_studio.errors import on_one_line
from sr_studio.upscaling.queue_items import file_stamp

if TYPE_CHECKING:
    import numpy as np
    from PySide6.QtGui import QImage

    from sr_studio.engine.pixels import PixelFile
    from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest


class EntryState(StrEnum):
    """Where a row stands."""

    READING = "reading"
    READY = "ready"
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"

    @property
    def under_way(self) -> bool:
        """Whether the engine has it, or will get it."""
        return self in (EntryState.WAITING, EntryState.WORKING)

    @property
    def startable(self) -> bool:
        """Whether the Upscale button takes it along."""
        return self in (
            EntryState.READING,
            EntryState.READY,
            EntryState.CANCELLED,
            EntryState.SKIPPED,
        )


@dataclass(eq=False)
class Result:
    """One SR picture that was made.

    Attributes:
        report: What was done.
        request: How, for file names.
        file: Where the engine wrote it: its last place, or the private folder until it is saved.
        pixels: The same for the viewer, as long as it is kept.
        saved: The file the person has, if any.
        copy_stamp: Of that file, where it was saved as a copy of ``file`` that holds all of it.
        job: The engine's id of the job; its number in the queue where the engine has forgotten it.
        saving: Whether it is just being written for the person.
    """

    report: UpscaleReport
    request: UpscaleRequest
    file: Path | None
    pixels: PixelFile | None
    saved: Path | None
    job: str
    saving: bool = False
    copy_stamp: str = ""

    @classmethod
    def made(
        cls,
        report: UpscaleReport,
        request: UpscaleRequest,
        file: Path | None,
        pixels: PixelFile | None,
        job: str,
    ) -> Result:
        """One that was just made: it is saved where its file is not the program's own."""
        result = cls(report, request, file, pixels, None, job)
        result.saved = None if result.private else file
        return result

    @property
    def private(self) -> bool:
        """Whether the file is the program's own, and no loss where the person has another."""
        return self.file is not None and self.file.parent == paths.user_results_dir()

    @property
    def has_twin(self) -> bool:
        """Whether the file the person has is still the very one that is kept here."""
        saved, stamp = self.saved, self.copy_stamp
        return saved is not None and bool(stamp) and stamp == file_stamp(saved)


@dataclass(eq=False)
class Entry:
    """One row of the queue.

    Attributes:
        name: What the row says: the file's name, or "pasted picture".
        path: The file, None for a pasted picture.
        root: The folder that was opened and in or below which it lies.
        pixels: The pasted picture itself, H×W×C, 8 bit, until the program is closed.
        kept: The file a pasted picture is kept in.
        size: Width and height of the LR picture, once it is known.
        small: Its thumbnail.
        state: Where it stands.
        item: Its number in the persistent queue, once it was started.
        more: Numbers of what is to be made of it after that, by other methods.
        job: The engine's id of the running job.
        request: How it is being made.
        target: The file that is to be.
        expected: Width and height the running job will give.
        timing: How the running job gets on.
        wants_pixels: Whether its result is wanted at once for the viewer.
        error: Why it failed, or need not be made; a sentence.
        details: For "copy details".
        results: Everything made of it so far, oldest first.
    """

    name: str
    path: Path | None = None
    pixels: np.ndarray | None = None
    kept: Path | None = None
    size: tuple[int, int] | None = None
    small: QImage | None = None
    state: EntryState = EntryState.READING
    item: int | None = None
    more: list[int] = field(default_factory=list)
    job: str = ""
    request: UpscaleRequest | None = None
    target: Path | None = None
    expected: tuple[int, int] | None = None
    timing: Timing = field(default_factory=Timing)
    wants_pixels: bool = False
    error: str = ""
    details: str = ""
    results: list[Result] = field(default_factory=list)
    root: Path | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def turn_to(self, item: int) -> None:
        """What is being made is another one of what it waits for: the order changed."""
        if item != self.item and self.item is not None:
            self.more[self.more.index(item)] = self.item
            self.item = item

    @property
    def reason(self) -> str:
        """The error without its own file in front, as where the file is shown anyway."""
        return self.error.removeprefix(f"{on_one_line(str(self.path or self.name))}: ")

    @property
    def unreadable(self) -> bool:
        """Whether its file was looked at in vain."""
        return self.state is EntryState.FAILED and self.size is None

    @property
    def stem(self) -> str:
        """The name for templates."""
        return self.path.stem if self.path is not None else self.name

    @property
    def folder(self) -> str:
        """The name of the folder it lies in, for templates."""
        return "" if self.path is None else self.path.absolute().parent.name

    @property
    def file(self) -> Path | None:
        """The file of the LR picture: the person's, or the one a pasted picture is kept in."""
        return self.path or self.kept

    @property
    def unsaved(self) -> list[Result]:
        """What was made of it and the person has no file of yet."""
        return [result for result in self.results if result.saved is None]

    @property
    def newest(self) -> Result | None:
        """The result made last."""
        return self.results[-1] if self.results else None
