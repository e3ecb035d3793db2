"""A libvips image whose rows come from Python, top to bottom, while libvips encodes them.

libvips takes pixels as they come only from decoders. So the rows are handed over as a PNG file
that is not compressed (stored blocks), through a pipe in memory: it holds 1 to 4 channels of 8 or
16 bits, its decoder works row by row, and making it costs about as much as copying the pixels.
"""

from __future__ import annotations

import queue
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

from sr_studio.imaging.encoding import png_chunk

#: Pieces that may wait to be encoded; the maker of rows waits when there are more.
_WAITING = 2
_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}


class PieceReader:
    """Reads pieces of any length as if they were one file.

    An encoder takes some kilobytes at a time of pieces of a hundred megabytes; what is left of a
    piece is therefore only looked at, and never copied.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        given, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return given


class RowStream:
    """Rows on their way to an encoder in another thread.

    Args:
        width: Pixels a row.
        height: Rows in all.
        bands: Channels, 1..4.
        dtype: uint8 or uint16.
    """

    def __init__(self, width: int, height: int, bands: int, dtype: Any) -> None:
        self._shape = (width, bands)
        self._dtype = np.dtype(dtype)
        self._pieces: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._zlib = zlib.compressobj(0)
        self._left = height
        self._ended = False
        header = struct.pack(
            ">IIBBBBB", width, height, 8 * self._dtype.itemsize, _COLOUR_TYPES[bands], 0, 0, 0
        )
        self._start = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)

    def write(self, rows: NDArray[Any]) -> None:
        """Hand over the next rows, (h, width, bands); waits while the encoder is behind."""
        width, bands = self._shape
        line = width * bands * self._dtype.itemsize
        # PNG's rows begin with the name of their filter (none: 0), and its numbers with the high
        # byte.
        filtered = np.zeros((len(rows), 1 + line), np.uint8)
        values = rows.astype(self._dtype.newbyteorder(">"), copy=False)
        filtered[:, 1:] = np.ascontiguousarray(values).reshape(len(rows), -1).view(np.uint8)
        self._left -= len(rows)
        data = self._zlib.compress(filtered.tobytes())
        if self._left <= 0:
            data += self._zlib.flush()
        self._put(png_chunk(b"IDAT", data))
        if self._left <= 0:
            self._put(png_chunk(b"IEND", b""))
            self._put(None)

    def abandon(self) -> None:
        """No more rows will come; the encoder finds the file cut off."""
        self._ended = True
        self._drain()
        self._pieces.put(None)

    def give_up(self) -> None:
        """The encoder has ended; whoever writes rows need not wait for it."""
        self._ended = True
        self._drain()

    def image(self) -> pyvips.Image:
        """The image; its pixels come as they are written. For the encoder's thread."""
        source = pyvips.SourceCustom()
        source.on_read(PieceReader(self._bytes()).read)
        image = pyvips.Image.new_from_source(
            source, "", access="sequential", fail_on="error", unlimited=True
        )
        self._source = source  # which must live as long as the image
        return image

    def _put(self, piece: bytes | None) -> None:
        while not self._ended:
            try:
                self._pieces.put(piece, timeout=0.2)
                return
            except queue.Full:
                continue

    def _drain(self) -> None:
        while True:
            try:
                self._pieces.get_nowait()
            except queue.Empty:
                return

    def _bytes(self) -> Iterator[bytes]:
        yield self._start
        while (piece := self._pieces.get()) is not None:
            yield piece
