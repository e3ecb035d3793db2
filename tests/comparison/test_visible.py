"""The part of the LR picture that is in sight."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sr_studio.comparison.view_state import ViewState
from sr_studio.comparison.visible import covered, visible_part


def test_all_of_a_small_picture_that_is_fitted() -> None:
    assert visible_part(ViewState(400, 300), (800, 600), (100, 75), 10_000) == (0, 0, 100, 75)


def test_the_middle_where_all_would_be_too_much() -> None:
    left, top, width, height = visible_part(ViewState(4000, 2000), (800, 400), (1000, 500), 5000)
    assert (width, height) == (100, 50)
    assert (left, top) == (450, 225)


@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.floats(0.01, 64),
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(4, 100_000),
)
def test_it_lies_in_the_picture_and_within_the_limit(
    width: int, height: int, zoom: float, x: float, y: float, limit: int
) -> None:
    state = ViewState(4 * width, 4 * height, x, y, zoom, fitted=False)
    left, top, across, down = visible_part(state, (640, 480), (width, height), limit)
    assert left >= 0 and left + across <= width
    assert top >= 0 and top + down <= height
    assert across >= 1 and down >= 1
    assert across * down <= max(limit, across, down)
    box = covered((left, top, across, down), (width, height))
    assert box.pixels((width, height)) == (left, top, left + across, top + down)
