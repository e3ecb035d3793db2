"""NIQE, the naturalness of a picture without its original; lower is better.

Source: A. Mittal, R. Soundararajan, A. C. Bovik, "Making a 'completely blind' image quality
analyzer", IEEE Signal Processing Letters 20(3), 2013. A picture's statistics are compared with
those of pristine photographs (:mod:`sr_studio.metrics.niqe_model`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import correlate1d
from scipy.special import gamma

from sr_studio.imaging.resize import imresize
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.niqe_model import PristineModel
from sr_studio.sentences import Sentence

BLOCK = 96
FEATURES = 36
_WINDOW = 7
_SIGMA = 7 / 6
#: Circular shifts (down, right) whose products are looked at: right, below, the two diagonals.
_NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1))

_SHAPES = np.arange(0.2, 10.001, 0.001)
_SHAPE_RATIOS = gamma(2 / _SHAPES) ** 2 / (gamma(1 / _SHAPES) * gamma(3 / _SHAPES))


def niqe(luma: NDArray[np.float64], model: PristineModel) -> float:
    """NIQE of one plane (H×W, values 0..255), cut at the top left to whole blocks.

    Raises:
        MetricError: Fewer than two whole blocks, or a plane without texture.
    """
    features, _ = block_features(luma)
    whole = features[~np.isnan(features).any(axis=1)]
    if len(whole) < 2:
        raise MetricError(Sentence("NIQE finds no texture in this picture: its blocks are flat"))
    distance = model.mean - np.nanmean(features, axis=0)
    spread = np.linalg.pinv((model.covariance + np.cov(whole, rowvar=False)) / 2)
    return math.sqrt(float(distance @ spread @ distance))


def block_features(luma: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 36 features of each block and the block's sharpness.

    Args:
        luma: H×W, values 0..255.

    Returns:
        blocks×36 (18 at full size, 18 at half size; NaN where a block is flat), and the mean local
        contrast of each block at full size, by which pristine blocks are chosen.

    Raises:
        MetricError: Fewer than two whole blocks of 96×96 pixels.
    """
    rows, columns = luma.shape[0] // BLOCK, luma.shape[1] // BLOCK
    if rows * columns < 2:
        raise MetricError(
            Sentence(
                "NIQE needs at least two whole blocks of %1 pixels, and %2 pixels have %3",
                f"{BLOCK}×{BLOCK}",
                f"{luma.shape[1]}×{luma.shape[0]}",
                rows * columns,
            )
        )
    plane = luma[: rows * BLOCK, : columns * BLOCK]
    coefficients, contrast = _normalised(plane)
    sharpness = _blocks(contrast, BLOCK).mean(axis=(1, 2))
    halved = imresize(plane / 255, 0.5, kernel="bicubic", variant="float", border="mirror") * 255
    half_coefficients, _ = _normalised(halved)
    features = np.hstack(
        [
            _statistics(_blocks(coefficients, BLOCK)),
            _statistics(_blocks(half_coefficients, BLOCK // 2)),
        ]
    )
    return features, sharpness


def _normalised(plane: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean-subtracted, contrast-normalised coefficients and the local contrast."""
    x = np.arange(_WINDOW) - _WINDOW // 2
    taps = np.exp(-(x**2) / (2 * _SIGMA**2))
    taps /= taps.sum()

    def blurred(values: NDArray[np.float64]) -> NDArray[np.float64]:
        rows = correlate1d(values, taps, axis=0, mode="nearest")
        return correlate1d(rows, taps, axis=1, mode="nearest")

    mean = blurred(plane)
    contrast = np.sqrt(np.abs(blurred(plane * plane) - mean * mean))
    return (plane - mean) / (contrast + 1), contrast


def _blocks(plane: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """N×side×side, row by row."""
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    return plane.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(-1, side, side)


def _statistics(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 18 features of each block: blocks×18."""
    shape, left, right = _asymmetric_gaussian(blocks)
    features = [shape, (left + right) / 2]
    for shift in _NEIGHBOURS:
        shape, left, right = _asymmetric_gaussian(blocks * np.roll(blocks, shift, axis=(1, 2)))
        mean = (right - left) * (gamma(2 / shape) / gamma(1 / shape))
        features += [shape, mean, left, right]
    return np.stack(features, axis=1)


def _asymmetric_gaussian(
    blocks: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Shape and both widths of the asymmetric generalised Gaussian of each block, by moments."""
    values = blocks.reshape(len(blocks), -1)
    squares = values * values
    below, above = values < 0, values > 0
    # A flat block has no value on one side: 0/0 is the NaN that says so.
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.sqrt((squares * below).sum(axis=1) / below.sum(axis=1))
        right = np.sqrt((squares * above).sum(axis=1) / above.sum(axis=1))
        asymmetry = left / right
        ratio = np.abs(values).mean(axis=1) ** 2 / squares.mean(axis=1)
        ratio *= (asymmetry**3 + 1) * (asymmetry + 1) / (asymmetry**2 + 1) ** 2
    nearest = np.abs(_SHAPE_RATIOS - ratio[:, np.newaxis]).argmin(axis=1)
    shape = _SHAPES[nearest]
    width = np.sqrt(gamma(1 / shape) / gamma(3 / shape))
    return shape, left * width, right * width
