"""An animation from file to file, frame by frame: nothing whole in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sr_studio.imaging.animation import read_animation
from sr_studio.imaging.animation_writer import animation_writer, frame_of
from sr_studio.imaging.formats import ANIMATED, FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT, read_picture
from sr_studio.imaging.writing import format_for, limits
from sr_studio.progress import CancelToken, Progress, ProgressCallback
from sr_studio.upscaling.output import WriteOptions, with_record
from sr_studio.upscaling.record import Record
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest, target_size
from sr_studio.upscaling.streaming import Streamed
from sr_studio.upscaling.upscaler import Upscaler


def can_animate(output: Path) -> bool:
    """Whether the format of a file holds animations."""
    return format_for(output, animated=True) in ANIMATED


def still_note(output: Path, frames: int) -> str:
    """What to say where only the first of several frames is made."""
    name = FORMATS[format_for(output)].name
    kinds = ", ".join(FORMATS[one].name for one in ANIMATED)
    return (
        f"{name} files are written without movement: of {frames} frames the first was taken. "
        f"{kinds} keep all of them."
    )


def animate(
    upscaler: Upscaler,
    source: Path,
    output: Path,
    request: UpscaleRequest,
    options: WriteOptions,
    record: Record | None = None,
    *,
    progress: ProgressCallback = lambda progress: None,
    cancel: CancelToken | None = None,
    on_strip: Callable[[Picture], None] = lambda strip: None,
) -> Streamed:
    """Enlarge every frame of an animated file into another file; timing and repetitions stay.

    Args:
        upscaler: What does the work.
        source: The animation.
        output: The file to make or replace; see :func:`can_animate`.
        request: What is wished; a target is no longer in it.
        options: How it is written.
        record: How it was made, for its XMP.
        progress: Told how far it is, in LR pixels of all frames.
        cancel: Stops the work, at the latest at the next tile.
        on_strip: Told the first frame of the result, for who wants to look at it.

    Raises:
        Cancelled: It was stopped; nothing was written.
        StudioError: It cannot be done; what was there before still is.
    """
    start = time.perf_counter()
    limit = options.pixel_limit or DEFAULT_PIXEL_LIMIT
    animation = read_animation(source, pixel_limit=limit)
    first = read_picture(source, pixel_limit=limit)
    size = target_size(first.width, first.height, upscaler.prepare(request))
    count = len(animation.timing.durations)
    format = format_for(output, animated=True)
    facts: UpscaleReport | None = None
    notes: list[str] = [f"All {count} frames were made larger."]
    lost: list[str] = []
    with animation_writer(output, size, animation.timing, options.quality) as writer:
        for number, pixels in enumerate(animation.frames()):
            result = upscaler.upscale(
                frame_of(pixels, first, keep_metadata=options.keep_metadata),
                request,
                progress=_of_all(progress, number, count),
                cancel=cancel,
            )
            frame = result.picture
            if facts is None:
                lost = limits(frame, format)
                frame = with_record(frame, format, record)
                facts = result.report
                on_strip(frame)
            notes += [note for note in result.report.notes if note not in notes]
            writer.write(frame)
    assert facts is not None
    seconds = time.perf_counter() - start
    return Streamed(replace(facts, seconds=seconds, notes=tuple(notes)), lost)


def _of_all(progress: ProgressCallback, number: int, count: int) -> ProgressCallback:
    """Progress of one frame as that of all."""

    def told(one: Progress) -> None:
        done, total = one.total * number + one.done, one.total * count
        left = None if not one.rate else (total - done) / one.rate
        progress(Progress(done, total, one.rate, left))

    return told
