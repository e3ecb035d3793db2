"""Every manner of difference on pixels whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_studio.comparison.differences import BEYOND, Manner, difference, heat_colours
from sr_studio.imaging.colour import rgb_to_y


def one(*colour: int) -> np.ndarray:
    return np.array([[colour]], np.uint8)


BEFORE, AFTER = one(200, 100, 7), one(190, 130, 7)


@pytest.mark.parametrize(
    ("manner", "gain", "expected"),
    [
        (Manner.ABSOLUTE, 1, (10, 30, 0)),
        (Manner.ABSOLUTE, 16, (160, 255, 0)),
        (Manner.SIGNED, 1, (118, 158, 128)),
        (Manner.SIGNED, 8, (48, 255, 128)),
        (Manner.RED, 4, (40, 40, 40)),
        (Manner.GREEN, 2, (60, 60, 60)),
        (Manner.BLUE, 32, (0, 0, 0)),
    ],
)
def test_known_differences(manner: Manner, gain: int, expected: tuple[int, ...]) -> None:
    shown = difference(BEFORE, AFTER, manner, gain=gain)
    assert tuple(shown[0, 0]) == expected


def test_luma_is_that_of_the_metrics() -> None:
    shown = difference(BEFORE, AFTER, Manner.LUMA)
    assert shown[0, 0, 0] == round(abs(float((rgb_to_y(AFTER) - rgb_to_y(BEFORE))[0, 0])))


def test_the_tolerance_parts_equal_from_different() -> None:
    within = difference(BEFORE, AFTER, Manner.TOLERANCE, tolerance=30)
    beyond = difference(BEFORE, AFTER, Manner.TOLERANCE, tolerance=29)
    assert tuple(within[0, 0]) == (63, 43, 2)
    assert tuple(beyond[0, 0]) == BEYOND


def test_the_heat_map_grows_lighter() -> None:
    luma = rgb_to_y(heat_colours()[None])[0]
    assert (np.diff(luma) > -0.5).all()
    assert luma[0] < 20 and luma[-1] > 200
    shown = difference(BEFORE, AFTER, Manner.HEAT, gain=2)
    assert tuple(shown[0, 0]) == tuple(heat_colours()[60])


@given(st.sampled_from(Manner), st.integers(1, 32), st.integers(0, 2**32 - 1))
def test_equal_pictures_differ_nowhere(manner: Manner, gain: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    shown = difference(picture, picture.copy(), manner, gain=gain)
    if manner is Manner.TOLERANCE:
        assert np.array_equal(shown, picture // 3)
    else:
        assert len(np.unique(shown.reshape(-1, 3), axis=0)) == 1
