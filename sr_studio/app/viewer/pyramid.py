"""A picture as the panes draw it: the whole and its area-averaged halves, made off the thread.

Levels are 32-bit images, which Qt draws fastest. A level beyond :data:`WHOLE_LIMIT` pixels is kept
as (possibly memory-mapped) pixels, and only the tiles that are seen are turned into images. What is
drawn may differ from the true pixels, which measures and exports take: a picture of 16 bits is
drawn in as many as the screen has, and one for another screen than sRGB in that screen's colours.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from sr_studio.app.viewer.roomy import roomy
from sr_studio.app.viewer.tiles import Part, Tiles, image_of
from sr_studio.imaging.picture import to_8_bit
from sr_studio.progress import CancelToken

SMALLEST_SIDE = 256
WHOLE_LIMIT = 51_000_000
_BAND = 1024


@dataclass
class Pyramid:
    """The levels of one picture.

    Attributes:
        width: Width of the whole picture.
        height: Height of the whole picture.
        has_alpha: Whether anything may show through.
        images: The levels, each half as wide and high as the one before; None for one too large to
            be held as an image.
        tiles: Those levels, by their number.
        pixels: The true pixels, H×W×(1..4) of 8 or 16 bits in sRGB, where the first level does not
            hold them.
        is_grey: Whether the picture has one channel; its pixels are three equal ones all the same.
    """

    width: int
    height: int
    has_alpha: bool
    images: list[QImage | None]
    tiles: dict[int, Tiles] = field(default_factory=dict)
    pixels: np.ndarray | None = None
    is_grey: bool = False

    @property
    def levels(self) -> int:
        """How many levels there are."""
        return len(self.images)

    def parts(self, level: int, wanted: QRect) -> list[Part]:
        """Images that together show at least ``wanted`` of a level."""
        image = self.images[level]
        if image is not None:
            return [Part(image, image.rect(), image.rect())]
        return self.tiles[level].covering(wanted)

    def missing(self, level: int) -> list[QRect]:
        """What the last look at a level left to be made."""
        return self.tiles[level].missing if level in self.tiles else []

    def is_unfinished(self) -> bool:
        """Whether the last look at any level left something to be made."""
        return any(tiles.missing for tiles in self.tiles.values())

    def whole(self) -> QImage:
        """The picture as one image, for the clipboard."""
        return self._first if self.pixels is None else image_of(self.array())

    def values(self, column: int, row: int) -> tuple[int, ...]:
        """Channel values of one pixel: three or four, or as many as ``pixels`` has."""
        if self.pixels is not None:
            return tuple(int(value) for value in self.pixels[row, column])
        colour = self._first.pixelColor(column, row)
        seen = colour.red(), colour.green(), colour.blue()
        return (*seen, colour.alpha()) if self.has_alpha else seen

    def is_there(self, column: int, row: int) -> bool:
        """Whether a pixel has been made; only a picture that is being made lacks any."""
        if self.pixels is not None or self.has_alpha or not self._first.hasAlphaChannel():
            return True
        return self._first.pixelColor(column, row).alpha() > 0

    def array(self) -> np.ndarray:
        """The pixels, H×W×(1..4), 8 bit; not to be written to."""
        if self.pixels is None:
            return array_of(self._first)
        return self.pixels if self.pixels.dtype == np.uint8 else _in_8_bit(self.pixels)

    def true(self) -> np.ndarray:
        """The pixels, H×W×(1..4), 8 or 16 bit, as they are; not to be written to."""
        return self.array() if self.pixels is None else self.pixels

    def part(self, rows: slice, columns: slice) -> np.ndarray:
        """A part of :meth:`array`, without turning the whole into one."""
        if self.pixels is not None:
            found = self.pixels[rows, columns]
            return found if found.dtype == np.uint8 else to_8_bit(found)
        (top, bottom, _), (left, right, _) = rows.indices(self.height), columns.indices(self.width)
        return array_of(self._first.copy(left, top, max(0, right - left), max(0, bottom - top)))

    @property
    def _first(self) -> QImage:
        image = self.images[0]
        assert image is not None
        return image


def build(
    pixels: np.ndarray,
    token: CancelToken | None = None,
    *,
    shown: np.ndarray | None = None,
    grey: bool = False,
) -> Pyramid:
    """Make all levels of an H×W×C (C = 1 grey, 2 grey+alpha, 3 RGB, 4 RGBA) picture.

    Args:
        pixels: The true pixels, 8 or 16 bits a channel.
        token: Stops it.
        shown: What is drawn in their place, of the same size.
        grey: Whether the three channels are those of a grey picture.
    """
    if pixels.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"a viewer shows 8 or 16 bits a channel, not {pixels.dtype}")
    true = pixels[:, :, None] if pixels.ndim == 2 else pixels
    current = true if shown is None else shown
    height, width, channels = current.shape
    by_alpha = channels in (2, 4)
    images: list[QImage | None] = []
    tiles: dict[int, Tiles] = {}
    while True:
        if current.shape[0] * current.shape[1] > WHOLE_LIMIT:
            tiles[len(images)] = Tiles(current)
            images.append(None)
        else:
            images.append(image_of(current))
        if max(current.shape[:2]) <= SMALLEST_SIDE or min(current.shape[:2]) <= 1:
            break
        if token is not None:
            token.check()
        current = halved(current, token, by_alpha=by_alpha)
    # An image that shows through holds its colours multiplied by alpha, which loses some.
    differ = bool(tiles) or shown is not None or true.dtype != np.uint8 or by_alpha
    grey = grey or true.shape[2] < 3
    return Pyramid(width, height, by_alpha, images, tiles, true if differ else None, grey)


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
    out = roomy(((height + 1) // 2, (width + 1) // 2, channels), array.dtype)
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
    wide = np.uint16 if band.dtype == np.uint8 else np.uint32
    if not has_alpha:
        total = np.add(quarters[0], quarters[1], dtype=wide)
        total += quarters[2]
        total += quarters[3]
        return ((total + 2) >> 2).astype(band.dtype)
    alphas = [quarter[:, :, -1:].astype(np.uint64) for quarter in quarters]
    weight = sum(alphas[1:], alphas[0])
    colour = sum(
        (q[:, :, :-1] * a for q, a in zip(quarters[1:], alphas[1:], strict=True)),
        quarters[0][:, :, :-1] * alphas[0],
    )
    mean = (colour + weight // 2) // np.maximum(weight, 1)
    return np.concatenate([mean, (weight + 2) >> 2], axis=2).astype(band.dtype)


def _in_8_bit(pixels: np.ndarray) -> np.ndarray:
    out = roomy(pixels.shape, np.dtype(np.uint8))
    for top in range(0, len(pixels), _BAND):
        out[top : top + _BAND] = to_8_bit(pixels[top : top + _BAND])
    return out
