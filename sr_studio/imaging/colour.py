"""BT.601 studio-range YCbCr, the colour space in which super-resolution is measured.

MATLAB's ``rgb2ycbcr``: Y in 16..235, Cb and Cr in 16..240 for RGB in 0..255, here without rounding
to integers. The full-range YCbCr of Pillow and OpenCV costs 1.32 dB of PSNR and is not meant.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: Rows Y, Cb, Cr; for RGB in 0..255 the result is ``MATRIX @ rgb / 255 + OFFSET``.
MATRIX = np.array([[65.481, 128.553, 24.966], [-37.797, -74.203, 112.0], [112.0, -93.786, -18.214]])
OFFSET = np.array([16.0, 128.0, 128.0])
#: What the three make of luma in full range, 0..255, as in JPEG.
FULL_RANGE_LUMA = (0.299, 0.587, 0.114)


def one_channel(rgb: Array) -> NDArray[np.uint8]:
    """RGB (H, W, 3) as grey (H, W, 1), to be held against a grey picture.

    A grey picture saved as RGB has three equal channels; anything else is averaged.
    """
    return np.floor(rgb.mean(axis=2, keepdims=True) + 0.5).astype(np.uint8)


def rgb_to_y(rgb: Array) -> NDArray[np.float64]:
    """Luma of RGB 0..255 (any type; last axis 3) in studio range 16..235, not rounded.

    Grey pictures, (H, W) or (H, W, 1), are their own luma: the value itself, as (H, W).
    """
    if rgb.ndim == 2 or rgb.shape[-1] == 1:
        return rgb.reshape(rgb.shape[:2]).astype(np.float64)
    red, green, blue = np.moveaxis(rgb.astype(np.float64), -1, 0)
    of_red, of_green, of_blue = MATRIX[0]
    luma: NDArray[np.float64] = of_red * red + of_green * green + of_blue * blue
    return OFFSET[0] + luma / 255.0
