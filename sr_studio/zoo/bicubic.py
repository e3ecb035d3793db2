"""Bicubic enlargement inside a network's graph, the same as :mod:`sr_studio.imaging.resize`."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

#: Input pixels on each side that an enlarged pixel can depend on.
BICUBIC_MARGIN = 2


def enlarge_bicubic(small: Tensor, scale: int) -> Tensor:
    """Enlarge as MATLAB's ``imresize`` does: cubic with a = -0.5, replicated border, no rounding.

    Only slices, products and sums: exact in float32 under autocast, and exportable with any size.

    Args:
        small: N×C×H×W.
        scale: Whole factor per side.

    Returns:
        N×C×(scale·H)×(scale·W).
    """
    if scale == 1:
        return small
    pad = BICUBIC_MARGIN
    padded = F.pad(small, (pad, pad, pad, pad), mode="replicate")
    return _enlarge_axis(_enlarge_axis(padded, scale, 2), scale, 3)


def _enlarge_axis(padded: Tensor, scale: int, axis: int) -> Tensor:
    length = padded.shape[axis] - 2 * BICUBIC_MARGIN
    taps = [padded.narrow(axis, tap, length) for tap in range(2 * BICUBIC_MARGIN + 1)]
    phases = []
    for phase in range(scale):
        weighted = [taps[tap] * weight for tap, weight in _phase_weights(phase, scale)]
        phases.append(torch.stack(weighted).sum(0))
    return torch.stack(phases, axis + 1).flatten(axis, axis + 1)


def _phase_weights(phase: int, scale: int) -> list[tuple[int, float]]:
    """(index among the five neighbours -2..2, weight) of the taps that count."""
    centre = (phase + 0.5) / scale - 0.5
    weights = [(tap, _cubic(tap - BICUBIC_MARGIN - centre)) for tap in range(5)]
    return [(tap, weight) for tap, weight in weights if not math.isclose(weight, 0, abs_tol=1e-12)]


def _cubic(x: float) -> float:
    """Cubic convolution with a = -0.5 (R. Keys, IEEE TASSP 29(6), 1981)."""
    x = abs(x)
    if x <= 1:
        return 1.5 * x**3 - 2.5 * x**2 + 1
    return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2 if x < 2 else 0.0
