"""What results are called and where they go: the one place, for the window and the command line.

A name comes from a template, is made safe for every system's files and short enough for them,
mirrors the folders of its picture if wished, and is numbered where a file is in the way.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

from sr_studio.errors import StudioError
from sr_studio.files import LONGEST_NAME, bytes_of
from sr_studio.sentences import Sentence
from sr_studio.upscaling.methods import is_interpolation
from sr_studio.upscaling.request import UpscaleRequest

#: What a template may hold in braces.
FIELDS = ("name", "scale", "method", "detail", "width", "height", "date", "folder")
DEFAULT_TEMPLATE = "{name}_x{scale}_{method}"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
#: Names Windows keeps for devices, whatever the suffix.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class NameFacts:
    """What a name can tell of a result.

    Attributes:
        name: Name of the picture without its suffix.
        scale: Factor per side.
        method: Name of the method, or path of the model file.
        detail: Where between a pair of models, 0..1; None where it was not moved.
        size: Width and height of the result; (0, 0) while it is not known.
        folder: Name of the folder the picture lies in.
        ensemble: Whether it is a self-ensemble.
        passes: How often the model is applied, where that was asked for.
    """

    name: str
    scale: float
    method: str
    detail: float | None = None
    size: tuple[int, int] = (0, 0)
    folder: str = ""
    ensemble: bool = False
    passes: int | None = None


def facts_of(
    name: str,
    request: UpscaleRequest,
    scale: float,
    size: tuple[int, int] = (0, 0),
    folder: str = "",
) -> NameFacts:
    """What a request says of its result's name; the others as in :class:`NameFacts`."""
    plain = is_interpolation(request.method)
    return NameFacts(
        name,
        scale,
        request.method,
        None if plain else request.detail,
        size,
        folder,
        request.ensemble and not plain,
        None if plain else request.passes,
    )


def method_word(method: str, *how: str) -> str:
    """A method as part of a name: ``esrgan6-x4``, at half detail ``esrgan6-x4-d0.5``.

    Of a model file's path its name is taken.
    """
    is_path = len(Path(method).parts) > 1 or Path(method).is_file()
    stem = Path(method).stem if is_path else method
    word = re.sub(r"[^\w.+-]+", "-", stem).strip("-.") or "sr"
    return "-".join([word, *how])


def check_template(template: str) -> None:
    """Refuse what cannot be filled in.

    Raises:
        StudioError: Braces do not match, a field is unknown or has a format, or the name would be
            empty.
    """
    known = ", ".join(f"{{{field}}}" for field in FIELDS)
    remedy = Sentence("Fields are %1.", known)
    try:
        parts = [part for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        what = Sentence("the braces do not match (%1)", str(error))
        raise StudioError(what, where="name", remedy=remedy) from error
    for _, field, form, conversion in parts:
        if field not in FIELDS:
            what = Sentence("there is no field %1", f"{{{field}}}")
            raise StudioError(what, where="name", remedy=remedy)
        if form or conversion:
            what = Sentence("%1 takes no format", f"{{{field}}}")
            raise StudioError(what, where="name", remedy=remedy)
    if not template.strip(" ."):
        raise StudioError(Sentence("the name is empty"), where="name", remedy=remedy)


def needs_size(template: str) -> bool:
    """Whether the size of the result must be known before it can be named."""
    return "{width}" in template or "{height}" in template


def result_name(facts: NameFacts, suffix: str, template: str = DEFAULT_TEMPLATE) -> str:
    """The file name of a result: ``lenna_x4_esrgan6-x4.png``.

    What a file name cannot hold becomes ``-``. Of a name that would be too long for the file system
    the picture's own name is shortened, so that method and scale can still be read.

    Args:
        facts: What is known of the result.
        suffix: Of its format, with the dot.
        template: With :data:`FIELDS` in braces.

    Raises:
        StudioError: The template is not one.

    Examples:
        >>> result_name(NameFacts("lenna", 4, "photo-x4"), ".png")
        'lenna_x4_photo-x4.png'
        >>> result_name(NameFacts("lenna", 2.5, "lanczos"), ".webp", "{method}-{name}")
        'lanczos-lenna.webp'
    """
    check_template(template)
    source = facts.name
    while True:
        stem = _filled(facts, source, template)
        # A number has to find room, too: `numbered` may add one.
        too_long = _bytes(f"{stem} (99999){suffix}") - LONGEST_NAME
        if too_long <= 0 or not source:
            break
        source = _shortened(source, too_long)
    stem = _shortened(stem, max(0, too_long))
    return f"{stem or 'picture'}{suffix}"


def mirrored(source: Path, root: Path | None, folder: Path) -> Path:
    """The folder below ``folder`` that stands for that of ``source`` below ``root``.

    Without a root, or where the picture does not lie below it, that is ``folder`` itself.
    """
    if root is None or not source.parent.is_relative_to(root):
        return folder
    return folder / source.parent.relative_to(root)


def numbers(wanted: Path) -> Iterator[Path]:
    """``wanted``, ``wanted (2)``, ``wanted (3)`` and so on, without end."""
    yield wanted
    for number in itertools.count(2):
        yield wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")


def numbered(wanted: Path, taken: Collection[Path] = ()) -> Path:
    """The first of :func:`numbers` that is neither a file nor promised to another result."""
    return next(path for path in numbers(wanted) if path not in taken and not path.exists())


def _filled(facts: NameFacts, source: str, template: str) -> str:
    detail = "" if facts.detail is None else f"{facts.detail:g}"
    # They say what was made: without them two results would have one name.
    how = [f"d{facts.detail:g}"] if facts.detail is not None and "{detail}" not in template else []
    how += [f"{facts.passes}pass"] if facts.passes is not None else []
    how += ["ensemble"] if facts.ensemble else []
    text = template.format(
        name=source,
        scale=f"{facts.scale:.4g}",
        method=method_word(facts.method, *how),
        detail=detail,
        width=facts.size[0],
        height=facts.size[1],
        date=date.today().isoformat(),
        folder=facts.folder,
    )
    stem = _UNSAFE.sub("-", text).strip(" .")
    return f"{stem}-" if _RESERVED.fullmatch(stem) else stem


def _shortened(text: str, by: int) -> str:
    """``text`` without at least ``by`` bytes of UTF-8 at its end, never cut within a letter."""
    if by <= 0:
        return text
    return bytes_of(text)[:-by].decode("utf-8", "ignore").rstrip(" .")


def _bytes(text: str) -> int:
    """Length as the file system counts it; bytes of a name that is no UTF-8 count as they are."""
    return len(bytes_of(text))
