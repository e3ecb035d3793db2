"""Peak signal-to-noise ratio on Y or RGB of 8-bit pictures."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sr_studio.metrics.planes import colour_planes, luma_pair, require_same_size, shaved

PEAK = 255.0


def psnr(a: NDArray, b: NDArray) -> float:
    """10·log10(255²/MSE) of two arrays of the same shape, values 0..255, in dB.

    Identical arrays give infinity.
    """
    return psnr_of(squared_error(a, b) / a.size)


def psnr_of(error: float) -> float:
    """PSNR of a mean squared error of values 0..255, in dB."""
    return math.inf if error == 0 else 10 * math.log10(PEAK**2 / error)


def squared_error(a: NDArray, b: NDArray) -> float:
    """The sum of squared differences of two arrays of the same shape."""
    difference = np.subtract(a, b, dtype=np.float64).ravel()
    return float(difference @ difference)


def psnr_y(hr: NDArray, sr: NDArray, *, shave: int, rounded_y: bool = False) -> float:
    """PSNR on Y (BT.601, 16..235), in dB; grey pictures as they are.

    Args:
        hr: The original, H×W, H×W×1 or H×W×3, uint8.
        sr: The enlarged picture, of the same height and width, uint8.
        shave: Pixels left out at each border; the scale in every paper of the field.
        rounded_y: Round Y to integers (MATLAB's protocol, 0.002 to 0.033 dB lower on a set).

    Raises:
        MetricError: The sizes differ, or nothing is left without the border.

    Examples:
        >>> import numpy as np
        >>> hr = np.full((16, 16, 3), 100, dtype=np.uint8)
        >>> round(psnr_y(hr, hr + 2, shave=4), 2)
        43.43
        >>> psnr_y(hr, hr, shave=4)
        inf
    """
    return psnr(*luma_pair(hr, sr, shave=shave, rounded=rounded_y))


def psnr_rgb(hr: NDArray, sr: NDArray, *, shave: int) -> float:
    """PSNR over R, G and B together, in dB; arguments and errors as :func:`psnr_y`."""
    require_same_size(hr, sr)
    return psnr(colour_planes(shaved(hr, shave)), colour_planes(shaved(sr, shave)))
