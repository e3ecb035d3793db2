"""Pixels between processes: a header in the message, the bytes in a memory-mapped file."""

from __future__ import annotations

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


def write_pixels(pixels: np.ndarray, path: Path) -> PixelFile:
    """Write an H×W×C (or H×W) uint8 or uint16 array to ``path``.

    Raises:
        TypeError: The array is of another type.
    """
    if pixels.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"pixels are 8 or 16 bit, not {pixels.dtype}")
    array = pixels[:, :, None] if pixels.ndim == 2 else pixels
    height, width, channels = array.shape
    np.ascontiguousarray(array).tofile(path)
    return PixelFile(path, height, width, channels, array.dtype.itemsize * 8)
