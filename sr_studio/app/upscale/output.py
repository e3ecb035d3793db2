"""Where results go and what they are called: plain rules without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sr_studio import paths
from sr_studio.imaging.formats import FORMATS
from sr_studio.upscaling.naming import DEFAULT_TEMPLATE, NameFacts, result_name

AUTO, WINDOW, BESIDE, FOLDER = "auto", "window", "beside", "folder"


@dataclass(frozen=True)
class OutputPlan:
    """What the inspector says about results.

    Attributes:
        format: A key of :data:`sr_studio.imaging.formats.FORMATS`.
        quality: 1..100, for formats that lose something.
        place: ``window`` keeps results until they are saved by hand, ``beside`` writes them next
            to their originals, ``folder`` into :attr:`folder`; ``auto`` keeps a single one and
            writes several beside their originals.
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

    def for_count(self, count: int) -> OutputPlan:
        """The plan with its place decided, for so many pictures started together."""
        if self.place != AUTO:
            return self
        return replace(self, place=WINDOW if count <= 1 else BESIDE)

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
        if source is None or source.absolute().is_relative_to(paths.resources_dir()):
            # A pasted picture lies nowhere, a sample in the program's own folder.
            return paths.user_pictures_dir()
        return source.parent
