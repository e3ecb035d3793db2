"""Writing results: how, whether that is possible, and what the format could not keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sr_studio.files import made_folder
from sr_studio.imaging.picture import Picture
from sr_studio.upscaling.request import UpscaleError

if TYPE_CHECKING:
    from sr_studio.upscaling.record import Record


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
    path: Path,
    size: tuple[int, int] | None = None,
    source: Path | None = None,
    *,
    make_folder: bool = False,
    animated: bool = False,
) -> None:
    """Find out before the work that its result could not be written.

    Args:
        path: The file to be.
        size: Width and height of the result, if known.
        source: The picture it is made from, which must not be replaced by it.
        make_folder: Make its folder if it is not there.
        animated: Whether it is an animation.

    Raises:
        StudioError: The format cannot be written or cannot hold the size, or the folder is not
            there and cannot be made, or the picture itself would be replaced.
    """
    from sr_studio.imaging.writing import format_for, impossible

    name = format_for(path, animated=animated)
    if make_folder:
        made_folder(path.parent)
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
