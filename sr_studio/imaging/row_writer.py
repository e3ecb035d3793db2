"""Writing a picture strip by strip, while the next strips are made."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import pyvips

from sr_studio import files
from sr_studio.imaging.encoding import BY_ROWS, Timing, encode, encode_frames
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.row_stream import RowStream
from sr_studio.imaging.writing import (
    beside_of,
    encoding_failed,
    fitted_to,
    format_for,
    is_big_tiff,
)

__all__ = ["BY_ROWS", "RowWriter"]


class RowWriter:
    """A file that is made of strips, top to bottom; there when the block ends, or not at all.

    Encoding runs on a thread of its own. At most a few strips are in memory.

    Args:
        path: The file to make or replace, of one of the formats :data:`BY_ROWS`.
        width: Of the whole picture.
        height: Of the whole picture.
        quality: 1..100, for JPEG and WebP.
        timing: Where the strips are the frames of an animation, WebP or GIF, one below the other.

    Raises:
        PictureError, StudioError: By :meth:`write` and at the end of the block: it cannot be
            written; what was there before still is.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        quality: int | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._path = path
        self._size = (width, height)
        self._timing = timing
        self._format = format_for(path, animated=timing is not None)
        self._quality = quality or FORMATS[self._format].default_quality
        self._stack = ExitStack()
        self._thread: threading.Thread | None = None
        self._stream: RowStream | None = None
        self._error: Exception | None = None
        self._part = path

    def __enter__(self) -> RowWriter:
        self._part = self._stack.enter_context(files.replacing(self._path))
        return self

    def write(self, strip: Picture) -> None:
        """Add the next rows; the first strip's metadata become those of the file."""
        fitted = fitted_to(strip, self._format)
        planes = fitted.planes()
        if self._stream is None:
            self._stream = RowStream(*self._size, planes.shape[2], planes.dtype)
            self._thread = threading.Thread(target=self._encode, args=(fitted,), name="encoding")
            self._thread.start()
        self._stream.write(planes)
        self._raise()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is not None and self._stream is not None:
                self._stream.abandon()
            if self._thread is not None:
                self._thread.join()
            if error is None:
                self._raise()
        except BaseException as late:
            # Out of the block with it, so that the unfinished file goes.
            if not self._stack.__exit__(type(late), late, late.__traceback__):
                raise
        else:
            self._stack.__exit__(kind, error, trace)

    def _encode(self, like: Picture) -> None:
        assert self._stream is not None
        try:
            if self._timing is not None:
                beside = beside_of(like, like.width, like.height)
                encode_frames(
                    self._stream.image(),
                    self._part,
                    self._format,
                    self._quality,
                    beside,
                    self._timing,
                )
                return
            encode(
                self._stream.image(),
                self._part,
                self._format,
                self._quality,
                beside_of(like, *self._size),
                big=is_big_tiff(*self._size, like, self._format),
            )
        except Exception as error:
            self._error = error
        finally:
            self._stream.give_up()

    def _raise(self) -> None:
        error = self._error
        if isinstance(error, (pyvips.Error, ValueError, MemoryError)):
            raise encoding_failed(error, self._path, self._format) from error
        if error is not None:
            raise error
