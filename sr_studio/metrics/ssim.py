"""The standard structural similarity: Gaussian 11×11 window, valid region.

Source: Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error
visibility to structural similarity", IEEE Transactions on Image Processing 13(4), 2004.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import correlate1d

from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.planes import luma_pair

WINDOW = 11
SIGMA = 1.5
C1 = (0.01 * 255) ** 2
C2 = (0.03 * 255) ** 2


def gaussian_taps() -> NDArray[np.float64]:
    """The 11 taps of the window in one direction; their sum is 1."""
    x = np.arange(WINDOW) - WINDOW // 2
    taps = np.exp(-(x**2) / (2 * SIGMA**2))
    return taps / taps.sum()


def ssim(a: NDArray, b: NDArray) -> float:
    """Mean SSIM of two planes: that of :func:`ssim_map`, which see."""
    return float(ssim_map(a, b).mean())


def ssim_map(a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """SSIM of every window of two planes (H×W, values 0..255, both sides at least 11).

    K1 = 0.01, K2 = 0.03, L = 255, population covariance, windows that lie wholly inside the plane.

    Returns:
        H-10×W-10 values.

    Raises:
        MetricError: A side is shorter than the window.
    """
    require_window(*a.shape)
    x, y = a.astype(np.float64), b.astype(np.float64)
    taps = gaussian_taps()
    mean_x, mean_y = _filtered(x, taps), _filtered(y, taps)
    product = mean_x * mean_y
    squares = mean_x**2 + mean_y**2
    # Var x + Var y needs one filtered map, not two: the filter is linear.
    variances = _filtered(x * x + y * y, taps) - squares
    covariance = _filtered(x * y, taps) - product
    return ((2 * product + C1) * (2 * covariance + C2)) / ((squares + C1) * (variances + C2))


def ssim_y(hr: NDArray, sr: NDArray, *, shave: int, rounded_y: bool = False) -> float:
    """Standard SSIM on Y (BT.601, 16..235); arguments and errors as ``psnr.psnr_y``."""
    return ssim(*luma_pair(hr, sr, shave=shave, rounded=rounded_y))


def require_window(height: int, width: int) -> None:
    """Refuse a plane on which no window fits.

    Raises:
        MetricError: A side is shorter than 11 pixels.
    """
    if min(height, width) < WINDOW:
        raise MetricError(
            f"SSIM needs {WINDOW}×{WINDOW} pixels, and {width}×{height} are left without the border"
        )


def _filtered(plane: NDArray[np.float64], taps: NDArray[np.float64]) -> NDArray[np.float64]:
    margin = WINDOW // 2
    rows = correlate1d(plane, taps, axis=0)[margin:-margin]
    return correlate1d(rows, taps, axis=1)[:, margin:-margin]
