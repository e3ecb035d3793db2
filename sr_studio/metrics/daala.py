"""The SSIM of daala's ``dump_ssim`` tool, which is the one printed in the SRGAN paper.

Source: xiph/daala, ``tools/dump_ssim.c`` (the definition; written anew here), as identified for
Ledig et al., arXiv 1609.04802, Table 2. All sums are sums of integers and exact: taps, pixels and
therefore every weighted sum stay below 2⁵³, where float64 holds every integer.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import correlate1d

#: The taps of one direction are integers that sum to this.
KERNEL_SUM = 256
C1 = (0.01 * 255) ** 2
C2 = (0.03 * 255) ** 2


def taps(sigma: float, longest: int) -> NDArray[np.int64]:
    """The integer taps for a window of standard deviation ``sigma``: centre first, then one side.

    Args:
        sigma: Standard deviation in pixels, above 0.
        longest: The most taps one side may have: the shorter side of the picture minus 1.

    Returns:
        L + 1 integers. The centre is what the two sides leave of 256, which may be less than its
        neighbours.
    """
    threshold = sigma * math.sqrt(math.pi / 2) / KERNEL_SUM
    reach = 0 if threshold >= 1 else math.floor(sigma * math.sqrt(-2 * math.log(threshold)))
    reach = min(reach, longest)
    offset = np.arange(1, reach + 1)
    density = np.exp(-(offset**2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))
    side = np.floor(KERNEL_SUM * density + 0.5).astype(np.int64)
    return np.concatenate([[KERNEL_SUM - 2 * side.sum()], side])


def ssim_daala(a: NDArray, b: NDArray, *, pixel_aspect: float = 1.0) -> float:
    """daala's SSIM of two planes (H×W, values 0..255), as the raw value, not in dB.

    The window follows the height of the planes: sigma is 1.5·H/256 down and that divided by the
    pixel aspect ratio across. Sums run over the taps inside the picture; each pixel counts by the
    window mass inside.

    Args:
        a: One plane; integers for the value of the tool itself (``dump_ssim`` reads 8-bit files).
        b: The other plane, of the same shape.
        pixel_aspect: Width of a pixel by its height; 1 for photographs.
    """
    height, width = a.shape
    longest = min(height, width) - 1
    sigma = 1.5 * height / 256
    down = _both_sides(taps(sigma, longest))
    across = _both_sides(taps(sigma / pixel_aspect, longest))
    x, y = a.astype(np.float64), b.astype(np.float64)
    # The window mass is a product of one factor a row and one a column.
    mass = np.outer(_inside(down, height), _inside(across, width))
    sum_x, sum_y = _windowed(x, down, across), _windowed(y, down, across)
    product = sum_x * sum_y
    squares = sum_x * sum_x + sum_y * sum_y
    # P + Q is the windowed sum of X² + Z²: one map in place of two.
    variances = mass * _windowed(x * x + y * y, down, across) - squares
    covariance = mass * _windowed(x * y, down, across) - product
    c1, c2 = C1 * mass * mass, C2 * mass * mass
    similarity = ((2 * product + c1) * (2 * covariance + c2)) / ((squares + c1) * (variances + c2))
    return float((mass * similarity).sum() / mass.sum())


def _both_sides(half: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.concatenate([half[:0:-1], half]).astype(np.float64)


@lru_cache(maxsize=64)
def _inside_cached(kernel: tuple[float, ...], length: int) -> NDArray[np.float64]:
    return correlate1d(np.ones(length), np.array(kernel), mode="constant")


def _inside(kernel: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    return _inside_cached(tuple(kernel), length)


def _windowed(
    plane: NDArray[np.float64], down: NDArray[np.float64], across: NDArray[np.float64]
) -> NDArray[np.float64]:
    return correlate1d(
        correlate1d(plane, down, axis=0, mode="constant"), across, axis=1, mode="constant"
    )
