"""Pictures as the window wants them: read, turned to 8-bit sRGB, made into pyramids. No widgets.

Everything here is slow and runs in a task.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sr_studio.app.viewer.pyramid import Pyramid, build
from sr_studio.imaging.colour_management import to_srgb
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size, thumbnail
from sr_studio.imaging.writing import write_picture
from sr_studio.progress import CancelToken

THUMBNAIL_SIDE = 72


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
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(picture_of(pixels), path)
    return glance_at_pixels(pixels)


def look(path: Path, token: CancelToken) -> Pyramid:
    """A picture file as a viewer shows it: upright, in sRGB, 8 bit.

    Raises:
        PictureError: It cannot be read.
    """
    picture = read_picture(path)
    token.check()
    return build(viewable(to_srgb(picture).with_depth(8).planes()), token)


def look_at_pixels(pixels: np.ndarray, token: CancelToken) -> Pyramid:
    """Pixels that came from the clipboard or the engine as a viewer shows them."""
    return build(pixels, token)


def viewable(planes: np.ndarray) -> np.ndarray:
    """H×W×C for one to four channels; grey becomes RGB where a thumbnail wants three."""
    array = planes[:, :, None] if planes.ndim == 2 else planes
    return np.repeat(array, 3, axis=2) if array.shape[2] == 1 else array


def picture_of(pixels: np.ndarray) -> Picture:
    """Pixels without a file (H×W×3 or H×W×4) as a picture that can be written."""
    alpha = np.ascontiguousarray(pixels[:, :, 3]) if pixels.shape[2] == 4 else None
    return Picture(np.ascontiguousarray(pixels[:, :, :3]), alpha)
