"""Writing results: how, whether that is possible, and what the format could not keep."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sr_studio.files import check_takes_files, is_there, made_folder, spoken_bytes
from sr_studio.imaging.formats import ANIMATED, FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.sentences import Sentence
from sr_studio.upscaling.request import UpscaleError

if TYPE_CHECKING:
    from sr_studio.upscaling.record import Record

#: A file is hardly smaller than this share of its pixels.
_SMALLEST_SHARE = {"png": 0.2, "tiff": 0.2, "jpeg": 0.02}
#: Bytes of a pixel of most pictures.
_USUAL_PIXEL = 3


class Existing(StrEnum):
    """What to do when a file of the result's name is already there."""

    UNLESS_SAME = "unless same"  # skip what this very request made of this very input, else number
    REPLACE = "replace"
    NUMBER = "number"
    SKIP = "skip"


@dataclass(frozen=True)
class WriteOptions:
    """How results are written.

    Attributes:
        existing: What to do when the output is already there.
        quality: 1..100 for lossy formats; None is the format's default.
        keep_metadata: Whether the picture's EXIF, IPTC and XMP go into the result.
        pixel_limit: Pixels above which an input is refused; None is the reader's default.
    """

    existing: Existing = Existing.UNLESS_SAME
    quality: int | None = None
    keep_metadata: bool = True
    pixel_limit: int | None = None


def check_output(
    path: Path, source: Path | None = None, *, animated: bool = False, dry: bool = False
) -> None:
    """Find out before the work that its result could not be written, and make its folder.

    Args:
        path: The file to be.
        source: The picture it is made from, which must not be replaced by it.
        animated: Whether it is an animation.
        dry: Write nothing: the folder must be there and is only looked at.

    Raises:
        StudioError: The format cannot be written, the folder cannot be made or takes no file, or
            the picture itself would be replaced.
    """
    from sr_studio.imaging.writing import format_for

    format_for(path, animated=animated)
    if not dry:
        made_folder(path.parent)
    if source is not None and is_there(path) and is_there(source) and path.samefile(source):
        raise UpscaleError(
            Sentence("the result would replace the picture itself"),
            where=path,
            remedy=Sentence("Choose another name or folder."),
        )
    check_takes_files(path, dry=dry)


def check_result_size(path: Path, size: tuple[int, int], *, animated: bool = False) -> None:
    """Find out before the work that a result is too large for its format, or surely for the disk.

    Args:
        path: The file to be, in a folder that is there.
        size: Its width and height.
        animated: Whether it is an animation.

    Raises:
        StudioError: It is.
    """
    from sr_studio.imaging.writing import format_for, impossible

    name = format_for(path, animated=animated)
    if why := impossible(*size, name):
        raise UpscaleError(
            why, where=path, remedy=Sentence("Choose another format or a smaller scale.")
        )
    check_disk(path.parent, size[0] * size[1] * _USUAL_PIXEL, name)


def check_disk(folder: Path, pixels: int, format: str) -> None:
    """Raise :class:`UpscaleError` if a file of so many bytes of pixels surely does not fit."""
    disk = shutil.disk_usage(folder)
    needed = pixels * _SMALLEST_SHARE.get(format, 0.0)
    if needed > disk.free and disk.total > 0:  # some that are not disks know nothing of room
        raise UpscaleError(
            Sentence(
                "the result needs at least %1 of disk and %2 are free",
                spoken_bytes(needed),
                spoken_bytes(disk.free),
            ),
            where=folder,
            remedy=Sentence(
                "Free some space, choose a smaller scale, or %1.", FORMATS["jpeg"].name
            ),
        )


def can_animate(output: Path) -> bool:
    """Whether the format of a file holds animations."""
    from sr_studio.imaging.writing import format_for

    return format_for(output, animated=True) in ANIMATED


def still_note(output: Path, frames: int) -> str:
    """What to say where only the first of several frames is made."""
    from sr_studio.imaging.writing import format_for

    name = FORMATS[format_for(output)].name
    kinds = ", ".join(FORMATS[one].name for one in ANIMATED)
    return Sentence(
        "%1 files are written without movement: of %2 frames the first was taken. "
        "%3 keep all of them.",
        name,
        frames,
        kinds,
    )


def write_result(
    picture: Picture, path: Path, options: WriteOptions, record: Record | None = None
) -> list[str]:
    """Write a result in one piece; give back what the format could not hold, in sentences.

    Args:
        picture: The result, with the metadata of its picture.
        path: The file.
        options: How; what is to be left out of the metadata is.
        record: How it was made, which goes into its XMP whatever else does.

    Raises:
        PictureError, StudioError: It cannot be written; what was there before still is.
    """
    from sr_studio.imaging.writing import format_for, limits, write_picture

    if not options.keep_metadata:
        picture = replace(picture, exif=None, iptc=None, xmp=None)
    format = format_for(path)
    notes = limits(picture, format)
    write_picture(with_record(picture, format, record), path, quality=options.quality)
    return notes


def with_record(picture: Picture, format: str, record: Record | None) -> Picture:
    """The picture with a record in its XMP, unless that is too much for the format."""
    from sr_studio.imaging.writing import limits

    if record is None:
        return picture
    told = replace(picture, xmp=record.within(picture.xmp))
    return told if len(limits(told, format)) == len(limits(picture, format)) else picture
