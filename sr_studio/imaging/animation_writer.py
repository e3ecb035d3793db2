"""Writing animations: the writer of a format, and from one format into another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from sr_studio.imaging.animation import read_animation
from sr_studio.imaging.apng import ApngWriter
from sr_studio.imaging.encoding import Timing
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture
from sr_studio.imaging.row_writer import RowWriter
from sr_studio.imaging.writing import format_for, limits


def animation_writer(
    path: Path, size: tuple[int, int], timing: Timing, quality: int | None = None
) -> ApngWriter | RowWriter:
    """What writes an animation, frame by frame, into a file of the format its suffix says.

    Args:
        path: The file to make or replace.
        size: Width and height.
        timing: Durations, one for each frame that will come, and repetitions.
        quality: 1..100, for WebP.
    """
    if format_for(path, animated=True) == "png":
        return ApngWriter(path, timing)
    return RowWriter(path, size[0], size[1] * len(timing.durations), quality, timing)


def frame_of(planes: np.ndarray, first: Picture, *, keep_metadata: bool = True) -> Picture:
    """A frame of an animation with what its file says of itself.

    Args:
        planes: (H, W, 3 or 4) uint8.
        first: The first frame as :func:`read_picture` has it.
        keep_metadata: Whether EXIF, IPTC and XMP come along; the profile always does.
    """
    alpha = planes[..., 3].copy() if planes.shape[2] == 4 else None
    icc = None if first.is_grey else first.icc
    frame = Picture(planes[..., :3].copy(), alpha, icc=icc, dpi=first.dpi)
    if keep_metadata:
        frame.exif, frame.xmp, frame.iptc = first.exif, first.xmp, first.iptc
    return frame


def convert_animation(
    source: Path,
    target: Path,
    quality: int | None = None,
    *,
    changed: Callable[[Picture], Picture] = lambda frame: frame,
) -> list[str]:
    """Write an animation once more, in the format of the target's suffix.

    Args:
        source: A file that is trusted.
        target: The file to make or replace.
        quality: 1..100, for WebP.
        changed: Gives a frame with other metadata.

    Returns:
        What the format could not hold, one sentence each.

    Raises:
        PictureError, StudioError: It cannot be read, or not be written there.
    """
    animation, first = read_animation(source), read_picture(source)
    size = (first.width, first.height)
    format = format_for(target, animated=True)
    lost: list[str] = []
    with animation_writer(target, size, animation.timing, quality) as writer:
        for pixels in animation.frames():
            frame = changed(frame_of(pixels, first))
            lost = lost or limits(frame, format)
            writer.write(frame)
    return lost
