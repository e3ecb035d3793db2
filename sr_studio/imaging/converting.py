"""A picture file of the program's own, written again in another format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sr_studio.imaging.encoding import BY_ROWS
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size
from sr_studio.imaging.row_reader import RowReader
from sr_studio.imaging.row_writer import RowWriter
from sr_studio.imaging.writing import format_for, limits, require_possible, write_picture

_ROWS = 512


def convert(
    source: Path,
    target: Path,
    quality: int | None = None,
    *,
    changed: Callable[[Picture], Picture] = lambda picture: picture,
) -> list[str]:
    """Write the still picture in one file to another; by rows where the format is written so.

    Args:
        source: A file that is trusted: it may have any number of pixels.
        target: The file to make or replace; its suffix says the format.
        quality: 1..100 for JPEG, WebP and AVIF; None is their default.
        changed: Gives the picture, or a strip of it, with other metadata.

    Returns:
        What the format could not hold, one sentence each.

    Raises:
        PictureError: The file cannot be read, or the format cannot hold the picture at all.
        StudioError: The folder is missing or may not be written to, or the disk is full.
    """
    format = format_for(target)
    width, height = read_size(source)
    require_possible(target, width, height, format)
    limit = width * height
    if format not in BY_ROWS:
        picture = changed(read_picture(source, pixel_limit=limit))
        write_picture(picture, target, quality=quality)
        return limits(picture, format)
    reader = RowReader(source, pixel_limit=limit)
    lost: list[str] = []
    with RowWriter(target, width, height, quality) as writer:
        for top in range(0, height, _ROWS):
            strip = changed(reader.strip(top, min(height, top + _ROWS)))
            lost = lost or limits(strip, format)
            writer.write(strip)
    return lost
