"""A large picture from file to file by strips: rows in, rows out, nothing whole in memory.

Each strip is enlarged as a region with the context its method needs, so it has the very pixels of
the whole picture's enlargement. Where the scale is no whole number, the rows of the next whole one
(of the picture itself, for interpolations) go through a resizer that works by rows, too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT
from sr_studio.imaging.row_reader import RowReader
from sr_studio.imaging.row_writer import BY_ROWS, RowWriter
from sr_studio.imaging.writing import format_for, limits
from sr_studio.progress import CancelToken, Progress, ProgressCallback, ProgressClock
from sr_studio.sentences import Sentence
from sr_studio.upscaling.alpha import extend_colours
from sr_studio.upscaling.methods import is_interpolation
from sr_studio.upscaling.output import check_disk, with_record
from sr_studio.upscaling.request import (
    Region,
    UpscaleReport,
    UpscaleRequest,
    target_size,
)
from sr_studio.upscaling.row_resizer import StripResizer
from sr_studio.upscaling.to_file import Streamed, ToFile
from sr_studio.upscaling.upscaler import Upscaler

#: Bytes of pixels from which on a result is made by strips.
LARGE = 400_000_000
#: Bytes of a strip's result.
_STRIP = 96_000_000
_SMALLEST_STRIP = 16
#: Memory one tile of a network may take, and the sides that are tried.
_TILE_MEMORY = 700_000_000
_SIDES = (512, 384, 256, 192, 128, 96, 64)


def can_stream(output: Path) -> bool:
    """Whether the format of a file can be written by rows."""
    return format_for(output) in BY_ROWS


def is_large(width: int, height: int, scale: float, depth: int = 8) -> bool:
    """Whether the result of a picture of this size is to be made by strips."""
    size = target_size(width, height, scale)
    return size[0] * size[1] * 3 * depth // 8 > LARGE


def scale_on_the_way(upscaler: Upscaler, request: UpscaleRequest, scale: float) -> float:
    """The scale of the picture that is resized to the result: what a model's passes make of it."""
    if is_interpolation(request.method):
        return scale
    from sr_studio.upscaling.pass_planning import passes_for  # torch comes with it

    native = round(upscaler.prepare(replace(request, scale=None, passes=None)))
    return float(native ** passes_for(request, native, scale))


def stream(work: ToFile) -> Streamed:
    """Enlarge a picture file into another file; see :func:`can_stream`.

    Raises:
        Cancelled: It was stopped; nothing was written.
        StudioError: It cannot be done; what was there before still is.
    """
    start = time.perf_counter()
    output, options = work.output, work.options
    format = format_for(output)
    reader = RowReader(work.source, pixel_limit=options.pixel_limit or DEFAULT_PIXEL_LIMIT)
    cancel = work.cancel or CancelToken()
    rows = _Strips(work.upscaler, reader, work.request, work.progress, cancel)
    size = target_size(reader.width, reader.height, rows.scale)
    lost: list[str] = []
    with RowWriter(output, *size, options.quality) as writer:
        for count, strip in enumerate(rows.strips(size)):
            if not options.keep_metadata:
                strip = replace(strip, exif=None, iptc=None, xmp=None)
            if count == 0:
                pixel = strip.pixels.itemsize * strip.planes().shape[2]
                check_disk(output.parent, size[0] * size[1] * pixel, format)
                lost = limits(strip, format)
                strip = with_record(strip, format, work.record)
            writer.write(strip)
            work.on_strip(strip)
    assert rows.facts is not None
    report = replace(
        rows.facts,
        scale=rows.scale,
        seconds=time.perf_counter() - start,
        size_in=(reader.width, reader.height),
        size_out=size,
        notes=tuple(rows.notes),
    )
    return Streamed(report, lost)


class _Strips:
    """The result's rows, strip by strip."""

    def __init__(
        self,
        upscaler: Upscaler,
        reader: RowReader,
        request: UpscaleRequest,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> None:
        self._upscaler, self._reader = upscaler, reader
        self._progress, self._cancel = progress, cancel
        self.scale = upscaler.prepare(request)
        self._method = request.method if is_interpolation(request.method) else "bicubic"
        self._whole = self._whole_scale(request)
        self._request = replace(request, scale=float(self._whole))
        _, self._context, self._step = upscaler.surroundings(self._request)
        self.facts: UpscaleReport | None = None
        self.notes: list[str] = []

    def _whole_scale(self, request: UpscaleRequest) -> int:
        """The whole scale that strips are enlarged by: resizing to the scale itself comes after."""
        if is_interpolation(request.method):
            return int(self.scale) if float(self.scale).is_integer() else 1
        return round(scale_on_the_way(self._upscaler, request, self.scale))

    def strips(self, size: tuple[int, int]) -> Iterator[Picture]:
        """Strips of the result of ``size`` (width, height)."""
        reader, whole = self._reader, self._whole
        between = (reader.width * whole, reader.height * whole)
        resizer = None
        if between != size:
            resizer = StripResizer(between, size, self._method)
            if not is_interpolation(self._request.method):
                text = "Its result was resized to %1 by antialiased bicubic interpolation."
                self.notes.append(Sentence(text, f"{size[0]}×{size[1]}"))
        for top, bottom in self._spans():
            self._cancel.check()
            strip: Picture | None = self._enlarged(top, bottom)
            if resizer is not None and strip is not None:
                strip = resizer.push(strip)
            if strip is not None:
                yield strip

    def _spans(self) -> Iterator[tuple[int, int]]:
        line = self._reader.width * self._whole**2 * 8
        rows = max(_SMALLEST_STRIP, 4 * self._context, _STRIP // line)
        rows = -(-rows // self._step) * self._step
        clock = ProgressClock(self._reader.height * self._reader.width)
        for top in range(0, self._reader.height, rows):
            bottom = min(self._reader.height, top + rows)
            self._base = top * self._reader.width
            yield top, bottom
            self._progress(clock.advance((bottom - top) * self._reader.width))

    def _enlarged(self, top: int, bottom: int) -> Picture:
        lowest = max(0, (top - self._context) // self._step * self._step)
        highest = min(self._reader.height, bottom + self._context)
        small = self._reader.strip(lowest, highest)
        self._note(small.notes)
        if self._whole == 1 and is_interpolation(self._request.method):
            inner = slice(top - lowest, bottom - lowest)
            self.facts = self._facts_of(small)
            if small.alpha is None:
                return replace(small, pixels=small.pixels[inner])
            # With the rows around it, in which the nearest colour that is seen may be.
            extended = extend_colours(small.pixels, small.alpha)
            return replace(small, pixels=extended[inner], alpha=small.alpha[inner])
        if self.facts is None:
            self._request = replace(self._request, tile=self._tile(small.height))
        result = self._upscaler.upscale(
            small,
            self._request,
            region=Region(0, top - lowest, small.width, bottom - top),
            progress=lambda one: self._within(one, (bottom - top) * small.width),
            cancel=self._cancel,
        )
        self.facts = result.report
        self._note(result.report.notes)
        return result.picture

    def _facts_of(self, small: Picture) -> UpscaleReport:
        """The report of an interpolation that is left to the resizer: that of a small part."""
        if self.facts is not None:
            return self.facts
        part = replace(small, pixels=small.pixels[:8, :8], alpha=None)
        return self._upscaler.upscale(part, self._request).report

    def _tile(self, height: int) -> int | None:
        """The side of tiles that keep a network's memory small; None for interpolations."""
        if is_interpolation(self._request.method) or self._request.tile is not None:
            return self._request.tile
        for side in _SIDES:
            reach = side + 2 * self._context
            asked = replace(self._request, tile=side)
            cost = self._upscaler.estimate(reach, min(reach, height), asked, measure=False)
            if cost.memory <= _TILE_MEMORY:
                return side
        return _SIDES[-1]

    def _within(self, one: Progress, area: int) -> None:
        total = self._reader.height * self._reader.width
        done = self._base + one.fraction * area
        left = None if not one.rate else (total - done) / max(one.rate, 1e-9)
        self._progress(Progress(done, total, one.rate, left))

    def _note(self, notes: list[str] | tuple[str, ...]) -> None:
        self.notes += [note for note in notes if note not in self.notes]
