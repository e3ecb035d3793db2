"""What differs between two pictures, as a picture: in many manners, 8 bit in and out."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sr_studio.imaging.colour import MATRIX

Bytes = NDArray[np.uint8]

#: Of channel values; beyond it nearly nothing differs.
LARGEST_TOLERANCE = 64
#: Pixels beyond the tolerance are painted in this colour.
BEYOND = (255, 64, 160)
#: Black, violet, red, orange, yellow, white: dark where equal, each step lighter than the last.
_HEAT = ((0, 0, 4), (58, 9, 99), (129, 22, 109), (212, 60, 60), (250, 140, 20), (245, 219, 76),
         (252, 255, 240))  # fmt: skip


class Manner(StrEnum):
    """How a difference is shown.

    ``ABSOLUTE``: |after - before| of each channel. ``SIGNED``: grey where equal, lighter where
    *after* is. ``RED``, ``GREEN``, ``BLUE``: |difference| of one channel, as grey. ``LUMA``: of Y,
    as grey. ``TOLERANCE``: a dim *after*, and a colour where any channel differs by more than the
    tolerance. ``HEAT``: the largest difference of the three channels as a colour map.
    """

    ABSOLUTE = "absolute"
    SIGNED = "signed"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    LUMA = "luma"
    TOLERANCE = "tolerance"
    HEAT = "heat"

    @property
    def has_gain(self) -> bool:
        """Whether the difference can be enlarged; otherwise there is a tolerance."""
        return self is not Manner.TOLERANCE


def difference(
    before: Bytes, after: Bytes, manner: Manner, *, gain: int = 1, tolerance: int = 0
) -> Bytes:
    """The difference of two pictures of one size.

    Args:
        before: H×W×3, uint8.
        after: The same.
        manner: How it is shown.
        gain: By what differences are multiplied (not for ``TOLERANCE``), at least 1.
        tolerance: Channel differences up to this one count as none (only for ``TOLERANCE``).

    Returns:
        H×W×3, uint8.
    """
    if before.shape != after.shape:
        raise ValueError(f"pictures of {before.shape} and {after.shape} have no difference")
    if manner is Manner.SIGNED:
        moved = after.astype(np.int16) - before
        return np.clip(128 + moved * gain, 0, 255).astype(np.uint8)
    if manner is Manner.LUMA:
        return _grey(_enlarged(_luma_distance(before, after), gain))
    distance = np.maximum(before, after) - np.minimum(before, after)
    if manner is Manner.ABSOLUTE:
        return _enlarged(distance, gain)
    if manner in (Manner.RED, Manner.GREEN, Manner.BLUE):
        channel = (Manner.RED, Manner.GREEN, Manner.BLUE).index(manner)
        return _grey(_enlarged(distance[:, :, channel], gain))
    largest = np.maximum(np.maximum(distance[:, :, 0], distance[:, :, 1]), distance[:, :, 2])
    if manner is Manner.HEAT:
        return heat_colours()[_enlarged(largest, gain)]
    shown = after // 3
    shown[largest > tolerance] = BEYOND
    return shown


@lru_cache(maxsize=1)
def heat_colours() -> Bytes:
    """The colour map of ``HEAT``: 256×3, dark to light."""
    at = np.linspace(0, 255, len(_HEAT))
    steps = np.arange(256)
    channels = [np.interp(steps, at, [colour[c] for colour in _HEAT]) for c in range(3)]
    colours = np.stack(channels, axis=1).round().astype(np.uint8)
    colours.setflags(write=False)
    return colours


def _enlarged(distance: Bytes, gain: int) -> Bytes:
    if gain <= 1:
        return distance
    table = np.minimum(np.arange(256) * gain, 255).astype(np.uint8)
    return table[distance]


def _luma_distance(before: Bytes, after: Bytes) -> Bytes:
    """|Y| of the difference, rounded; Y is linear, so one product does for both pictures."""
    moved = after.astype(np.float32) - before
    weights = (np.asarray(MATRIX[0]) / 255.0).astype(np.float32)
    return np.abs(moved @ weights).round().astype(np.uint8)


def _grey(plane: Bytes) -> Bytes:
    return np.repeat(plane[:, :, None], 3, axis=2)
