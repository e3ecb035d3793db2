"""Dividing lines and registrations: areas that cover a view, moves that can be undone."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from sr_studio.comparison.registration import Registration
from sr_studio.comparison.splitting import Polygon, Split

shares = st.floats(0, 1)
angles = st.floats(0, 179.99)
views = st.tuples(st.integers(80, 4000), st.integers(80, 3000))
scenes = st.tuples(st.integers(1, 40_000), st.integers(1, 40_000))


def size(polygon: Polygon) -> float:
    edges = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in edges)) / 2


@given(views, shares, shares, angles, st.booleans())
def test_the_areas_cover_the_view_and_do_not_overlap(
    view: tuple[int, int], x: float, y: float, angle: float, quartered: bool
) -> None:
    areas = Split(x, y, angle, quartered).areas(view)
    assert len(areas) == (4 if quartered else 2)
    assert math.isclose(sum(map(size, areas)), view[0] * view[1], rel_tol=1e-9)


def test_an_upright_line_has_the_first_version_at_its_left() -> None:
    split = Split(0.25)
    left, right = split.areas((400, 100))
    assert sorted(left) == [(0, 0), (0, 100), (100, 0), (100, 100)]
    assert min(x for x, _ in right) == 100
    assert split.turned(-90).areas((400, 100))[0][0] == (0, 0)  # level: the first above


def test_quarters_are_read_like_text() -> None:
    areas = Split(quartered=True).areas((100, 100))
    corners = [(0, 0), (100, 0), (0, 100), (100, 100)]
    assert all(corner in area for corner, area in zip(corners, areas, strict=True))


@given(scenes, st.floats(-500, 500), st.floats(-500, 500), st.floats(-180, 180), shares, shares)
def test_a_registration_is_undone_exactly(
    scene: tuple[int, int], dx: float, dy: float, angle: float, x: float, y: float
) -> None:
    lies = Registration.of_pixels(dx, dy, angle, scene)
    back = lies.from_scene(lies.to_scene((x, y), scene), scene)
    assert abs(back[0] - x) * scene[0] < 1e-6
    assert abs(back[1] - y) * scene[1] < 1e-6


def test_a_quarter_turn_is_clockwise() -> None:
    x, y = Registration(angle=90).to_scene((1.0, 0.5), (100, 100))
    assert math.isclose(x, 0.5) and math.isclose(y, 1.0)


def test_what_is_moved_and_turned_back_lies_where_it_lay() -> None:
    lies = Registration(0.2, 0.1, 179.9)
    away = lies.nudged(0.1, 0.7).turned(0.2)
    assert away.angle < 0 and not away.lies_as(lies)
    back = away.turned(-0.1).turned(-0.1).nudged(-0.1, -0.7)
    assert back != lies, "else rounding is not tried"
    assert back.lies_as(lies) and not back.is_identity
    assert Registration(angle=180.0).lies_as(Registration(angle=-180.0))
