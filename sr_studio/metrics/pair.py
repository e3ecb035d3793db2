"""An original and an SR picture as metrics look at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sr_studio.metrics.planes import luma_plane, rounded_plane

Planes = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Pair:
    """An original and an SR picture without their borders, and their Y, each made once.

    Attributes:
        hr: H×W×C uint8.
        sr: Of the same shape.
    """

    hr: NDArray[np.uint8]
    sr: NDArray[np.uint8]

    @cached_property
    def luma(self) -> Planes:
        """Y of both, H×W, 16..235, not rounded."""
        return luma_plane(self.hr, rounded=False), luma_plane(self.sr, rounded=False)

    @cached_property
    def rounded_luma(self) -> Planes:
        """Y of both, rounded to integers."""
        return rounded_plane(self.luma[0]), rounded_plane(self.luma[1])
