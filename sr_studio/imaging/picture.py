"""A picture in memory: upright pixels, transparency, and what its file said about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass
class Picture:
    """A decoded picture.

    Attributes:
        pixels: (H, W, C), uint8 or uint16 over the full range; C is 1 (grey) or 3 (RGB).
        alpha: (H, W) of the same type, 0 = transparent, not premultiplied; None if opaque.
        icc: Colour profile of ``pixels``, fitting their number of channels; None means sRGB.
        exif: EXIF block, beginning with its TIFF header (no ``Exif`` prefix). Orientation, sizes
            and thumbnail in it are made true on writing.
        xmp: XMP packet; made true on writing likewise.
        iptc: IPTC records, bare.
        dpi: Horizontal and vertical pixels per inch, where the file gave them.
        notes: What reading changed, one sentence each, to be shown to the person.
    """

    pixels: NDArray[Any]
    alpha: NDArray[Any] | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.pixels.ndim == 2:
            self.pixels = self.pixels[..., None]
        if self.pixels.ndim != 3 or self.pixels.shape[2] not in (1, 3) or 0 in self.pixels.shape:
            raise ValueError(f"pixels are (H, W, 1) or (H, W, 3), not {self.pixels.shape}")
        if self.pixels.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"pixels are uint8 or uint16, not {self.pixels.dtype}")
        if self.alpha is not None and (
            self.alpha.shape != self.pixels.shape[:2] or self.alpha.dtype != self.pixels.dtype
        ):
            raise ValueError("alpha must have the height, width and type of the pixels")

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return self.pixels.shape[0]

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return self.pixels.shape[1]

    @property
    def bit_depth(self) -> int:
        """Bits a channel: 8 or 16."""
        return 8 * self.pixels.dtype.itemsize

    @property
    def is_grey(self) -> bool:
        """Whether there is one channel."""
        return self.pixels.shape[2] == 1

    def planes(self) -> NDArray[Any]:
        """Colour and alpha, if any, together: (H, W, 1..4)."""
        return self.pixels if self.alpha is None else np.dstack([self.pixels, self.alpha])

    def rgb(self) -> NDArray[Any]:
        """The colour as (H, W, 3); grey is repeated."""
        return np.repeat(self.pixels, 3, axis=2) if self.is_grey else self.pixels

    def with_depth(self, bits: int) -> Picture:
        """The picture with 8 or 16 bits a channel, rounded to the nearest value."""
        if bits == self.bit_depth:
            return self
        if bits not in (8, 16):
            raise ValueError(f"a picture has 8 or 16 bits a channel, not {bits}")
        change = to_8_bit if bits == 8 else _to_16_bit
        alpha = None if self.alpha is None else change(self.alpha)
        return replace(self, pixels=change(self.pixels), alpha=alpha)

    def over(self, backdrop: int = 255) -> NDArray[Any]:
        """The colour (H, W, C) laid over an even grey of 0..255: the picture without its alpha."""
        if self.alpha is None:
            return self.pixels
        most = np.iinfo(self.pixels.dtype).max
        share = self.alpha[..., None].astype(np.float32) / most
        ground = backdrop / 255 * most
        return (self.pixels * share + ground * (1 - share) + 0.5).astype(self.pixels.dtype)


def to_8_bit(values: NDArray[Any]) -> NDArray[np.uint8]:
    """0..65535 to 0..255, to the nearest."""
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _to_16_bit(values: NDArray[Any]) -> NDArray[np.uint16]:
    return values.astype(np.uint16) * np.uint16(257)
