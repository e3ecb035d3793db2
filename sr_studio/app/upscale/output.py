"""Where results go and what they are called: plain rules without Qt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from sr_studio import paths
from sr_studio.app.upscale.entry import Entry
from sr_studio.files import made_folder
from sr_studio.imaging.formats import FORMATS
from sr_studio.upscaling.collisions import Originals
from sr_studio.upscaling.naming import (
    DEFAULT_TEMPLATE,
    facts_of,
    mirrored,
    numbered,
    result_name,
)
from sr_studio.upscaling.output import Existing, WriteOptions
from sr_studio.upscaling.request import UpscaleRequest, target_size

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
        existing: What happens where a file of the name is there already.
        mirror: Whether folders below one that was opened are made again below :attr:`folder`.
        keep_metadata: Whether EXIF, IPTC and XMP of the picture go into the result.
    """

    format: str = "png"
    quality: int = 92
    place: str = WINDOW
    folder: Path | None = None
    template: str = DEFAULT_TEMPLATE
    existing: Existing = Existing.NUMBER
    mirror: bool = False
    keep_metadata: bool = True

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

    @property
    def options(self) -> WriteOptions:
        """How results are written."""
        if self.place == WINDOW:  # as they are; what the person wishes counts when they are saved
            return WriteOptions()
        return self.wished

    @property
    def wished(self) -> WriteOptions:
        """How results are written for the person, at once or when they are saved."""
        quality = self.quality if self.lossy else None
        return WriteOptions(self.existing, quality, self.keep_metadata)

    def name(
        self,
        source: str,
        request: UpscaleRequest,
        scale: float,
        size: tuple[int, int],
        folder: str = "",
    ) -> str:
        """The name of a result, with suffix.

        Raises:
            StudioError: The template is not one.
        """
        facts = facts_of(source, request, scale, size, folder)
        return result_name(facts, self.suffix, self.template)

    def folder_for(self, source: Path | None, root: Path | None = None) -> Path:
        """The folder results of ``source`` are written to or offered in first.

        Args:
            source: The picture; None for a pasted one.
            root: The folder that was opened and in or below which it lies.
        """
        if self.place == FOLDER and self.folder is not None:
            if source is not None and self.mirror:
                return mirrored(source, root, self.folder)
            return self.folder
        if source is None or source.absolute().is_relative_to(paths.resources_dir()):
            # A pasted picture lies nowhere, a sample in the program's own folder.
            return paths.user_pictures_dir()
        return source.parent

    def target(
        self, entry: Entry, request: UpscaleRequest, taken: set[Path], originals: Originals
    ) -> Path:
        """The file a result is to be: in the private folder where results are kept in the window.

        Args:
            entry: The picture, whose size is known.
            request: How it is made.
            taken: Files that other results are going to be.
            originals: The pictures in the list, which it must not replace.

        Raises:
            StudioError: The template of names is not one, or the window's folder of results
                cannot be made.
        """
        assert entry.size is not None
        if self.place == WINDOW:
            folder = made_folder(paths.user_results_dir())
            return folder / f"{entry.id}-{uuid.uuid4().hex[:8]}.png"
        scale = request.for_picture(*entry.size).scale or 1
        expected = target_size(*entry.size, scale)
        name = self.name(entry.stem, request, scale, expected, entry.folder)
        wanted = self.folder_for(entry.path, entry.root) / name
        if self.existing is Existing.NUMBER:
            return numbered(wanted, taken)
        return originals.place_beside(wanted, cast(Path, entry.file), self.existing, taken)
