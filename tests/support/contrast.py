"""How well one colour can be read on another."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.typing import ColorType


def contrast(one: ColorType, other: ColorType) -> float:
    """1 to 21, by the relative luminance of WCAG 2."""

    def luminance(colour: ColorType) -> float:
        rgb = np.array(to_rgb(colour))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
