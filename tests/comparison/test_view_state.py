"""The arithmetic of looking: what stays under the pointer, what fits, what is in step."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from sr_studio.comparison.view_state import (
    LARGEST_ZOOM,
    SMALLEST_ZOOM,
    ViewState,
    level_for,
    next_stop,
)

sides = st.integers(1, 40_000)
views = st.tuples(st.integers(80, 4000), st.integers(80, 3000))
zooms = st.floats(1 / 200, LARGEST_ZOOM)
shares = st.floats(0, 1)


def looking(width: int, height: int, zoom: float, x: float, y: float) -> ViewState:
    return ViewState(width, height, x, y, zoom, fitted=False)


def test_fit_shows_the_whole_scene_in_the_middle() -> None:
    state = ViewState(2000, 1000)
    place = state.placement((800, 600))
    assert (place.left, place.top, place.width, place.height) == (0, 100, 800, 400)


def test_fit_follows_the_size_of_the_view() -> None:
    state = ViewState(2000, 1000)
    assert state.zoom_in((800, 600)) == 0.4
    assert state.zoom_in((400, 600)) == 0.2


@given(sides, sides, views, zooms, shares, shares, shares, shares, st.booleans())
def test_view_to_image_to_view_comes_back(
    width: int,
    height: int,
    view: tuple[int, int],
    zoom: float,
    x: float,
    y: float,
    px: float,
    py: float,
    fitted: bool,
) -> None:
    state = looking(width, height, zoom, x, y)
    state.fitted = fitted
    point = (px * view[0], py * view[1])
    back = state.to_view(state.to_scene(point, view), view)
    assert abs(back[0] - point[0]) < 1e-6
    assert abs(back[1] - point[1]) < 1e-6


@given(sides, sides, views, zooms, shares, shares)
def test_a_point_is_over_the_pixel_that_is_drawn_there(
    width: int, height: int, view: tuple[int, int], zoom: float, x: float, y: float
) -> None:
    state = looking(width, height, zoom, x, y)
    lies = state.placement(view)
    corner = state.to_scene((lies.left, lies.top), view)
    end = state.to_scene((lies.left + lies.width, lies.top + lies.height), view)
    assert corner == (0, 0)
    assert math.isclose(end[0], 1) and math.isclose(end[1], 1)


@given(sides, sides, views, zooms, zooms, shares, shares, st.sampled_from([1, 2, 4]))
def test_the_pixel_under_the_pointer_stays_there(
    width: int,
    height: int,
    view: tuple[int, int],
    zoom: float,
    then: float,
    px: float,
    py: float,
    scale: int,
) -> None:
    state = looking(scale * width, scale * height, zoom, 0.5, 0.5)
    state.columns = width  # an LR version that is drawn ``scale`` times as large
    point = (px * view[0], py * view[1])
    before = state.to_scene(point, view)
    state.zoom_to(then, view, point)
    # At the edges the scene is moved rather than a gap shown; away from them it stays.
    half_x = view[0] / (then * scale * width) / 2
    half_y = view[1] / (then * scale * height) / 2
    assume(half_x < state.x < 1 - half_x and half_y < state.y < 1 - half_y)
    after = state.to_scene(point, view)
    if state.magnification(view) >= 1:
        for was, now, count in (
            (before[0], after[0], width),
            (before[1], after[1], height),
        ):
            between = abs(was * count - round(was * count)) < 1e-9
            assert between or math.floor(was * count) == math.floor(now * count + 1e-9)
    else:
        moved = state.to_view(before, view)
        assert abs(moved[0] - point[0]) <= 0.5 + 1e-6
        assert abs(moved[1] - point[1]) <= 0.5 + 1e-6


moves = st.one_of(
    st.tuples(st.just("zoom"), zooms, shares, shares),
    st.tuples(st.just("steps"), st.integers(-4, 4), shares, shares),
    st.tuples(st.just("pan"), st.floats(-500, 500), st.floats(-500, 500), st.just(0.0)),
    st.tuples(st.just("look"), shares, shares, st.just(0.0)),
    st.tuples(st.just("fit"), st.just(0.0), st.just(0.0), st.just(0.0)),
)


@given(views, st.lists(st.tuples(st.integers(0, 2), moves), max_size=12))
def test_linked_panes_never_differ(
    view: tuple[int, int], done: list[tuple[int, tuple[str, float, float, float]]]
) -> None:
    shared = ViewState(1200, 800)
    apart = shared.copy()
    untouched = apart.copy()
    heard: list[int] = []
    shared.subscribe(lambda: heard.append(1))
    panes = [shared, shared, shared]
    for pane, (what, a, b, c) in done:
        state = panes[pane]
        if what == "zoom":
            state.zoom_to(a, view, (b * view[0], c * view[1]))
        elif what == "steps":
            state.zoom_steps(int(a), view, (b * view[0], c * view[1]))
        elif what == "pan":
            state.pan(a, b, view)
        elif what == "look":
            state.look_at((a, b), view)
        else:
            state.fit()
        assert len({str(pane.placement(view)) for pane in panes}) == 1
    assert apart == untouched  # a pane that was unlinked stays where it was
    apart.go_to(shared.spot)
    assert apart.placement(view) == shared.placement(view)


@given(sides, sides, views, zooms, st.floats(-9999, 9999), st.floats(-9999, 9999))
def test_panning_never_shows_more_gap_than_it_must(
    width: int, height: int, view: tuple[int, int], zoom: float, dx: float, dy: float
) -> None:
    state = looking(width, height, zoom, 0.5, 0.5)
    state.pan(dx, dy, view)
    place = state.placement(view)
    for start, extent, room in (
        (place.left, place.width, view[0]),
        (place.top, place.height, view[1]),
    ):
        if extent >= room:
            assert start <= 1 and start + extent >= room - 1
        else:
            assert abs(start - (room - extent) / 2) <= 1


@given(sides, sides, zooms)
def test_a_scene_of_another_size_looks_as_large(width: int, height: int, zoom: float) -> None:
    state = looking(width, height, zoom, 0.3, 0.7)
    before = state.placement((1000, 800))
    state.set_scene(4 * width, 4 * height)
    assume(state.zoom * 4 == zoom)  # not where the bounds of zoom came between
    after = state.placement((1000, 800))
    assert (before.left, before.top) == (after.left, after.top)
    assert math.isclose(before.width, after.width)


@given(st.floats(1 / 200, 60))
def test_steps_meet_every_doubling_exactly(start: float) -> None:
    met, at = [], start
    while at < 60:
        at = next_stop(at, inwards=True)
        met.append(at)
    assert {power for power in (1.0, 2.0, 4.0, 8.0, 16.0, 32.0) if power > start * 1.001} <= set(
        met
    )
    for _ in met:
        at = next_stop(at, inwards=False)
    assert at <= start * (1 + 1e-5) or len(met) == 1


@given(sides, sides, views)
def test_the_way_out_ends_at_the_whole_picture_or_its_pixels(
    width: int, height: int, view: tuple[int, int]
) -> None:
    state = looking(width, height, 3.0, 0.5, 0.5)
    state.zoom_steps(-60, view)
    whole = min(view[0] / width, view[1] / height)
    assert state.magnification(view) == (1.0 if whole > 1 else max(whole, SMALLEST_ZOOM))


def test_magnification_counts_the_pixels_of_the_version_that_is_looked_at() -> None:
    state = ViewState(2000, 1200, columns=500)  # an LR of a ×4, not yet enlarged
    assert state.magnification((450, 300)) == 0.9
    state.set_scene(4000, 2400)
    assert state.magnification((450, 300)) == 0.9
    state.magnify_to(1.0, (450, 300))
    assert state.zoom == 1 / 8


def test_a_touchpad_rests_on_each_stop() -> None:
    state = looking(4000, 3000, 0.9, 0.5, 0.5)
    seen = []
    for _ in range(12):
        state.zoom_by(1.07, (800, 600))
        seen.append(state.zoom)
    assert {1.0, 1.5} <= set(seen)
    assert seen == sorted(seen)


def test_the_corner_lies_on_a_whole_pixel_at_actual_size() -> None:
    state = looking(1001, 777, 1.0, 0.3333, 0.6177)
    place = state.placement((800, 601))
    assert place.left == int(place.left)
    assert place.top == int(place.top)
    assert (place.width, place.height) == (1001, 777)


def test_listeners_hear_every_change() -> None:
    state, heard = ViewState(100, 100), []
    state.subscribe(lambda: heard.append(state.zoom))
    state.zoom_to(2.0, (50, 50))
    state.pan(3, 3, (50, 50))
    state.fit()
    assert len(heard) == 3


def test_panning_what_is_fitted_does_nothing() -> None:
    state = ViewState(100, 100)
    state.pan(30, 30, (50, 50))
    assert state.fitted
    assert (state.x, state.y) == (0.5, 0.5)


@given(st.floats(1e-4, 64), st.integers(1, 12))
def test_a_level_is_drawn_neither_enlarged_nor_by_less_than_half(
    pixel_size: float, levels: int
) -> None:
    level = level_for(pixel_size, levels)
    assert 0 <= level < levels
    if pixel_size < 1 and level < levels - 1:
        assert 0.5 < pixel_size * 2**level <= 1
