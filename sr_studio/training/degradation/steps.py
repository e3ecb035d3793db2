"""The single steps of damage, on (H, W, 3) float32 RGB in [0, 1]; each gives the same kind back.

Values may leave [0, 1] between steps by ringing and noise; compression clips them, as saving does.
"""

from __future__ import annotations

import io
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn import functional as F

from sr_studio.imaging.colour import FULL_RANGE_LUMA
from sr_studio.training.degradation.kernels import Kernel

Values = NDArray[np.float32]
Method = Literal["area", "bilinear", "bicubic"]
Format = Literal["JPEG", "WEBP"]
METHODS: tuple[Method, ...] = ("area", "bilinear", "bicubic")
LARGEST_WEBP_SIDE = 16383


def blurred(values: Values, kernel: Kernel) -> Values:
    """The convolution with an odd kernel, the picture mirrored at its edges."""
    reach = min(kernel.shape[0] // 2, min(values.shape[:2]) - 1)
    inner = kernel.shape[0] // 2 - reach
    if inner:  # a picture smaller than the kernel: its outermost weights have nothing to weigh
        kernel = kernel[inner:-inner, inner:-inner]
        kernel = kernel / kernel.sum()
    # Here, because it takes two thirds of a second that trainers without damage need not wait.
    from scipy.signal import oaconvolve

    padded = np.pad(values, ((reach, reach), (reach, reach), (0, 0)), mode="reflect")
    return oaconvolve(padded, kernel[..., None], mode="valid", axes=(0, 1)).astype(np.float32)


def resized(values: Values, height: int, width: int, method: Method, antialias: bool) -> Values:
    """The picture in another size, by torch's interpolation."""
    if values.shape[:2] == (height, width):
        return values
    stacked = torch.from_numpy(np.ascontiguousarray(values)).permute(2, 0, 1)[None]
    if method == "area":
        done = F.interpolate(stacked, (height, width), mode="area")
    else:
        done = F.interpolate(
            stacked, (height, width), mode=method, align_corners=False, antialias=antialias
        )
    return np.ascontiguousarray(done[0].permute(1, 2, 0).numpy())


def with_gaussian_noise(
    values: Values, sigma: float, grey: bool, dice: np.random.Generator
) -> Values:
    """Noise of standard deviation ``sigma``, in units of 1/255, equal in all channels if grey."""
    shape = (*values.shape[:2], 1 if grey else values.shape[2])
    return values + dice.standard_normal(shape, dtype=np.float32) * np.float32(sigma / 255)


def with_poisson_noise(
    values: Values, factor: float, grey: bool, dice: np.random.Generator
) -> Values:
    """Shot noise: ``factor`` times what 255 photons at white would give [Real-ESRGAN, Sec. 3.2]."""
    light = np.clip(values, 0, 1)
    if grey:
        light = (light @ np.array(FULL_RANGE_LUMA, np.float32))[..., None]
    photons = light * 255
    noise = (dice.poisson(photons) - photons) / 255
    return values + noise.astype(np.float32) * np.float32(factor)


def as_bytes(values: Values) -> NDArray[np.uint8]:
    """The picture as a file would keep it: clipped to [0, 1], rounded to 8 bits."""
    return (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)


def from_bytes(pixels: NDArray[np.uint8]) -> Values:
    """8-bit pixels as values in [0, 1]."""
    return pixels.astype(np.float32) / np.float32(255)


def compressed(values: Values, quality: int, kind: Format, full_colour: bool) -> Values:
    """The picture saved and opened again: JPEG by libjpeg-turbo (4:2:0 or 4:4:4), or WebP.

    What is too large for WebP is compressed as JPEG.
    """
    buffer = io.BytesIO()
    picture = Image.fromarray(as_bytes(values))
    if kind == "JPEG" or max(picture.size) > LARGEST_WEBP_SIDE:
        subsampling = "4:4:4" if full_colour else "4:2:0"
        picture.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    else:
        picture.save(buffer, "WEBP", quality=quality, method=0)
    with Image.open(buffer) as opened:
        return from_bytes(np.asarray(opened.convert("RGB")))
