"""Values along a line across the picture: how steep an edge is in each version."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from sr_studio.comparison.parts import Bytes, on_white
from sr_studio.comparison.registration import Point, Registration
from sr_studio.imaging.colour import rgb_to_y

_MOST_SAMPLES = 4096


def line_profile(
    size: tuple[int, int],
    part: Callable[[slice, slice], Bytes],
    start: Point,
    end: Point,
    scene: tuple[float, float],
    registration: Registration | None = None,
) -> NDArray[np.float64]:
    """Y along a line from one place of the scene to another.

    Args:
        size: Width and height of the version.
        part: Gives rows and columns of it, H×W×(1..4), uint8: a large one is never needed whole.
        start: Normalised place of the scene.
        end: The same.
        scene: Width and height of the scene in pixels; the line has about two samples a pixel.
        registration: How the version lies on the scene.

    Returns:
        (n, 2): distance from the start in pixels of the scene, and Y of BT.601 (16..235; a grey
        picture's own values) by bilinear interpolation; NaN outside the version.
    """
    lies = registration or Registration()
    across, down = (end[0] - start[0]) * scene[0], (end[1] - start[1]) * scene[1]
    length = math.hypot(across, down)
    count = int(min(max(2, math.ceil(2 * length) + 1), _MOST_SAMPLES))
    shares = np.linspace(0.0, 1.0, count)
    width, height = size
    first, last = lies.from_scene(start, scene), lies.from_scene(end, scene)
    columns = (first[0] + shares * (last[0] - first[0])) * width - 0.5
    rows = (first[1] + shares * (last[1] - first[1])) * height - 0.5
    left, top = math.floor(columns.min()) - 1, math.floor(rows.min()) - 1
    right, bottom = math.ceil(columns.max()) + 2, math.ceil(rows.max()) + 2
    left, top = max(0, left), max(0, top)
    rows_around = slice(min(top, height), min(max(top + 1, bottom), height))
    columns_around = slice(min(left, width), min(max(left + 1, right), width))
    around = part(rows_around, columns_around)
    if around.size == 0:
        return np.stack([shares * length, np.full(count, np.nan)], axis=1)
    grey = around.ndim == 2 or around.shape[2] == 1
    luma = rgb_to_y(around if grey else on_white(around))
    values = map_coordinates(luma, [rows - top, columns - left], order=1, mode="nearest")
    outside = (columns < -0.5) | (columns > width - 0.5) | (rows < -0.5) | (rows > height - 0.5)
    values[outside] = np.nan
    return np.stack([shares * length, values], axis=1)


def edge_width(profile: NDArray[np.float64]) -> float | None:
    """How far an edge takes from 10 to 90 % of its rise, in pixels of the scene.

    None where there is no edge: the line's ends differ by less than a tenth of the range.
    """
    values = profile[:, 1]
    known = np.isfinite(values)
    if known.sum() < 4:
        return None
    places, values = profile[known, 0], values[known]
    start, end = values[0], values[-1]
    if abs(end - start) < 22:
        return None
    risen = (values - start) / (end - start)
    above = np.flatnonzero(risen >= 0.9)
    if above.size == 0:
        return None
    last = above[0]
    below = np.flatnonzero(risen[: last + 1] <= 0.1)
    if below.size == 0:
        return None
    low = _crossing(places, risen, below[-1], 0.1)
    high = _crossing(places, risen, last - 1, 0.9) if last > 0 else places[last]
    return max(0.0, high - low)


def _crossing(
    places: NDArray[np.float64], risen: NDArray[np.float64], index: int, level: float
) -> float:
    """Where between two samples the level is passed."""
    low, high = risen[index], risen[index + 1]
    share = 0.0 if high == low else (level - low) / (high - low)
    return float(places[index] + min(max(share, 0.0), 1.0) * (places[index + 1] - places[index]))
