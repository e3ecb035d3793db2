"""Writing animated PNG files frame by frame, of each frame only what has changed.

https://www.w3.org/TR/png-3/#apng-frame-based-animation
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
import pyvips

from sr_studio import files
from sr_studio.imaging.encoding import Timing, encode, png_chunk
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.vips import from_array
from sr_studio.imaging.writing import beside_of, encoding_failed, fitted_to

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: The largest of the two numbers, seconds as a fraction, that say how long a frame is shown.
_LARGEST = 65_535


class ApngWriter:
    """An animated PNG file; there when the block ends, or not at all. Holds two frames in memory.

    Args:
        path: The file to make or replace.
        timing: Durations, one for each frame that will come, and repetitions.

    Raises:
        PictureError, StudioError: By :meth:`write` and at the end of the block.
    """

    def __init__(self, path: Path, timing: Timing) -> None:
        self._path = path
        self._timing = timing
        self._stack = ExitStack()
        self._file: BinaryIO | None = None
        self._before: np.ndarray | None = None
        self._end = b""
        self._count = self._sequence = 0

    def __enter__(self) -> ApngWriter:
        part = self._stack.enter_context(files.replacing(self._path))
        try:
            self._file = self._stack.enter_context(part.open("wb"))
        except OSError as error:
            raise files.explained(error, self._path) from error
        return self

    def write(self, frame: Picture) -> None:
        """Add the next frame; the first one's metadata become those of the file."""
        planes = fitted_to(frame, "png").planes()
        try:
            if self._before is None:
                self._begin(frame)
            else:
                self._add(planes, self._before)
        except (pyvips.Error, ValueError, MemoryError) as error:
            raise encoding_failed(error, self._path, "png") from error
        self._before = planes
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._put(self._end)
        except BaseException as late:
            # Out of the block with it, so that the unfinished file goes.
            if not self._stack.__exit__(type(late), late, late.__traceback__):
                raise
        else:
            self._stack.__exit__(kind, error, trace)

    def _begin(self, frame: Picture) -> None:
        with tempfile.TemporaryDirectory() as folder:
            still = Path(folder) / "first.png"
            beside = beside_of(frame, frame.width, frame.height)
            encode(from_array(frame.planes()), still, "png", None, beside, big=False)
            chunks = list(_chunks(still.read_bytes()))
        names = [name for name, _ in chunks]
        first = names.index(b"IDAT")
        last = len(names) - names[::-1].index(b"IDAT")
        self._put(_SIGNATURE + png_chunk(*chunks[0]))
        counts = struct.pack(">II", len(self._timing.durations), self._timing.plays)
        self._put(png_chunk(b"acTL", counts))
        self._put(b"".join(png_chunk(*chunk) for chunk in chunks[1:first]))
        self._control(frame.width, frame.height, 0, 0)
        self._put(b"".join(png_chunk(*chunk) for chunk in chunks[first:last]))
        self._end = b"".join(png_chunk(*chunk) for chunk in chunks[last:])

    def _add(self, planes: np.ndarray, before: np.ndarray) -> None:
        changed = (planes != before).any(axis=2)
        rows, columns = _span(changed.any(axis=1)), _span(changed.any(axis=0))
        box = np.ascontiguousarray(planes[rows, columns])
        data = from_array(box).pngsave_buffer(compression=3, filter="avg", keep="none")
        self._control(box.shape[1], box.shape[0], columns.start, rows.start)
        for name, content in _chunks(data):
            if name == b"IDAT":
                self._put(png_chunk(b"fdAT", self._number() + content))

    def _control(self, width: int, height: int, left: int, top: int) -> None:
        """Where a frame lies and how long it is shown; it replaces what is there (0, 0)."""
        delay = _seconds(self._timing.durations[self._count])
        place = struct.pack(">IIIIHHBB", width, height, left, top, *delay, 0, 0)
        self._put(png_chunk(b"fcTL", self._number() + place))

    def _number(self) -> bytes:
        self._sequence += 1
        return struct.pack(">I", self._sequence - 1)

    def _put(self, data: bytes) -> None:
        assert self._file is not None
        self._file.write(data)


def _seconds(milliseconds: int) -> tuple[int, int]:
    """A duration as a fraction of seconds, as fine as it can be said."""
    for parts in (1000, 100, 10):
        if (delay := round(milliseconds * parts / 1000)) <= _LARGEST:
            return delay, parts
    return min(round(milliseconds / 1000), _LARGEST), 1


def _span(changed: np.ndarray) -> slice:
    """From the first to the last that is true; one where none is: a frame has a pixel at least."""
    places = np.flatnonzero(changed)
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0, 1)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of a PNG file's chunks."""
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
