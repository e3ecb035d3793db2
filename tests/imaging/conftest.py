"""Pictures with known pixels, made for each test."""

from __future__ import annotations

import numpy as np
import pytest

from sr_studio.imaging.picture import Picture


def made_picture(
    bits: int = 8, channels: int = 3, alpha: bool = False, size: tuple[int, int] = (37, 53)
) -> Picture:
    """A smooth picture with a different corner each, so that turning and swapping shows."""
    height, width = size
    most = 255 if bits == 8 else 65535
    dtype = np.uint8 if bits == 8 else np.uint16
    y, x = np.mgrid[:height, :width]
    planes = [x / width, y / height, (x + y) / (height + width), 0.2 + 0.8 * x / width]
    values = [(plane * most).round().astype(dtype) for plane in planes]
    return Picture(np.dstack(values[:channels]), alpha=values[3] if alpha else None)


@pytest.fixture
def picture() -> Picture:
    return made_picture()
