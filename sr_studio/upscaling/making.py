"""From a file to a result: whole, by strips or frame by frame, as its size and kind ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sr_studio.imaging.animation import frames_in
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT, check_size, read_picture, read_size
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.upscaling.animating import animate
from sr_studio.upscaling.damage_note import damage_notes
from sr_studio.upscaling.output import (
    WriteOptions,
    can_animate,
    check_output,
    check_result_size,
    still_note,
)
from sr_studio.upscaling.parts import OnPart
from sr_studio.upscaling.record import Record
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest, target_size
from sr_studio.upscaling.streaming import can_stream, is_large, scale_on_the_way, stream
from sr_studio.upscaling.to_file import ToFile
from sr_studio.upscaling.upscaler import Upscaler


@dataclass(frozen=True)
class Made:
    """A result.

    Attributes:
        picture: What is to be written; None where it is already.
        report: How it was made.
        lost: What the format could not hold, where it was written.
    """

    picture: Picture | None
    report: UpscaleReport
    lost: tuple[str, ...] = ()


def make(
    upscaler: Upscaler,
    source: Path,
    output: Path,
    request: UpscaleRequest,
    options: WriteOptions,
    record: Record | None = None,
    *,
    read: Callable[[Path], Picture] | None = None,
    on_strip: Callable[[Picture], None] = lambda strip: None,
    on_part: OnPart | None = None,
    before_writing: Callable[[], None] = lambda: None,
    progress: ProgressCallback = lambda progress: None,
    cancel: CancelToken | None = None,
) -> Made:
    """Enlarge a picture file.

    Args:
        upscaler: What does the work.
        source: The picture.
        output: The file that will be made. It is, where it cannot be held in memory; otherwise the
            caller writes it (:func:`.output.write_result`), while the next one is made.
        request: What is wished.
        options: How it is written.
        record: How it was made, for its XMP.
        read: Another way to read a picture, for one that remembers.
        on_strip: Told the strips of a result that is made by strips; see :func:`.streaming.stream`.
        on_part: Told the tiles of a result that is made whole; see ``Upscaler.upscale``.
        before_writing: Called before a file is written here.
        progress: Told how far it is.
        cancel: Stops the work.

    Raises:
        Cancelled: It was stopped; nothing was written.
        StudioError: It cannot be done; what was there before still is.
    """
    width, height = read_size(source)
    limit = options.pixel_limit or DEFAULT_PIXEL_LIMIT
    check_size(source, (width, height), limit)  # what only claims its size needs no room
    frames = frames_in(source)
    animated = frames > 1 and can_animate(output)
    check_output(output, source, animated=animated)
    request = request.for_picture(width, height)
    scale = request.scale or upscaler.prepare(request)
    check_result_size(output, target_size(width, height, scale), animated=animated)
    largest = max(scale, scale_on_the_way(upscaler, request, scale))
    by_strips = is_large(width, height, largest) and can_stream(output)
    # A network that looks at the whole picture would see other ones in its strips.
    if animated or (by_strips and upscaler.works_by_parts(request)):
        before_writing()  # two encoders at once would take each other's memory and time
        work = ToFile(
            upscaler, source, output, request, options, record, progress, cancel, on_strip
        )
        done = animate(work) if animated else stream(work)
        notes = [*done.report.notes, *damage_notes(source, None, request.method, scale)]
        return Made(None, replace(done.report, notes=tuple(notes)), tuple(done.lost))
    picture = read_picture(source, pixel_limit=limit) if read is None else read(source)
    result = upscaler.upscale(picture, request, progress=progress, cancel=cancel, on_part=on_part)
    notes = [*picture.notes, *result.report.notes]
    notes += damage_notes(source, picture, request.method, scale)
    if frames > 1:
        notes = [still_note(output, frames), *(note for note in notes if "frames" not in note)]
    return Made(result.picture, replace(result.report, notes=tuple(notes)))
