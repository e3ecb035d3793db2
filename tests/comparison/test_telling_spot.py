"""Where there is most to see."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sr_studio.comparison.telling_spot import telling_spot


def test_it_is_where_the_texture_is() -> None:
    pixels = np.full((90, 120, 3), 128, np.uint8)
    noise = np.random.default_rng(1).integers(0, 256, (20, 30, 3))
    pixels[60:80, 80:110] = noise
    x, y = telling_spot(pixels, (0.25, 20 / 90))
    assert abs(x - 95 / 120) < 0.02
    assert abs(y - 70 / 90) < 0.02


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.01, 3), st.floats(0.01, 3))
def test_the_part_lies_within_the_picture(
    width: int, height: int, across: float, down: float
) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (height, width, 4), dtype=np.uint8)
    x, y = telling_spot(pixels, (across, down))
    assert 0 <= x <= 1
    assert 0 <= y <= 1
