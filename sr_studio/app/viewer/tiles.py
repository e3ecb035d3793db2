"""Turns pixels into images: whole, or a tile at a time where the whole would take too much memory.

Tiles are kept, so that a pan makes images of what comes into sight and of nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage

from sr_studio.imaging.picture import to_8_bit

#: Wide and low: Qt draws long rows faster than the same pixels in short ones.
TILE_WIDTH, TILE_HEIGHT = 4096, 512
#: Pixels a tile shows beyond its own at each side, so that smooth drawing shows no seam: two
#: device pixels of a level drawn at half its size, and one for rounding.
MARGIN = 6
#: Tiles kept besides those of the last look.
_SPARE = 24
#: Tiles made in a look that shows none yet; the others come with the next ones, so that no frame
#: takes long. The more is there to be drawn already, the fewer are made, but always one.
_NEW_AT_ONCE = 3
#: Bits a pixel of a screen of ten bits a channel; others say 24 or 32.
_DEEP = 30
_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}


@dataclass(frozen=True)
class Part:
    """An image of a part of a level.

    Attributes:
        image: The pixels.
        place: Which part of the level the image shows.
        own: The part that is to be drawn from it; ``place`` is a little larger.
    """

    image: QImage
    place: QRect
    own: QRect


class Tiles:
    """The parts of a picture of H×W×(1..4) 8- or 16-bit pixels, made when they are looked at."""

    def __init__(self, pixels: np.ndarray) -> None:
        self.pixels = pixels
        self._size = QRect(0, 0, pixels.shape[1], pixels.shape[0])
        # Grey with alpha and 16 bits have no fitting format of their own; they are rare.
        fits = pixels.shape[2] in _FORMATS and pixels.dtype == np.uint8
        plain = fits and pixels.flags.c_contiguous
        self._flat = pixels.reshape(-1).data if plain else None
        self._kept: OrderedDict[tuple[int, int], Part] = OrderedDict()
        #: What the last look left to be made, a rectangle a tile.
        self.missing: list[QRect] = []

    def covering(self, wanted: QRect) -> list[Part]:
        """Parts whose own places together cover ``wanted``, without overlap.

        Where many had to be made some are left for the next look: ``missing`` says which.
        """
        seen = wanted & self._size
        rows = range(seen.top() // TILE_HEIGHT, seen.bottom() // TILE_HEIGHT + 1)
        columns = range(seen.left() // TILE_WIDTH, seen.right() // TILE_WIDTH + 1)
        places = [(row, column) for row in rows for column in columns]
        missing = [place for place in places if place not in self._kept]
        count = max(1, _NEW_AT_ONCE * len(missing) // len(places))
        for place in places:
            if place in self._kept:
                self._kept.move_to_end(place)
        # Let go before any is made: memory that was in use is ready at once, new memory is not.
        new, left = missing[:count], missing[count:]
        while len(self._kept) + len(new) > len(places) - len(left) + _SPARE:
            self._kept.popitem(last=False)
        for place in new:
            self._kept[place] = self._made(*place)
        self.missing = [self._own(*place) for place in left]
        return [self._kept[place] for place in places if place in self._kept]

    def _own(self, row: int, column: int) -> QRect:
        left, top = column * TILE_WIDTH, row * TILE_HEIGHT
        return QRect(left, top, TILE_WIDTH, TILE_HEIGHT) & self._size

    def _made(self, row: int, column: int) -> Part:
        own = self._own(row, column)
        place = own.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN) & self._size
        return Part(self._image(place), place, own)

    def _image(self, place: QRect) -> QImage:
        if self._flat is not None:
            # Where the part begins, with the rows of the whole: Qt copies it only once.
            width, channels = self.pixels.shape[1:]
            start = (place.top() * width + place.left()) * channels
            size = place.width(), place.height()
            part = QImage(self._flat[start:], *size, width * channels, _FORMATS[channels])
            return _drawable(part)
        rows = slice(place.top(), place.bottom() + 1)
        return image_of(self.pixels[rows, place.left() : place.right() + 1])


def image_of(pixels: np.ndarray) -> QImage:
    """A 32-bit QImage that owns its pixels (premultiplied where there is alpha)."""
    array = pixels[:, :, None] if pixels.ndim == 2 else pixels
    if array.shape[2] == 2:
        array = np.concatenate([np.repeat(array[:, :, :1], 3, axis=2), array[:, :, 1:]], axis=2)
    if array.dtype == np.uint16:
        if array.shape[2] != 4 and _screen_is_deep():
            return _of_ten_bits(array)
        array = to_8_bit(array)  # Qt would dither
    return _drawable(_wrapped(np.ascontiguousarray(array)))


def _of_ten_bits(array: np.ndarray) -> QImage:
    """Opaque 16-bit pixels for a screen that shows ten bits a channel."""
    height, width = array.shape[:2]
    packed = np.full((height, width, 4), 65535, np.uint16)
    packed[:, :, :3] = array
    image = QImage(packed.data, width, height, 8 * width, QImage.Format.Format_RGBX64)
    return image.convertToFormat(QImage.Format.Format_RGB30)


def _screen_is_deep() -> bool:
    screen = QGuiApplication.primaryScreen()
    return screen is not None and screen.depth() == _DEEP


def _wrapped(array: np.ndarray) -> QImage:
    """The very pixels as an image; they must outlive it."""
    height, width, channels = array.shape
    return QImage(array.data, width, height, width * channels, _FORMATS[channels])


def _drawable(image: QImage) -> QImage:
    """A copy in the form Qt draws fastest."""
    if image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return image.convertToFormat(QImage.Format.Format_RGB32)
