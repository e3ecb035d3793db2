"""A picture as the panes draw it: the whole and its area-averaged halves, made off the thread.

Levels are 32-bit images, which Qt draws fastest. A picture beyond :data:`WHOLE_LIMIT` pixels keeps
its first level as the (possibly memory-mapped) pixels it came as, and only the tiles that are seen
are turned into images.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from sr_studio.app.viewer.tiles import Part, Tiles, image_of
from sr_studio.progress import CancelToken

SMALLEST_SIDE = 256
WHOLE_LIMIT = 48_000_000
_BAND = 1024


@dataclass
class Pyramid:
    """The levels of one picture.

    Attributes:
        width: Width of the whole picture.
        height: Height of the whole picture.
        has_alpha: Whether anything may show through.
        images: The levels, each half as wide and high as the one before; the first is None for a
            picture too large to be held as an image.
        tiles: The first level of a picture that is too large for an image.
    """

    width: int
    height: int
    has_alpha: bool
    images: list[QImage | None]
    tiles: Tiles | None = None

    @property
    def levels(self) -> int:
        """How many levels there are."""
        return len(self.images)

    def parts(self, level: int, wanted: QRect) -> list[Part]:
        """Images that together show at least ``wanted`` of a level."""
        image = self.images[level]
        if image is not None:
            return [Part(image, image.rect(), image.rect())]
        assert self.tiles is not None
        return self.tiles.covering(wanted)

    def whole(self) -> QImage:
        """The picture as one image, for the clipboard."""
        if self.images[0] is not None:
            return self.images[0]
        assert self.tiles is not None
        return image_of(self.tiles.pixels)

    def values(self, column: int, row: int) -> tuple[int, ...]:
        """Channel values of one pixel, three or four (or as many as a large picture has)."""
        image = self.images[0]
        if image is None:
            assert self.tiles is not None
            return tuple(int(value) for value in self.tiles.pixels[row, column])
        colour = image.pixelColor(column, row)
        seen = colour.red(), colour.green(), colour.blue()
        return (*seen, colour.alpha()) if self.has_alpha else seen

    def is_there(self, column: int, row: int) -> bool:
        """Whether a pixel has been made; only a picture that is being made lacks any."""
        image = self.images[0]
        if image is None or self.has_alpha or not image.hasAlphaChannel():
            return True
        return image.pixelColor(column, row).alpha() > 0

    def array(self) -> np.ndarray:
        """The pixels, H×W×(1..4), 8 bit; not to be written to."""
        if self.images[0] is not None:
            return array_of(self.images[0])
        assert self.tiles is not None
        return self.tiles.pixels


def build(pixels: np.ndarray, token: CancelToken | None = None) -> Pyramid:
    """Make all levels of an H×W×C (C = 1 grey, 2 grey+alpha, 3 RGB, 4 RGBA) 8-bit picture."""
    if pixels.dtype != np.uint8:
        raise TypeError(f"a viewer shows 8-bit pixels, not {pixels.dtype}")
    array = pixels[:, :, None] if pixels.ndim == 2 else pixels
    height, width, channels = array.shape
    large, by_alpha = height * width > WHOLE_LIMIT, channels in (2, 4)
    images: list[QImage | None] = []
    if large:
        images.append(None)
        current = halved(array, token, by_alpha=by_alpha)
        images.append(image_of(current))
    else:
        current = array
        images.append(image_of(current))
    while max(current.shape[:2]) > SMALLEST_SIDE and min(current.shape[:2]) > 1:
        if token is not None:
            token.check()
        current = halved(current, token, by_alpha=by_alpha)
        images.append(image_of(current))
    return Pyramid(width, height, by_alpha, images, Tiles(array) if large else None)


def array_of(image: QImage) -> np.ndarray:
    """An image from the clipboard as H×W×3 or H×W×4, 8 bit."""
    with_alpha = image.hasAlphaChannel()
    form = QImage.Format.Format_RGBA8888 if with_alpha else QImage.Format.Format_RGB888
    plain = image.convertToFormat(form)
    channels = 4 if with_alpha else 3
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    packed = rows[:, : plain.width() * channels]
    return packed.reshape(plain.height(), plain.width(), channels).copy()


def halved(array: np.ndarray, token: CancelToken | None = None, *, by_alpha: bool) -> np.ndarray:
    """Half the size by averaging 2×2 pixels; an odd last row or column is averaged alone.

    Done in bands, so that memory stays small. With ``by_alpha`` colours are weighted by
    their alpha, the last channel, so that what is hidden does not bleed out.
    """
    height, width, channels = array.shape
    out = np.empty(((height + 1) // 2, (width + 1) // 2, channels), np.uint8)
    for top in range(0, out.shape[0], _BAND):
        if token is not None:
            token.check()
        band = array[2 * top : 2 * (top + _BAND)]
        if band.shape[0] % 2 or width % 2:
            band = np.pad(band, ((0, band.shape[0] % 2), (0, width % 2), (0, 0)), mode="edge")
        out[top : top + _BAND] = _mean_of_four(band, by_alpha)
    return out


def _mean_of_four(band: np.ndarray, has_alpha: bool) -> np.ndarray:
    quarters = band[0::2, 0::2], band[0::2, 1::2], band[1::2, 0::2], band[1::2, 1::2]
    if not has_alpha:
        total = np.add(quarters[0], quarters[1], dtype=np.uint16)
        total += quarters[2]
        total += quarters[3]
        return ((total + 2) >> 2).astype(np.uint8)
    alphas = [quarter[:, :, -1:].astype(np.uint32) for quarter in quarters]
    weight = sum(alphas[1:], alphas[0])
    colour = sum(
        (q[:, :, :-1] * a for q, a in zip(quarters[1:], alphas[1:], strict=True)),
        quarters[0][:, :, :-1] * alphas[0],
    )
    mean = (colour + weight // 2) // np.maximum(weight, 1)
    return np.concatenate([mean, (weight + 2) >> 2], axis=2).astype(np.uint8)
