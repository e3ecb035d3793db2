"""How a version lies on the scene: nudged and turned, for pictures that are not registered."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Point = tuple[float, float]


@dataclass(frozen=True)
class Registration:
    """A shift and a turn about the middle of the scene.

    Attributes:
        dx: How far to the right the version lies, in pixels of the scene.
        dy: How far down.
        angle: By how many degrees it is turned, clockwise on the screen.
    """

    dx: float = 0.0
    dy: float = 0.0
    angle: float = 0.0

    @property
    def is_identity(self) -> bool:
        """Whether the version lies on the scene as it is."""
        return self == Registration()

    def nudged(self, dx: float, dy: float) -> Registration:
        """Moved further, in pixels of the scene."""
        return replace(self, dx=self.dx + dx, dy=self.dy + dy)

    def turned(self, degrees: float) -> Registration:
        """Turned further, clockwise; the angle stays within -180..180."""
        return replace(self, angle=(self.angle + degrees + 180.0) % 360.0 - 180.0)

    def to_scene(self, place: Point, scene: Point) -> Point:
        """Where on the scene a place of the version lies; both normalised, 0..1."""
        x, y = (place[0] - 0.5) * scene[0], (place[1] - 0.5) * scene[1]
        cos, sin = _turn(self.angle)
        across = cos * x - sin * y + self.dx
        down = sin * x + cos * y + self.dy
        return across / scene[0] + 0.5, down / scene[1] + 0.5

    def from_scene(self, place: Point, scene: Point) -> Point:
        """Which place of the version lies at a place of the scene; undoes :meth:`to_scene`."""
        x = (place[0] - 0.5) * scene[0] - self.dx
        y = (place[1] - 0.5) * scene[1] - self.dy
        cos, sin = _turn(self.angle)
        across, down = cos * x + sin * y, cos * y - sin * x
        return across / scene[0] + 0.5, down / scene[1] + 0.5


def _turn(degrees: float) -> Point:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
