"""Blur kernels of many shapes, (side, side) float32 with sum 1.

Source: Real-ESRGAN (Wang et al., arXiv 2107.10833, Sec. 3.2 and 3.3), after BSRGAN (Zhang et al.,
arXiv 2103.14006) and, for the shapes, Liu et al., "Estimating generalized Gaussian blur kernels".
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import j1

from sr_studio.training.degradation.settings import Blur

Kernel = NDArray[np.float32]

#: Below this side a sinc may cut lower frequencies: a small kernel cannot hold a slow ripple.
_LARGE_SINC = 13


def gaussian(side: int, sigmas: tuple[float, float], angle: float, beta: float = 1.0) -> Kernel:
    """exp(-d^beta / 2), d the squared distance in units of the deviations; beta 1 is the Gaussian.

    Args:
        side: Odd number of rows and columns.
        sigmas: Standard deviations along the two axes of the ellipse, in pixels.
        angle: Of the first axis, in radians.
        beta: Exponent; above 1 the top is flatter, below 1 more pointed.
    """
    return _normalised(np.exp(-0.5 * _distance(side, sigmas, angle) ** beta))


def plateau(side: int, sigmas: tuple[float, float], angle: float, beta: float) -> Kernel:
    """1 / (1 + d^beta): a flat top with steep sides; arguments as of :func:`gaussian`."""
    return _normalised(1 / (1 + _distance(side, sigmas, angle) ** beta))


def sinc(side: int, cutoff: float) -> Kernel:
    """The round low-pass filter that rings: frequencies above ``cutoff`` (0..pi) are taken away."""
    x, y = _grid(side)
    radius = np.hypot(x, y)
    middle = side // 2
    radius[middle, middle] = 1.0
    values = cutoff * j1(cutoff * radius) / (2 * math.pi * radius)
    values[middle, middle] = cutoff**2 / (4 * math.pi)
    return _normalised(values)


def draw_kernel(blur: Blur, dice: np.random.Generator) -> Kernel:
    """A kernel as the section says."""
    side = draw_side(blur.sides, dice)
    if dice.random() < blur.sinc:
        lowest = 1 / 3 if side < _LARGE_SINC else 1 / 5
        return draw_sinc(side, (lowest, 1.0), dice)
    weights = blur.weights()
    shares = np.array(list(weights.values())) / sum(weights.values())
    kind = list(weights)[dice.choice(len(shares), p=shares)]
    first, second = dice.uniform(*blur.sigma, size=2)
    angle = dice.uniform(-math.pi, math.pi)
    if kind.endswith("_iso") or kind == "iso":
        second = first
    sigmas = (float(first), float(second))
    if kind.startswith("generalised"):
        return gaussian(side, sigmas, angle, _draw_beta(blur.generalised_beta, dice))
    if kind.startswith("plateau"):
        return plateau(side, sigmas, angle, _draw_beta(blur.plateau_beta, dice))
    return gaussian(side, sigmas, angle)


def draw_sinc(side: int, cutoff: tuple[float, float], dice: np.random.Generator) -> Kernel:
    """A sinc with a cutoff in this range, where 1 is the highest frequency there is."""
    return sinc(side, math.pi * float(dice.uniform(*cutoff)))


def draw_side(sides: tuple[int, int], dice: np.random.Generator) -> int:
    """An odd side in the range, both ends included."""
    least, largest = sides
    return least + 2 * int(dice.integers((largest - least) // 2 + 1))


def _draw_beta(bounds: tuple[float, float], dice: np.random.Generator) -> float:
    """Half of the draws below 1 and half above, where the range reaches both."""
    least, largest = bounds
    if least < 1 < largest:
        bounds = (least, 1.0) if dice.random() < 0.5 else (1.0, largest)
    return float(dice.uniform(*bounds))


def _grid(side: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    steps = np.arange(side) - side // 2
    x, y = np.meshgrid(steps.astype(np.float64), steps.astype(np.float64))
    return x, y


def _distance(side: int, sigmas: tuple[float, float], angle: float) -> NDArray[np.float64]:
    x, y = _grid(side)
    along = (x * math.cos(angle) + y * math.sin(angle)) / sigmas[0]
    across = (y * math.cos(angle) - x * math.sin(angle)) / sigmas[1]
    return along**2 + across**2


def _normalised(values: NDArray[np.float64]) -> Kernel:
    return (values / values.sum()).astype(np.float32)
