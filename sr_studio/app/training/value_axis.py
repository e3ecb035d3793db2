"""The axes of a chart: as many numbers as do not meet, on a logarithmic one, too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg

#: Pixels from one number to the next, at least.
_LEAST_APART = 18
#: Numbers of a decade, those that are wanted most first.
_STEPS = (1, 5, 2, 3, 7)
#: Between two numbers, half of it; logical pixels.
_GAP = 3


class RoomyAxis(pg.AxisItem):
    """An axis that leaves out every second number, or more, where they would touch."""

    def generateDrawSpecs(self, painter: Any) -> Any:  # noqa: N802 (pyqtgraph's name)
        """What is drawn: the axis, the ticks, the numbers."""
        specs = super().generateDrawSpecs(painter)
        if specs is None:  # nothing is seen of it yet
            return None
        axis, ticks, numbers = specs
        upright = self.orientation in ("left", "right")
        numbers.sort(key=lambda number: number[0].top() if upright else number[0].left())
        return axis, ticks, _apart(numbers)


class ValueAxis(RoomyAxis):
    """At the left of a plot."""

    def __init__(self) -> None:
        super().__init__("left")

    def logTickValues(  # noqa: N802 (pyqtgraph's name)
        self, low: float, high: float, size: float, _standard: Any
    ) -> list[tuple[float, Sequence[float]]]:
        """Places (exponents of ten) of the numbers between two exponents, on ``size`` pixels."""
        return [(1.0, spread(low, high, size))]

    def logTickStrings(  # noqa: N802 (pyqtgraph's name)
        self, values: Sequence[float], _scale: float, _spacing: float
    ) -> list[str]:
        """The numbers themselves."""
        return [f"{10**value:.3g}" for value in values]


def _apart(numbers: list[Any]) -> list[Any]:
    """Every number, every second, every third …: the first of these in which none touch."""
    for step in range(1, len(numbers)):
        kept = numbers[::step]
        places = [rect.adjusted(-_GAP, 0, _GAP, 0) for rect, *_ in kept]
        if not any(one.intersects(other) for one, other in pairwise(places)):
            return kept
    return numbers[:1]


def spread(low: float, high: float, pixels: float) -> list[float]:
    """Exponents of round numbers between 10**low and 10**high that have room for their text."""
    apart = _LEAST_APART * (high - low) / max(1.0, pixels)
    kept: list[float] = []
    for place in _round_numbers(low, high):
        if low <= place <= high and all(abs(place - other) >= apart for other in kept):
            kept.append(place)
    return sorted(kept)


def _round_numbers(low: float, high: float) -> list[float]:
    """Decades and parts of them; equal steps where less than a decade is seen."""
    first, last = math.floor(low), math.ceil(high)
    by_decades = max(1, round((last - first) / 8))  # of many decades every second, third …
    found = [float(place) for place in range(first, last + 1, by_decades)]
    for step in _STEPS[1:]:
        found += [place + math.log10(step) for place in range(first, last)]
    if sum(low <= place <= high for place in found) < 2:
        span = 10**high - 10**low
        step_size = 10 ** math.floor(math.log10(span / 2))
        values = np.arange(math.ceil(10**low / step_size), math.floor(10**high / step_size) + 1)
        found += [math.log10(value * step_size) for value in values if value > 0]
    return found
