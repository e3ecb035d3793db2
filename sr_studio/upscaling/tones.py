"""Tones kept: what a network makes of a picture has the picture's own brightness and colours.

A network is free to tint: the weights of two networks blended turn white into yellow, and networks
trained on small crops know neither pure primaries nor the edge of a picture. Two things are
therefore taken from the input (docs/adr/0006): the low frequencies, and whatever is flat.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

#: LR pixels: side of the box by which, twice, the difference of tones is averaged.
_BOX = 9
#: LR pixels: side of the square that must be flat for its centre to be left to the input.
_FLAT_SIDE = 5
#: Span in 8-bit levels up to which a square is flat, and from which on the network has its way.
_FLAT, _TELLING = 1.0, 4.0
#: LR pixels of context for the tones of a pixel: two boxes' reach, and some for the network to be
#: right there. Averages over so many pixels forgive that the outermost lack a part of theirs.
TONES_MARGIN = 24


@torch.inference_mode()
def keep_tones(small: np.ndarray, large: np.ndarray) -> np.ndarray:
    """What a network gave, with the tones of what it was given.

    Exact and cheap: float32, some additions for each SR pixel.

    Args:
        small: RGB 3×H×W float32 in 0..1.
        large: 3×sH×sW float32, what the network made of it; overwritten.

    Returns:
        3×sH×sW float32 in about 0..1.
    """
    lr, sr = torch.from_numpy(small), torch.from_numpy(large).clamp_(0, 1)
    scale = sr.shape[-1] // lr.shape[-1]
    drift = lr - _mean_of_blocks(sr, scale)
    drift = _box(_box(drift, _BOX), _BOX)
    share = _telling(lr)
    sr.mul_(_enlarged(share, scale))
    sr.add_(_enlarged(drift * share + lr * (1 - share), scale))
    result: np.ndarray = sr.numpy()
    return result


def _telling(lr: Tensor) -> Tensor:
    """1×H×W: 0 where the surroundings are flat, 1 where there is something to see."""
    span = _slid(lr, _FLAT_SIDE, torch.maximum) - _slid(lr, _FLAT_SIDE, torch.minimum)
    levels = span.amax(0, keepdim=True) * 255
    return _box(((levels - _FLAT) / (_TELLING - _FLAT)).clamp_(0, 1), _FLAT_SIDE)


def _mean_of_blocks(sr: Tensor, scale: int) -> Tensor:
    """C×sH×sW to C×H×W. Line by line and then column by column: five times as fast as a pooling."""
    channels, height, width = sr.shape
    lines = sr.view(channels, height // scale, scale, width).sum(1 + 1)
    parts = lines.view(channels, height // scale, width // scale, scale).unbind(-1)
    total = parts[0].clone()
    for part in parts[1:]:
        total += part
    return total / scale**2


def _box(values: Tensor, side: int) -> Tensor:
    """Mean over a square around every pixel of C×H×W, with replicated border."""
    return _slid(values, side, torch.add) / side**2


def _slid(values: Tensor, side: int, combine: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Every pixel of C×H×W combined with all others of a square around it; border replicated."""
    reach = side // 2
    padded = F.pad(values[None], (reach, reach, reach, reach), mode="replicate")[0]
    for axis in (1, 2):
        length = padded.shape[axis] - 2 * reach
        total = padded.narrow(axis, 0, length)
        for shift in range(1, side):
            total = combine(total, padded.narrow(axis, shift, length))
        padded = total
    return padded


def _enlarged(values: Tensor, scale: int) -> Tensor:
    """C×H×W to C×sH×sW, bilinear; by whole slices, several times as fast as F.interpolate."""
    return _enlarged_axis(_enlarged_axis(values, scale, 2), scale, 1)


def _enlarged_axis(values: Tensor, scale: int, axis: int) -> Tensor:
    length = values.shape[axis]
    before = torch.cat([values.narrow(axis, 0, 1), values.narrow(axis, 0, length - 1)], axis)
    after = torch.cat(
        [values.narrow(axis, 1, length - 1), values.narrow(axis, length - 1, 1)], axis
    )
    phases = []
    for phase in range(scale):
        offset = (phase + 0.5) / scale - 0.5
        phases.append(torch.lerp(values, before if offset < 0 else after, abs(offset)))
    return torch.stack(phases, axis + 1).flatten(axis, axis + 1)
