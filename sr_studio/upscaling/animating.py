"""An animation from file to file, frame by frame: nothing whole in memory."""

from __future__ import annotations

import time
from dataclasses import replace

from sr_studio.imaging.animation import read_animation
from sr_studio.imaging.animation_writer import animation_writer, frame_of
from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT, read_picture
from sr_studio.imaging.writing import format_for, limits
from sr_studio.progress import Progress, ProgressCallback
from sr_studio.sentences import Sentence
from sr_studio.upscaling.output import with_record
from sr_studio.upscaling.request import UpscaleReport, target_size
from sr_studio.upscaling.to_file import Streamed, ToFile


def animate(work: ToFile) -> Streamed:
    """Enlarge every frame of an animated file into another file; see :func:`.output.can_animate`.

    Timing and repetitions stay.

    Raises:
        Cancelled: It was stopped; nothing was written.
        StudioError: It cannot be done; what was there before still is.
    """
    start = time.perf_counter()
    limit = work.options.pixel_limit or DEFAULT_PIXEL_LIMIT
    animation = read_animation(work.source, pixel_limit=limit)
    first = read_picture(work.source, pixel_limit=limit)
    size = target_size(first.width, first.height, work.upscaler.prepare(work.request))
    count = len(animation.timing.durations)
    format = format_for(work.output, animated=True)
    facts: UpscaleReport | None = None
    notes: list[str] = [Sentence("All %1 frames were made larger.", count)]
    if first.bit_depth > 8:
        notes.append(Sentence("Of their 16 bits a channel 8 were taken: so animations are read."))
    lost: list[str] = []
    with animation_writer(work.output, size, animation.timing, work.options.quality) as writer:
        for number, pixels in enumerate(animation.frames()):
            result = work.upscaler.upscale(
                frame_of(pixels, first, keep_metadata=work.options.keep_metadata),
                work.request,
                progress=_of_all(work.progress, number, count),
                cancel=work.cancel,
            )
            frame = result.picture
            if facts is None:
                lost = limits(frame, format)
                frame = with_record(frame, format, work.record)
                facts = result.report
                work.on_strip(frame)
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
