"""One version of the picture that is looked at: the original, a result, a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Registration

_numbers = count(1)


def largest_size(versions: Sequence[Version]) -> tuple[int, int]:
    """Width and height in pixels of the version, of one or more, that has the most."""
    sizes = [(version.pyramid.width, version.pyramid.height) for version in versions]
    return max(sizes, key=lambda size: size[0] * size[1])


@dataclass(eq=False)
class Version:
    """What a pane shows.

    Attributes:
        name: What it is called in the corner of a pane.
        pyramid: Its pixels.
        path: The file it came from, if any.
        note: One line more: a size, a report.
        registration: How it lies on the scene.
        area: Which part of the scene it covers.
        under: What is seen around the area: the version this one is a part of.
        origin: What it was read from, in the queue: read again it takes its former place.
    """

    name: str
    pyramid: Pyramid
    path: Path | None = None
    note: str = ""
    registration: Registration = field(default_factory=Registration)
    area: Box = field(default_factory=Box)
    under: Version | None = None
    origin: tuple[str, str] | None = None
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def size_text(self) -> str:
        """``2048 × 1365``."""
        return f"{self.pyramid.width} × {self.pyramid.height}"

    @property
    def columns(self) -> float:
        """How many columns of such pixels the whole scene has."""
        return self.pyramid.width / (self.area.right - self.area.left)

    @property
    def is_opaque(self) -> bool:
        """Whether it covers the whole scene and nothing shows through."""
        if self.under is not None:
            return self.under.is_opaque
        whole = self.registration.is_identity and self.area == Box()
        return whole and not self.pyramid.has_alpha

    def values_at(
        self, place: tuple[float, float], scene: tuple[float, float]
    ) -> tuple[int, ...] | None:
        """Channel values of the pixel at a normalised place of the scene; None outside.

        Args:
            place: Normalised, 0..1.
            scene: Width and height of the scene in pixels.
        """
        x, y = self.registration.from_scene(place, scene)
        across = (x - self.area.left) / (self.area.right - self.area.left)
        down = (y - self.area.top) / (self.area.bottom - self.area.top)
        pyramid = self.pyramid
        column, row = math.floor(across * pyramid.width), math.floor(down * pyramid.height)
        if not (0 <= across < 1 and 0 <= down < 1) or not pyramid.is_there(column, row):
            return None if self.under is None else self.under.values_at(place, scene)
        return pyramid.values(column, row)
