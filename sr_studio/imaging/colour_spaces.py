"""Decoded pixels of any colour space as grey or sRGB, the two that `Picture` has."""

from __future__ import annotations

from pathlib import Path

import pyvips

from sr_studio.imaging.errors import PictureError
from sr_studio.sentences import Sentence

#: Colour spaces whose names are not their abbreviations, as libvips names them.
_SPACES = {"lab": "Lab", "labs": "Lab"}
_DEPTH_NAMES = {
    "float": Sentence("32-bit real numbers"),
    "double": Sentence("64-bit real numbers"),
}


def not_read(kind: str, path: Path) -> PictureError:
    """What to say of a whole file whose pixels are of a kind that is not read."""
    return PictureError(
        Sentence("its pixels are %1, which the program does not read", kind),
        where=path,
        remedy=Sentence("Save it with 8 or 16 bits a channel, as RGB."),
    )


def grey_or_rgb(path: Path, image: pyvips.Image, notes: list[str]) -> pyvips.Image:
    """The image in a colour space that `Picture` has, with 8 or 16 bits, with or without alpha.

    Args:
        path: Its file, for the sentence if it cannot be had so.
        image: As libvips opened it.
        notes: Takes a sentence where colours are converted.

    Raises:
        PictureError: Its kind of pixels is not supported.
    """
    space = image.interpretation
    # Lab of 16 bits: its two colours go below zero, and its alpha would.
    lab = space == "labs" and image.bands == 3
    if image.format not in ("uchar", "ushort") and not lab:
        kind = _DEPTH_NAMES.get(image.format, Sentence("of the type %1", image.format))
        raise not_read(kind, path)
    deep = image.format != "uchar"
    if space == "cmyk":
        notes.append(Sentence("Converted from CMYK to sRGB."))
        image = image.icc_transform(
            "srgb",
            embedded=True,
            input_profile="cmyk",  # a general press profile, where the file has none
            intent="relative",
            black_point_compensation=True,
            depth=16 if deep else 8,
        )
    elif space not in ("b-w", "grey16", "srgb", "rgb16", "rgb", "multiband"):
        notes.append(Sentence("Converted from %1 to sRGB.", _SPACES.get(space, space.upper())))
        image = image.colourspace("rgb16" if deep else "srgb")
    if space == "cmyk" or image.interpretation != space:
        image = image.copy()
        image.remove("icc-profile-data")
    if image.bands > 4:
        raise PictureError(
            Sentence("it has %1 channels, and the program reads up to 4", image.bands), where=path
        )
    return image
