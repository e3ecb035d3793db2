"""A picture as networks learn from it and metrics compare it: 8-bit sRGB, nothing transparent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sr_studio.imaging.colour_management import to_srgb
from sr_studio.imaging.picture import Picture


@dataclass(frozen=True)
class Conversions:
    """What was converted to use a picture."""

    grey: bool = False
    sixteen_bit: bool = False
    profile: bool = False
    transparency: bool = False


def plain_pixels(picture: Picture) -> tuple[NDArray[np.uint8], Conversions]:
    """The pixels (H, W, C), C = 1 (grey) or 3, as 8-bit sRGB laid over white, and what that took.

    Raises:
        PictureError: The picture's colour profile cannot be used.
    """
    in_srgb = to_srgb(picture)
    converted = Conversions(
        grey=picture.is_grey,
        sixteen_bit=picture.bit_depth == 16,
        profile=in_srgb is not picture,
        transparency=picture.alpha is not None
        and bool(picture.alpha.min() < np.iinfo(picture.alpha.dtype).max),
    )
    shallow = in_srgb.with_depth(8)
    return shallow.over(255) if converted.transparency else shallow.pixels, converted
