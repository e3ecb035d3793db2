"""Parts of a result that are finished while the rest is still being made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class FinishedPart:
    """One tile as the network gave it, for whoever wants to look at it at once.

    Attributes:
        left: Its first column, in pixels of the whole.
        top: Its first row.
        whole_width: Width of the whole; a last resizing to the wanted size is still to come.
        whole_height: Height of the whole.
        pixels: H×W×3 (or 4) integers, sRGB, 8 or 16 bit; a view that is not written to again.
        alpha: Transparency of the whole LR picture, H×W, where the pixels do not have their own.
    """

    left: int
    top: int
    whole_width: int
    whole_height: int
    pixels: np.ndarray
    alpha: np.ndarray | None = None


OnPart = Callable[[FinishedPart], None]
