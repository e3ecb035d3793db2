"""A picture file of the program's own, written again in another format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sr_studio.imaging.encoding import BY_ROWS
from sr_studio.imaging.reading import read_picture, read_size
from sr_studio.imaging.row_reader import RowReader
from sr_studio.imaging.row_writer import RowWriter
from sr_studio.imaging.writing import format_for, require_possible, write_picture

_ROWS = 512


def convert(
    source: Path, target: Path, quality: int | None = None, *, iptc: bytes | None = None
) -> None:
    """Write the still picture in one file to another; by rows where the format is written so.

    Args:
        source: A file that is trusted: it may have any number of pixels.
        target: The file to make or replace; its suffix says the format.
        quality: 1..100 for JPEG, WebP and AVIF; None is their default.
        iptc: Records that ``source`` could not hold, for formats that do.

    Raises:
        PictureError: The file cannot be read, or the format cannot hold the picture at all.
        StudioError: The folder is missing or may not be written to, or the disk is full.
    """
    format = format_for(target)
    width, height = read_size(source)
    require_possible(target, width, height, format)
    limit = width * height
    if format not in BY_ROWS:
        write_picture(read_picture(source, pixel_limit=limit), target, quality=quality)
        return
    reader = RowReader(source, pixel_limit=limit)
    with RowWriter(target, width, height, quality) as writer:
        for top in range(0, height, _ROWS):
            strip = reader.strip(top, min(height, top + _ROWS))
            writer.write(replace(strip, iptc=strip.iptc or iptc))
