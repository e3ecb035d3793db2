"""One version of the picture that is looked at: the original, a result, a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sr_studio.app.viewer.pyramid import Pyramid

_numbers = count(1)


@dataclass(eq=False)
class Version:
    """What a pane shows.

    Attributes:
        name: What it is called in the corner of a pane.
        pyramid: Its pixels.
        path: The file it came from, if any.
        note: One line more: a size, a report.
    """

    name: str
    pyramid: Pyramid
    path: Path | None = None
    note: str = ""
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def size_text(self) -> str:
        """``2048 × 1365``."""
        return f"{self.pyramid.width} × {self.pyramid.height}"
