"""Which pixels of the LR picture are in sight, for a look at a part before the whole is made."""

from __future__ import annotations

import math

from sr_studio.comparison.parts import Box
from sr_studio.comparison.view_state import ViewState


def visible_part(
    state: ViewState, view: tuple[float, float], size: tuple[int, int], limit: int
) -> tuple[int, int, int, int]:
    """The part of a version that a pane shows, or the middle of it where that is too much.

    Args:
        state: Where one looks.
        view: Width and height of the pane in device pixels.
        size: Width and height of the version in pixels.
        limit: The most pixels the part may have.

    Returns:
        Left, top, width and height in pixels of the version; all of it lies inside.
    """
    first, last = state.to_scene((0, 0), view), state.to_scene(view, view)
    left, right = (min(max(value, 0.0), 1.0) * size[0] for value in (first[0], last[0]))
    top, bottom = (min(max(value, 0.0), 1.0) * size[1] for value in (first[1], last[1]))
    width, height = max(1.0, right - left), max(1.0, bottom - top)
    if width * height > limit:
        share = math.sqrt(limit / (width * height))
        # A long and narrow part keeps at least a pixel across.
        kept = max(1.0, width * share), max(1.0, height * share)
        left, top = left + (width - kept[0]) / 2, top + (height - kept[1]) / 2
        width, height = kept
    columns, rows = min(size[0], math.ceil(width)), min(size[1], math.ceil(height))
    if columns * rows > limit:
        columns, rows = max(1, math.floor(width)), max(1, math.floor(height))
    return (
        min(max(0, math.floor(left)), size[0] - columns),
        min(max(0, math.floor(top)), size[1] - rows),
        columns,
        rows,
    )


def covered(part: tuple[int, int, int, int], size: tuple[int, int]) -> Box:
    """The box of the scene that a part of a version covers."""
    left, top, width, height = part
    return Box(left / size[0], top / size[1], (left + width) / size[0], (top + height) / size[1])
