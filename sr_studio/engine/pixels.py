"""Pixels between processes: a header in the message, the bytes in a memory-mapped file."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class PixelFile:
    """Raw pixels in a file: rows from the top, channels interleaved, no padding, native order.

    Attributes:
        path: The file, inside the run folder of the engine.
        height: Rows.
        width: Columns.
        channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
        bits: 8 or 16 a channel.
    """

    path: Path
    height: int
    width: int
    channels: int
    bits: int = 8

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.height * self.width * self.channels * self.bits // 8

    def open(self) -> np.ndarray:
        """The pixels as a read-only H×W×C array that is paged in when it is looked at.

        On Linux and macOS the array stays valid after the file is removed.
        """
        return np.memmap(
            self.path,
            dtype=np.uint16 if self.bits == 16 else np.uint8,
            mode="r",
            shape=(self.height, self.width, self.channels),
        )


class PixelStrips:
    """A file of pixels that is written strip by strip, from the top; without rows, there is none.

    A context manager: where the work fails, nothing is left. Nor is it where the disk has no room:
    the file is for a viewer, which can do without, and no reason for the work to fail.

    Args:
        path: The file.
        most: Bytes beyond which it is given up.

    Attributes:
        offered: Rows there have been so far, whether they were written or not.
    """

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._most = most
        self._rows = 0
        self.offered = 0
        self._shape = (0, 0, 0)  # columns, channels, bytes of a number

    def __enter__(self) -> PixelStrips:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None:
            self._path.unlink(missing_ok=True)

    def add(self, rows: int, make: Callable[[], np.ndarray]) -> None:
        """Append the ``rows`` that ``make`` gives, H×W×C uint8 or uint16, like those before."""
        self.offered += rows
        if not self._most:
            return
        pixels = make()
        self._shape = (pixels.shape[1], pixels.shape[2], pixels.itemsize)
        if (self._rows + len(pixels)) * math.prod(self._shape) > self._most:
            self._give_up()
            return
        try:
            with self._path.open("ab" if self._rows else "wb") as file:
                file.write(np.ascontiguousarray(pixels).data)
        except OSError:
            self._give_up()
            return
        self._rows += len(pixels)

    def _give_up(self) -> None:
        self._most, self._rows = 0, 0
        self._path.unlink(missing_ok=True)

    def finished(self) -> PixelFile | None:
        """The file with all rows; None if there are none, or were too many."""
        width, channels, size = self._shape
        if not self._rows:
            return None
        return PixelFile(self._path, self._rows, width, channels, size * 8)


def write_pixels(pixels: np.ndarray, path: Path) -> PixelFile:
    """Write an H×W×C (or H×W) uint8 or uint16 array to ``path``.

    Raises:
        TypeError: The array is of another type.
        OSError: It could not be written; nothing is left of it.
    """
    if pixels.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"pixels are 8 or 16 bit, not {pixels.dtype}")
    array = pixels[:, :, None] if pixels.ndim == 2 else pixels
    height, width, channels = array.shape
    try:
        path.write_bytes(np.ascontiguousarray(array).data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return PixelFile(path, height, width, channels, array.dtype.itemsize * 8)
