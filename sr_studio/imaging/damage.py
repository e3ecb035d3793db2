"""What damage a picture brings along: JPEG quantisation and noise; no Qt, no torch.

A network trained on clean pictures takes blocks and noise for texture and makes more of it; who
knows of the damage can choose a method that was made for it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture

#: Below this quality a JPEG's blocks and ringing are more than a network for clean pictures bears.
STRONG_JPEG_BELOW = 88
#: Standard deviation, of 255, from which noise is told.
NOISE_FROM = 3.0
#: The luminance table of the JPEG standard (ITU-T T.81, table K.1), sorted.
_STANDARD = np.sort(
    np.array(
        [
            *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55),
            *(14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62),
            *(18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
            *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
        ]
    )
)
#: Noise is measured in squares of this side …
_BLOCK = 16
#: … in the flattest part of them, at least so many.
_FLAT_SHARE = 0.1
_FEWEST_BLOCKS = 8
#: Larger pictures are measured in this many rows of tiles each way.
_TILE = 256
_TILES = 6
_LARGEST_PIXELS = 100_000_000


@dataclass(frozen=True)
class Damage:
    """What was found in a picture.

    Attributes:
        jpeg_quality: 1..100 on libjpeg's scale, by the file's tables; None where it is no JPEG.
        noise: Standard deviation of the noise in the flat parts, of 255; None where it could not
            be measured.
    """

    jpeg_quality: int | None = None
    noise: float | None = None

    @property
    def strong_jpeg(self) -> bool:
        """Whether the JPEG quantisation is strong."""
        return self.jpeg_quality is not None and self.jpeg_quality < STRONG_JPEG_BELOW

    @property
    def noisy(self) -> bool:
        """Whether there is noise to be told of."""
        return self.noise is not None and self.noise >= NOISE_FROM

    @property
    def matters(self) -> bool:
        """Whether a method made for clean pictures would amplify it."""
        return self.strong_jpeg or self.noisy


def damage_of(path: Path) -> Damage:
    """What damage a picture file has.

    Raises:
        PictureError: It cannot be read.
    """
    return damage_in(path, read_picture(path))


def damage_in(path: Path, picture: Picture | None) -> Damage:
    """What damage a picture has that was read already; without it, what its file alone tells."""
    noise = None
    if picture is not None and picture.height * picture.width <= _LARGEST_PIXELS:
        noise = noise_sigma(picture.with_depth(8).pixels)
    return Damage(jpeg_quality(path), noise)


def jpeg_quality(path: Path) -> int | None:
    """The quality a JPEG file was stored with, 1..100, from its luminance table.

    Tables of cameras and Adobe's programs are scaled otherwise than libjpeg's; they get the quality
    whose table is nearest. None where the file is no JPEG.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG",)) as opened:
                tables = getattr(opened, "quantization", None) or {}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if not tables or len(tables[min(tables)]) != _STANDARD.size:
        return None
    table = np.sort(np.asarray(tables[min(tables)], dtype=float))
    distances = [float(np.abs(_table(quality) - table).sum()) for quality in range(1, 101)]
    return 1 + int(np.argmin(distances))


def noise_sigma(pixels: NDArray) -> float | None:
    """Standard deviation of the noise in the flat parts of a picture.

    The picture is cut into squares; in those whose local means vary least, and that are not
    clipped, what the mask [1 -2 1; -2 4 -2; 1 -2 1] leaves (J. Immerkær, "Fast noise variance
    estimation", CVIU 1996, Sec. 2) is noise alone; its median absolute value is not moved by the
    edges that remain. Noise that a filter or JPEG has smoothed is found smaller than it was.

    Args:
        pixels: H×W or H×W×C, 8 bit.

    Returns:
        The middle one of the channels' values, of 255; None for pictures without room for it.
    """
    planes = pixels[:, :, None] if pixels.ndim == 2 else pixels
    tiles = _tiles(planes)
    channels = range(min(3, planes.shape[2]))
    found = [_plane_sigma([tile[:, :, channel] for tile in tiles]) for channel in channels]
    known = [sigma for sigma in found if sigma is not None]
    return float(np.median(known)) if known else None


def _table(quality: int) -> NDArray:
    """libjpeg's luminance table of a quality, sorted."""
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return np.clip(np.floor((_STANDARD * np.floor(scale) + 50) / 100), 1, 255)


def _tiles(planes: NDArray) -> list[NDArray]:
    height, width = planes.shape[:2]
    if height * width <= (_TILES * _TILE) ** 2:
        return [planes]
    rows = np.linspace(0, max(0, height - _TILE), _TILES).astype(int)
    columns = np.linspace(0, max(0, width - _TILE), _TILES).astype(int)
    return [planes[y : y + _TILE, x : x + _TILE] for y in rows for x in columns]


def _plane_sigma(tiles: list[NDArray]) -> float | None:
    parts = [part for tile in tiles if (part := _blocks(tile.astype(np.float32))) is not None]
    if not parts:
        return None
    residuals = np.concatenate([residual for residual, _ in parts])
    flatness = np.concatenate([flat for _, flat in parts])
    usable = np.isfinite(flatness)
    count = max(_FEWEST_BLOCKS, int(_FLAT_SHARE * flatness.size))
    if usable.sum() < _FEWEST_BLOCKS:
        return None
    chosen = np.argsort(flatness)[: min(count, int(usable.sum()))]
    # 1.4826 makes a deviation of a median absolute value; the mask multiplies noise by 6.
    return float(1.4826 * np.median(np.abs(residuals[chosen])) / 6)


def _blocks(plane: NDArray) -> tuple[NDArray, NDArray] | None:
    """Of each square: the mask's answers inside it, and how much its local means vary."""
    rows, columns = (plane.shape[0] - 2) // _BLOCK, (plane.shape[1] - 2) // _BLOCK
    if rows < 1 or columns < 1:
        return None
    second = plane[:-2] - 2 * plane[1:-1] + plane[2:]
    mask = second[:, :-2] - 2 * second[:, 1:-1] + second[:, 2:]
    residual = _squares(mask, rows, columns).reshape(rows * columns, -1)
    inside = _squares(plane[1:-1, 1:-1], rows, columns)
    quarter = _BLOCK // 4
    means = inside.reshape(-1, 4, quarter, 4, quarter).mean(axis=(2, 4)).reshape(-1, 16)
    values = inside.reshape(rows * columns, -1)
    flatness = means.std(axis=1)
    # Clipped squares have lost their noise.
    clipped = (values.min(axis=1) <= 1) | (values.max(axis=1) >= 254)
    return residual, np.where(clipped, np.inf, flatness)


def _squares(plane: NDArray, rows: int, columns: int) -> NDArray:
    cut = plane[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    return cut.transpose(0, 2, 1, 3).reshape(rows * columns, _BLOCK, _BLOCK)
