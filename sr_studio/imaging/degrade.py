"""LR pictures from HR pictures, as the papers make them."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from sr_studio.imaging.resize import Array, imresize, kernel_weights, two_passes


def crop_to_multiple(hr: Array, scale: int) -> Array:
    """The picture cut at the right and bottom so that both sides are multiples of ``scale``.

    Raises:
        ValueError: The picture is smaller than one LR pixel.
    """
    height, width = hr.shape[0] // scale * scale, hr.shape[1] // scale * scale
    if height == 0 or width == 0:
        raise ValueError(f"{hr.shape[1]}x{hr.shape[0]} pixels make no LR picture at x{scale}")
    return hr[:height, :width]


def bicubic_lr(hr: Array, scale: int, variant: Literal["uint8", "double"] = "uint8") -> Array:
    """The LR picture of MATLAB's ``imresize(hr, 1/scale, 'bicubic')``.

    Args:
        hr: (H, W) or (H, W, C), uint8 or uint16; cropped to a multiple of ``scale`` first.
        scale: The factor per side.
        variant: ``uint8`` as SelfExSR made its LR files (older MATLAB), ``double`` as ESRGAN.

    Returns:
        (H // scale, W // scale) or the same with C, of the same type.
    """
    return imresize(crop_to_multiple(hr, scale), 1 / scale, kernel="bicubic", variant=variant)


def gaussian_lr(hr: Array, scale: int, sigma: float | None = None) -> Array:
    """The LR picture of a Gaussian blur followed by taking every ``scale``-th pixel.

    The blur is evaluated at the centres of the LR pixels, so the LR picture lies exactly where the
    bicubic one does; plain decimation would shift it by half an LR pixel.

    Args:
        hr: (H, W) or (H, W, C), uint8 or uint16; cropped to a multiple of ``scale`` first.
        scale: The factor per side.
        sigma: Standard deviation in HR pixels. ESPCN and SRGAN do not give theirs; the default,
            ``scale / 2``, leaves 29 % of the contrast at the LR picture's Nyquist frequency.
    """
    deviation = scale / 2 if sigma is None else sigma
    if deviation <= 0:
        raise ValueError(f"the blur must be above 0 pixels, not {deviation}")
    hr = crop_to_multiple(hr, scale)

    def bell(x: Array) -> Array:
        return np.exp(-0.5 * (x / deviation) ** 2)

    support = 2 * math.ceil(4 * deviation)
    rows, columns = (
        kernel_weights(side, side // scale, 1 / scale, bell, support, "mirror")
        for side in hr.shape[:2]
    )
    return two_passes(hr, rows, columns, round_between=False)
