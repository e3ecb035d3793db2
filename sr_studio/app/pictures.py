"""Pictures as the window wants them: read, turned to sRGB, made into pyramids. No widgets.

Everything here is slow and runs in a task.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sr_studio.app.viewer import screen
from sr_studio.app.viewer.pyramid import Pyramid, build
from sr_studio.app.viewer.roomy import IN_MEMORY, roomy
from sr_studio.files import made_folder
from sr_studio.imaging.colour_management import to_profile, to_srgb
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT, read_picture, read_size, thumbnail
from sr_studio.imaging.row_reader import RowReader, reads_by_rows
from sr_studio.imaging.writing import write_picture
from sr_studio.progress import CancelToken

THUMBNAIL_SIDE = 72
#: Rows of a picture larger than memory that are read at once.
_STRIP = 256
#: Pixels a picture that is only looked at may have; its strips take little memory.
_LARGEST = 65_536**2


@dataclass(frozen=True)
class Glance:
    """What a row shows of a picture before it is looked at: its size and a small copy, RGB."""

    size: tuple[int, int]
    small: np.ndarray


def glance(path: Path) -> Glance:
    """Size and small copy of a picture file.

    Raises:
        PictureError: It cannot be read.
    """
    return Glance(read_size(path), thumbnail(path, THUMBNAIL_SIDE))


def glance_at_pixels(pixels: np.ndarray) -> Glance:
    """The same for pixels without a file (nearest pixels do for a thumbnail)."""
    height, width = pixels.shape[:2]
    step = max(1, max(height, width) // THUMBNAIL_SIDE)
    return Glance((width, height), viewable(pixels[::step, ::step])[:, :, :3])


def keep_pixels(pixels: np.ndarray, path: Path) -> Glance:
    """Write pixels that have no file to ``path``, and glance at them.

    Raises:
        StudioError: The file cannot be written.
    """
    made_folder(path.parent)
    write_picture(picture_of(pixels), path)
    return glance_at_pixels(pixels)


def look(path: Path, token: CancelToken) -> Pyramid:
    """A picture file as a viewer shows it: upright, in sRGB at its own depth.

    It is drawn in the colours of the screen. One larger than memory is read strip by strip into a
    file.

    Raises:
        PictureError: It cannot be read.
        StudioError: The disk has no room for it.
    """
    width, height = read_size(path)
    if width * height * 3 > IN_MEMORY:
        true, seen, grey = _from_disk(path, token)
        return build(true, token, shown=seen, grey=grey)
    picture = read_picture(path)
    token.check()
    return build(_true(picture), token, shown=_on_screen(picture), grey=picture.is_grey)


def look_at_pixels(pixels: np.ndarray, token: CancelToken) -> Pyramid:
    """Pixels that came from the clipboard or the engine, in sRGB, as a viewer shows them."""
    return build(pixels, token, shown=_on_screen(picture_of(pixels)))


def _true(picture: Picture) -> np.ndarray:
    return viewable(to_srgb(picture).planes())


def _on_screen(picture: Picture) -> np.ndarray | None:
    """In the screen's colours, 8 bit; None where those are sRGB."""
    icc = screen.profile()
    return None if icc is None else to_profile(picture, icc).with_depth(8).planes()


def _from_disk(path: Path, token: CancelToken) -> tuple[np.ndarray, np.ndarray | None, bool]:
    """The true pixels, and those for the screen where they differ, both in files of no name; and
    whether the picture is grey."""
    limit = _LARGEST if reads_by_rows(path) else DEFAULT_PIXEL_LIMIT
    reader = RowReader(path, pixel_limit=limit)
    size = reader.height, reader.width
    whole: list[np.ndarray] = []
    grey = False
    for top in range(0, reader.height, _STRIP):
        token.check()
        strip = reader.strip(top, min(reader.height, top + _STRIP))
        grey, seen = strip.is_grey, _on_screen(strip)
        rows = [_true(strip)] if seen is None else [_true(strip), seen]
        whole = whole or [roomy((*size, part.shape[2]), part.dtype) for part in rows]
        for place, part in zip(whole, rows, strict=True):
            place[top : top + len(part)] = part
    return whole[0], whole[1] if len(whole) > 1 else None, grey


def viewable(planes: np.ndarray) -> np.ndarray:
    """H×W×3 or H×W×4 of one to four channels: grey becomes RGB."""
    array = planes[:, :, None] if planes.ndim == 2 else planes
    return array if array.shape[2] > 2 else array[:, :, [0, 0, 0, *range(1, array.shape[2])]]


def picture_of(pixels: np.ndarray) -> Picture:
    """Pixels without a file (H×W×3 or H×W×4) as a picture that can be written."""
    alpha = np.ascontiguousarray(pixels[:, :, 3]) if pixels.shape[2] == 4 else None
    return Picture(np.ascontiguousarray(pixels[:, :, :3]), alpha)
