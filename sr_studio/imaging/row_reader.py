"""Reading a picture strip by strip, so that one larger than memory can be worked on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

from sr_studio.imaging import reading
from sr_studio.imaging.formats import misnamed
from sr_studio.imaging.picture import Picture

#: Formats whose decoders give rows; the others are decoded whole.
_BY_ROWS = ("png", "jpeg", "tiff")


def reads_by_rows(path: Path) -> bool:
    """Whether a picture file need not be decoded whole."""
    return reading.kind_of(path) in _BY_ROWS


class RowReader:
    """Strips of a picture, top to bottom; a strip may begin within the one before.

    A picture that its file holds turned is decoded into a file of the system's temporary folder
    first, which libvips removes. A JPEG is decoded twice: its damage is found before any strip is
    given, since who reads by strips works on each for long.

    Args:
        path: The file.
        pixel_limit: As for `read_picture`.

    Raises:
        PictureError: By the constructor and :meth:`strip`, as `read_picture`.
    """

    def __init__(self, path: Path, *, pixel_limit: int = reading.DEFAULT_PIXEL_LIMIT) -> None:
        self._path = path
        self._kind = reading.kind_of(path)
        self._whole: Picture | None = None
        if self._kind not in _BY_ROWS:
            self._whole = reading.read_picture(path, pixel_limit=pixel_limit)
            self.width, self.height = self._whole.width, self._whole.height
            return
        self.width, self.height = reading.read_size(path)
        reading.check_size(path, (self.width, self.height), pixel_limit)
        if self._kind == "jpeg":
            _check_jpeg(path)
        try:
            image, self._facts = reading.described(path, self._kind, self._opened())
        except reading.DECODER_ERRORS as error:
            raise reading.damaged(path, self._kind, error) from error
        self._facts["notes"] += misnamed(path, self._kind)
        self._region = pyvips.Region.new(image)
        dtype = np.uint8 if image.format == "uchar" else np.uint16
        self._kept: NDArray[Any] = np.empty((0, self.width, image.bands), dtype)
        self._top = 0

    def strip(self, top: int, bottom: int) -> Picture:
        """The rows ``top`` to ``bottom``, with the metadata of the whole picture.

        Neither may be less than it was the time before.
        """
        if self._whole is not None:
            return _rows_of(self._whole, top, bottom)
        end = self._top + len(self._kept)
        self._kept = self._kept[max(0, top - self._top) :].copy()
        self._top = max(top, self._top)
        if bottom > end:
            self._kept = np.concatenate([self._kept, self._decoded(max(end, top), bottom)])
        rows = self._kept[: bottom - self._top]
        return reading.picture_of(rows, {**self._facts, "notes": list(self._facts["notes"])})

    def _opened(self) -> pyvips.Image:
        header = reading.open_image(self._path, self._kind, "none")
        turned = reading.orientation_of(header) > 1
        access = "random" if turned else "sequential"
        image = reading.open_image(self._path, self._kind, "error", access=access)
        return image.autorot() if turned else image

    def _decoded(self, top: int, bottom: int) -> NDArray[Any]:
        try:
            data = self._region.fetch(0, top, self.width, bottom - top)
        except reading.DECODER_ERRORS as error:
            raise reading.damaged(self._path, self._kind, error) from error
        values = np.frombuffer(data, self._kept.dtype)
        return values.reshape(bottom - top, self.width, self._kept.shape[2])


def _check_jpeg(path: Path) -> None:
    try:
        reading.open_image(path, "jpeg", "warning").avg()
    except pyvips.Error as error:
        if reading.loses_pixels(error):
            raise reading.damaged(path, "jpeg", error) from error


def _rows_of(picture: Picture, top: int, bottom: int) -> Picture:
    alpha = None if picture.alpha is None else picture.alpha[top:bottom]
    return replace(picture, pixels=picture.pixels[top:bottom], alpha=alpha)
