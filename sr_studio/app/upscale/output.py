"""Where results go and what they are called: plain rules without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sr_studio.imaging.formats import FORMATS
from sr_studio.upscaling.naming import DEFAULT_TEMPLATE, NameFacts, result_name

WINDOW, BESIDE, FOLDER = "window", "beside", "folder"
PLACES = (WINDOW, BESIDE, FOLDER)


@dataclass(frozen=True)
class OutputPlan:
    """What the inspector says about results.

    Attributes:
        format: A key of :data:`sr_studio.imaging.formats.FORMATS`.
        quality: 1..100, for formats that lose something.
        place: ``window`` keeps results until they are saved by hand, ``beside`` writes them next
            to their originals, ``folder`` into :attr:`folder`.
        folder: For ``folder``.
        template: Name without suffix; see :mod:`sr_studio.upscaling.naming`.
    """

    format: str = "png"
    quality: int = 92
    place: str = WINDOW
    folder: Path | None = None
    template: str = DEFAULT_TEMPLATE

    @property
    def suffix(self) -> str:
        """The suffix of the format, with the dot."""
        return FORMATS[self.format].suffixes[0]

    @property
    def lossy(self) -> bool:
        """Whether the quality means anything."""
        return FORMATS[self.format].default_quality is not None

    def name(
        self,
        source: str,
        scale: float,
        method: str,
        size: tuple[int, int],
        detail: float | None = None,
    ) -> str:
        """The name of a result, with suffix.

        Raises:
            StudioError: The template is not one.
        """
        facts = NameFacts(source, scale, method, detail, size)
        return result_name(facts, self.suffix, self.template)

    def folder_for(self, source: Path | None) -> Path:
        """The folder results of ``source`` are written to or offered in first."""
        if self.place == FOLDER and self.folder is not None:
            return self.folder
        return Path.home() if source is None else source.parent
