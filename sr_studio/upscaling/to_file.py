"""What it takes to make a picture file larger from file to file, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sr_studio.imaging.picture import Picture
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.record import Record
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler


@dataclass(frozen=True)
class ToFile:
    """A picture or animation that goes from file to file, by strips or by frames.

    Attributes:
        upscaler: What does the work.
        source: The picture.
        output: The file to make or replace.
        request: What is wished; a target is no longer in it.
        options: How it is written.
        record: How it was made, for its XMP.
        progress: Told how far it is, in LR pixels (of all frames).
        cancel: Stops the work, at the latest at the next tile.
        on_strip: Told each strip of the result, from the top, in the result's depth and colours; of
            an animation the first frame.
    """

    upscaler: Upscaler
    source: Path
    output: Path
    request: UpscaleRequest
    options: WriteOptions
    record: Record | None = None
    progress: ProgressCallback = lambda progress: None
    cancel: CancelToken | None = None
    on_strip: Callable[[Picture], None] = lambda strip: None


@dataclass(frozen=True)
class Streamed:
    """What was done, and what the format could not hold."""

    report: UpscaleReport
    lost: list[str]
