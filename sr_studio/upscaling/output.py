"""Where results go: names, what happens to a file that is already there, and writing."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from sr_studio.files import PART_SUFFIX
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.upscaling.request import UpscaleError


class Existing(StrEnum):
    """What to do when the output is already there."""

    REPLACE = "replace"
    NUMBER = "number"
    SKIP = "skip"


def output_name(source_stem: str, scale: float, method: str, format: str = "png") -> str:
    """``lenna_x4_srgan.png``: what a result is called if nobody says otherwise.

    Args:
        source_stem: Name of the picture without its suffix.
        scale: The scale made.
        method: Name of the method or path of the model file.
        format: Name of a writable format.
    """
    stem = Path(method).stem if _is_path(method) else method
    word = re.sub(r"[^\w.+-]+", "-", stem).strip("-.") or "sr"
    return f"{source_stem}_x{scale:g}_{word}{FORMATS[format].suffixes[0]}"


def numbered(path: Path) -> Path:
    """The path itself if it is free, else with the first free number: ``name (2).png``."""
    if not path.exists():
        return path
    number = 2
    while (other := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return other


def check_output(
    path: Path, size: tuple[int, int] | None = None, source: Path | None = None
) -> None:
    """Find out before the work that its result could not be written.

    Args:
        path: The file to be.
        size: Width and height of the result, if known.
        source: The picture it is made from, which must not be replaced by it.

    Raises:
        UpscaleError, PictureError: The format cannot be written or cannot hold the size, or the
            folder is not there, or the picture itself would be replaced.
    """
    from sr_studio.imaging.writing import format_for, impossible

    name = format_for(path)
    if not path.parent.is_dir():
        raise UpscaleError(
            "the folder does not exist", where=path.parent, remedy="Make it or choose another one."
        )
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise UpscaleError(
            "the result would replace the picture itself",
            where=path,
            remedy="Choose another name or folder.",
        )
    if size is not None and (why := impossible(*size, name)):
        raise UpscaleError(why, where=path, remedy="Choose another format or a smaller scale.")


def write_result(
    picture: Picture, path: Path, *, quality: int | None = None, keep_metadata: bool = True
) -> list[str]:
    """Write a result in one piece; give back what the format could not hold, in sentences.

    Raises:
        PictureError, StudioError: It cannot be written; what was there before still is.
    """
    from sr_studio.imaging.writing import format_for, limits, write_picture

    notes = limits(picture, format_for(path))
    write_picture(picture, path, quality=quality, keep_metadata=keep_metadata)
    return notes


def remove_parts(path: Path) -> None:
    """Remove what a killed process left half-written beside ``path``."""
    pattern = re.compile(
        re.escape(f".{path.stem}.") + "[0-9a-f]{8}" + re.escape(PART_SUFFIX + path.suffix)
    )
    if path.parent.is_dir():
        for beside in path.parent.iterdir():
            if pattern.fullmatch(beside.name):
                beside.unlink(missing_ok=True)


def _is_path(method: str) -> bool:
    return len(Path(method).parts) > 1 or Path(method).is_file()
