"""How far a chain of layers looks around a pixel, computed exactly and not by a rule of thumb."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Conv:
    """A convolution of odd kernel size and stride 1, ``times`` in a row."""

    kernel: int
    times: int = 1


@dataclass(frozen=True)
class Up:
    """A step to a grid ``factor`` times finer: pixel shuffle or nearest neighbour."""

    factor: int


@dataclass(frozen=True)
class Down:
    """A step to a grid ``factor`` times coarser: pixel unshuffle."""

    factor: int


def margin(*steps: Conv | Up | Down) -> int:
    """Input pixels needed on each side of a pixel to compute all of its output pixels.

    Args:
        steps: The layers in the order of the forward pass. Only the first step may be ``Down``.

    The walk goes back from the first output pixel of an input pixel and keeps the leftmost position
    it can see; by symmetry the right side needs the same. After a ``Down`` the pixels of a group
    differ in how far they look, and the farthest counts.
    """
    group = steps[0].factor if isinstance(steps[0], Down) else 1
    grid = math.prod(step.factor for step in steps if isinstance(step, Up))
    return max(pixel - _leftmost(pixel * (grid // group), steps) for pixel in range(group))


def _leftmost(output: int, steps: Sequence[Conv | Up | Down]) -> int:
    """Leftmost input position that one output position of a row depends on."""
    for step in reversed(steps):
        match step:
            case Conv(kernel, times):
                output -= (kernel // 2) * times
            case Up(factor):
                output //= factor
            case Down(factor):
                output *= factor
    return output
