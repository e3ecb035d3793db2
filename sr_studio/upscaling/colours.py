"""Colours on their way through a network: wide gamut into sRGB and back, grey into RGB and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sr_studio.imaging.colour import FULL_RANGE_LUMA
from sr_studio.imaging.colour_management import from_srgb, is_srgb, profile_name, to_srgb
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import Picture
from sr_studio.sentences import Sentence, joined
from sr_studio.upscaling.interpolations import interpolate

#: H×W×3 integers to H'×W'×3 of the same type.
Enlarge = Callable[[np.ndarray], np.ndarray]

_LUMA = np.array(FULL_RANGE_LUMA, np.float32)


def enlarge_in_srgb(picture: Picture, enlarge: Enlarge) -> tuple[np.ndarray, list[str]]:
    """Enlarge the colours of a picture with a function that knows sRGB only.

    What lies outside of sRGB would be clipped by the way there; it is set aside, enlarged by
    bicubic interpolation and added again, so that a saturated flower stays as it was.

    Returns:
        H'×W'×C integers in the picture's own colour space and depth, and notes.
    """
    if is_srgb(picture.icc):
        return _any_channels(picture.pixels, enlarge), []
    assert picture.icc is not None
    deep = replace(picture, alpha=None).with_depth(16)
    try:
        inside = to_srgb(deep)
        there_and_back = from_srgb(inside, picture.icc).pixels
        done = _any_channels(inside.pixels, enlarge)
        result = from_srgb(Picture(done), picture.icc)
    except PictureError as error:
        return _any_channels(picture.pixels, enlarge), [
            joined(" ", (str(error), Sentence("The network worked on the colours as they are.")))
        ]
    outside = deep.pixels.astype(np.int32) - there_and_back
    # However little there is: whether it is more elsewhere is not known of a strip or a region.
    height, width = result.pixels.shape[:2]
    added = interpolate(outside.astype(np.float32), height, width)
    added += result.pixels
    result = replace(result, pixels=(np.clip(added, 0, 65535) + 0.5).astype(np.uint16))
    note = Sentence(
        "Converted from %1 to sRGB for the network, and back.", profile_name(picture.icc)
    )
    return result.with_depth(picture.bit_depth).pixels, [note]


def _any_channels(pixels: np.ndarray, enlarge: Enlarge) -> np.ndarray:
    if pixels.shape[2] == 3:
        return enlarge(pixels)
    colour = enlarge(np.repeat(pixels, 3, axis=2))
    grey = np.empty((*colour.shape[:2], 1), pixels.dtype)
    for row in range(0, len(colour), 256):
        # Band by band: in real numbers the whole picture would take four times its memory.
        grey[row : row + 256, :, 0] = colour[row : row + 256].astype(np.float32) @ _LUMA + 0.5
    return grey
