"""How a version lies on the scene: nudged and turned, for pictures that are not registered."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Point = tuple[float, float]
#: Shares of a scene, and degrees, below which nothing was moved or turned.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Registration:
    """A shift and a turn about the middle of the scene.

    The shift is a share of the scene: its pixels are those of the largest version, which may join
    or leave while the others stay where they are.

    Attributes:
        right: How far to the right the version lies, in widths of the scene.
        down: How far down, in heights of the scene.
        angle: By how many degrees it is turned, clockwise on the screen.
    """

    right: float = 0.0
    down: float = 0.0
    angle: float = 0.0

    @property
    def is_identity(self) -> bool:
        """Whether the version lies on the scene as it is, but for what was lost by rounding."""
        return self.lies_as(Registration())

    def lies_as(self, other: Registration) -> bool:
        """Whether two versions lie on each other's place, but for what was lost by rounding."""
        turn = self.turned(-other.angle).angle
        away = abs(self.right - other.right), abs(self.down - other.down), abs(turn)
        return max(away) < _ROUNDING

    @classmethod
    def of_pixels(cls, dx: float, dy: float, angle: float, scene: Point) -> Registration:
        """One whose shift is told in pixels of a scene of this width and height."""
        return cls(dx / scene[0], dy / scene[1], angle)

    def pixels(self, scene: Point) -> Point:
        """How far to the right and down, in pixels of a scene of this width and height."""
        return self.right * scene[0], self.down * scene[1]

    def nudged(self, right: float, down: float) -> Registration:
        """Moved further, in widths and heights of the scene."""
        return replace(self, right=self.right + right, down=self.down + down)

    def turned(self, degrees: float) -> Registration:
        """Turned further, clockwise; the angle stays within -180..180."""
        return replace(self, angle=(self.angle + degrees + 180.0) % 360.0 - 180.0)

    def to_scene(self, place: Point, scene: Point) -> Point:
        """Where on the scene a place of the version lies; both normalised, 0..1."""
        x, y = (place[0] - 0.5) * scene[0], (place[1] - 0.5) * scene[1]
        cos, sin = _turn(self.angle)
        across, down = cos * x - sin * y, sin * x + cos * y
        return across / scene[0] + self.right + 0.5, down / scene[1] + self.down + 0.5

    def from_scene(self, place: Point, scene: Point) -> Point:
        """Which place of the version lies at a place of the scene; undoes :meth:`to_scene`."""
        x = (place[0] - self.right - 0.5) * scene[0]
        y = (place[1] - self.down - 0.5) * scene[1]
        cos, sin = _turn(self.angle)
        across, down = cos * x + sin * y, cos * y - sin * x
        return across / scene[0] + 0.5, down / scene[1] + 0.5


def _turn(degrees: float) -> Point:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
