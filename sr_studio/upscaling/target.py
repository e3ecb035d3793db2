"""How large a result shall be, where that is not a plain scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sr_studio.errors import StudioError
from sr_studio.sentences import Sentence


@dataclass(frozen=True)
class Target:
    """A size wished for the result; proportions are kept.

    Attributes:
        width: Pixels across.
        height: Pixels down. With a width too: a box the result shall just fit into.
        megapixels: Millions of pixels in all; alone.
    """

    width: int | None = None
    height: int | None = None
    megapixels: float | None = None

    def check(self) -> None:
        """Raise :class:`StudioError` naming the field at fault."""
        for field in ("width", "height", "megapixels"):
            value = getattr(self, field)
            if value is not None and not (math.isfinite(value) and value > 0):
                raise StudioError(
                    Sentence("%1 is not possible", f"{value:g}"),
                    where=field,
                    remedy=Sentence("Choose a number above 0."),
                )
        sides = self.width is not None or self.height is not None
        if sides == (self.megapixels is not None):
            raise StudioError(
                Sentence("name either sides or megapixels"),
                where="target",
                remedy=Sentence("A width, a height, both for a box to fit into, or megapixels."),
            )

    def scale_for(self, width: int, height: int) -> float:
        """The factor per side that brings a picture of ``width`` × ``height`` to this size."""
        if self.megapixels is not None:
            return math.sqrt(self.megapixels * 1e6 / (width * height))
        across = math.inf if self.width is None else self.width / width
        down = math.inf if self.height is None else self.height / height
        return min(across, down)
