"""Source pictures: what would not be shown as it is (E40 to E46) is refused, the rest cropped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from sr_studio.imaging.colour_management import is_srgb, profile_name
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.reading import read_picture
from sr_studio.studies.definition.problems import REMEDIES, Problem
from sr_studio.studies.definition.sections import Geometry

Rgb = NDArray[np.uint8]

_ORIENTATION = 0x0112
_TOO_LARGE = Image.DecompressionBombError
_PLAIN_MODES = {"L", "RGB"}
_ALPHA_MODES = {"LA", "La", "PA", "RGBA", "RGBa"}


class SourceError(Exception):
    """A picture that cannot be used; ``problem`` says why."""

    def __init__(self, code: str, file: Path, what: str) -> None:
        self.problem = Problem(code, file.name, what, REMEDIES[code])
        super().__init__(str(self.problem))


def read_source(file: Path) -> Rgb:
    """An 8-bit picture as (H, W, 3); grey becomes three equal channels.

    Raises:
        SourceError: With the code of what is wrong with the file.
    """
    _check_header(file)
    try:
        picture = read_picture(file)
    except PictureError as error:
        raise SourceError("E46", file, error.what) from error
    if picture.bit_depth != 8:
        raise SourceError("E40", file, f"{picture.bit_depth} bits a channel")
    if picture.alpha is not None:
        raise SourceError("E41", file, "it has transparency")
    if not is_srgb(picture.icc):
        raise SourceError("E42", file, f"its colours are {profile_name(picture.icc)}, not sRGB")
    return np.ascontiguousarray(np.broadcast_to(picture.pixels, (*picture.pixels.shape[:2], 3)))


def _check_header(file: Path) -> None:
    """What decoding would hide: rotation that is applied, frames that are dropped, other modes."""
    try:
        with Image.open(file) as image:
            mode, frames = image.mode, getattr(image, "n_frames", 1)
            orientation = image.getexif().get(_ORIENTATION, 1)
            transparent = "transparency" in image.info
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, _TOO_LARGE) as error:
        raise SourceError("E46", file, f"it cannot be read ({error})") from error
    if frames > 1:
        raise SourceError("E45", file, f"it has {frames} frames")
    if orientation not in (0, 1):
        raise SourceError(
            "E43", file, f"it is to be turned on showing (EXIF orientation {orientation})"
        )
    if mode in _ALPHA_MODES or transparent:
        raise SourceError("E41", file, "it has transparency")
    if mode not in _PLAIN_MODES:
        raise SourceError("E40", file, f"its pixels are {mode}, not 8-bit grey or RGB")


def cropped(rgb: Rgb, geometry: Geometry) -> Rgb | None:
    """Border off, then the centre of the largest size, then whole multiples from right and bottom.

    Returns:
        None when nothing is left (E17).
    """
    border = geometry.crop_border
    height, width = rgb.shape[:2]
    top, left, height, width = border, border, height - 2 * border, width - 2 * border
    if geometry.max_height and height > geometry.max_height:
        top, height = top + (height - geometry.max_height) // 2, geometry.max_height
    if geometry.max_width and width > geometry.max_width:
        left, width = left + (width - geometry.max_width) // 2, geometry.max_width
    height -= height % geometry.multiple_of
    width -= width % geometry.multiple_of
    if height <= 0 or width <= 0:
        return None
    return rgb[top : top + height, left : left + width]
