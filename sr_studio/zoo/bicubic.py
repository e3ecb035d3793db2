"""Bicubic enlargement inside a network's graph, the same as :mod:`sr_studio.imaging.resize`."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from sr_studio.imaging.resize import KERNELS

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
    cubic, _ = KERNELS["bicubic"]
    weights = cubic(np.arange(-BICUBIC_MARGIN, BICUBIC_MARGIN + 1) - centre)
    return [(tap, float(weight)) for tap, weight in enumerate(weights) if abs(weight) > 1e-12]
