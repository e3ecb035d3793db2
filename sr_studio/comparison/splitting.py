"""How a pane is divided between versions: by one line at any angle, or by two that cross.

All sizes are device pixels, y downwards; angles are degrees, counter-clockwise on the screen; 90
is an upright line. The first version lies to the left of an upright line (above a level one).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Point = tuple[float, float]
Polygon = list[Point]

UPRIGHT = 90.0


@dataclass(frozen=True)
class Split:
    """A dividing line, or a cross.

    Attributes:
        x: Where the line (or the crossing) passes, 0..1 of the view's width.
        y: The same, down.
        angle: Of the line, degrees in [0, 180).
        quartered: Whether a second line crosses the first at a right angle.
    """

    x: float = 0.5
    y: float = 0.5
    angle: float = UPRIGHT
    quartered: bool = False

    def moved_to(self, point: Point, view: Point) -> Split:
        """The same lines through another point of the view; it stays inside."""
        return replace(
            self,
            x=min(max(point[0] / max(view[0], 1e-9), 0.0), 1.0),
            y=min(max(point[1] / max(view[1], 1e-9), 0.0), 1.0),
        )

    def turned(self, degrees: float) -> Split:
        """The lines turned counter-clockwise about the point they pass."""
        return replace(self, angle=(self.angle + degrees) % 180.0)

    def aimed_at(self, point: Point, view: Point) -> Split:
        """The first line turned so that it runs through a point, to whole degrees."""
        cx, cy = self.centre(view)
        if point == (cx, cy):
            return self
        towards = math.degrees(math.atan2(cy - point[1], point[0] - cx))
        return replace(self, angle=float(round(towards)) % 180.0)

    def centre(self, view: Point) -> Point:
        """The point the lines pass, in a view of this size."""
        return self.x * view[0], self.y * view[1]

    def directions(self) -> list[Point]:
        """Unit vectors along the lines, one or two."""
        angle = math.radians(self.angle)
        along = math.cos(angle), -math.sin(angle)
        return [along, (-along[1], along[0])] if self.quartered else [along]

    def distance(self, point: Point, view: Point) -> float:
        """How far a point is from the nearest line."""
        cx, cy = self.centre(view)
        px, py = point[0] - cx, point[1] - cy
        return min(abs(dx * py - dy * px) for dx, dy in self.directions())

    def areas(self, view: Point) -> list[Polygon]:
        """The convex polygons the lines cut a view into: two, or four.

        Two: left and right of an upright line, above and below a level one. Four, for upright and
        level lines: top left, top right, bottom left, bottom right. They cover the view and
        overlap nowhere; an area that lies outside is an empty list.
        """
        whole = [(0.0, 0.0), (view[0], 0.0), (view[0], view[1]), (0.0, view[1])]
        centre = self.centre(view)
        first = self.directions()[0]
        halves = [_cut(whole, centre, first, 1), _cut(whole, centre, first, -1)]
        if not self.quartered:
            return halves
        second = self.directions()[1]
        return [_cut(half, centre, second, side) for side in (1, -1) for half in halves]


def _cut(polygon: Polygon, through: Point, along: Point, side: int) -> Polygon:
    """What of a convex polygon lies on one side of a line (Sutherland and Hodgman)."""

    def height(point: Point) -> float:
        return -side * (along[0] * (point[1] - through[1]) - along[1] * (point[0] - through[0]))

    kept: Polygon = []
    for start, end in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        from_line, to_line = height(start), height(end)
        if from_line >= 0:
            kept.append(start)
        if (from_line > 0 > to_line) or (from_line < 0 < to_line):
            share = from_line / (from_line - to_line)
            kept.append(
                (
                    start[0] + share * (end[0] - start[0]),
                    start[1] + share * (end[1] - start[1]),
                )
            )
    return kept if len(kept) > 2 else []
