"""Where results go and what they are called: plain rules without Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

from sr_studio.errors import StudioError
from sr_studio.imaging.formats import FORMATS

WINDOW, BESIDE, FOLDER = "window", "beside", "folder"
PLACES = (WINDOW, BESIDE, FOLDER)
FIELDS = ("name", "scale", "method", "width", "height", "date")
DEFAULT_TEMPLATE = "{name}_x{scale}_{method}"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 200


@dataclass(frozen=True)
class OutputPlan:
    """What the inspector says about results.

    Attributes:
        format: A key of :data:`sr_studio.imaging.formats.FORMATS`.
        quality: 1..100, for formats that lose something.
        place: ``window`` keeps results until they are saved by hand, ``beside`` writes them next
            to their originals, ``folder`` into :attr:`folder`.
        folder: For ``folder``.
        template: Name without suffix; the :data:`FIELDS` in braces are filled in.
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

    def name(self, source: str, scale: float, method: str, size: tuple[int, int]) -> str:
        """The name of a result, with suffix.

        Raises:
            StudioError: The template is not one.
        """
        values = {
            "name": source,
            "scale": f"{scale:g}",
            "method": method,
            "width": size[0],
            "height": size[1],
            "date": date.today().isoformat(),
        }
        check_template(self.template)
        stem = _UNSAFE.sub("-", self.template.format(**values)).strip(" .")
        return f"{stem[:_LONGEST_NAME] or 'picture'}{self.suffix}"

    def folder_for(self, source: Path | None) -> Path:
        """The folder results of ``source`` are written to or offered in first."""
        if self.place == FOLDER and self.folder is not None:
            return self.folder
        return Path.home() if source is None else source.parent


def check_template(template: str) -> None:
    """Refuse what cannot be filled in.

    Raises:
        StudioError: Braces do not match, a field is unknown, or the name would be empty.
    """
    known = ", ".join(f"{{{field}}}" for field in FIELDS)
    try:
        used = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
    except ValueError as error:
        raise StudioError(
            f"the braces do not match ({error})", where="name", remedy=f"Fields are {known}."
        ) from error
    unknown = [field for field in used if field not in FIELDS]
    if unknown:
        raise StudioError(
            f"there is no field {{{unknown[0]}}}", where="name", remedy=f"Fields are {known}."
        )
    if not template.strip(" ."):
        raise StudioError("the name is empty", where="name", remedy=f"Fields are {known}.")


def free_path(wanted: Path, taken: set[Path] | None = None) -> Path:
    """``wanted``, or with ``-2``, ``-3`` ... where a file or a promised file is in the way."""
    taken = taken or set()
    path, number = wanted, 1
    while path in taken or path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return path
