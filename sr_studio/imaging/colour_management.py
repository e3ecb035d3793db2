"""Colour profiles: into sRGB for networks and the screen, and back."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import ImageCms

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.vips import from_array, in_brackets, to_array
from sr_studio.sentences import Sentence

_CHANNELS = {"GRAY": 1, "RGB": 3, "CMYK": 4}


def profile_channels(icc: bytes) -> int | None:
    """How many channels a profile describes, or None if it is no usable profile."""
    profile = _opened(icc)
    return None if profile is None else _CHANNELS.get(profile.xcolor_space.strip())


def profile_name(icc: bytes | None) -> str:
    """What a profile calls itself; no profile is sRGB."""
    if icc is None:
        return "sRGB"
    profile = _opened(icc)
    if profile is None:
        return "a damaged profile"
    return (profile.profile_description or "a nameless profile").strip("\0 \n")


def is_srgb(icc: bytes | None) -> bool:
    """Whether pixels with this profile are sRGB already: it moves no colour by more than a level.

    Asked of the colours, because profiles call themselves sRGB that are linear.
    """
    return icc is None or _moves_no_colour(icc)


def to_srgb(picture: Picture) -> Picture:
    """The picture in sRGB, at its own bit depth, with colours outside of sRGB clipped.

    Grey stays one channel. A picture that is sRGB already is returned as it is.

    Raises:
        PictureError: The profile cannot be used.
    """
    if picture.icc is None or is_srgb(picture.icc):
        return picture
    _check(picture.icc, picture.pixels.shape[2])
    return replace(picture, pixels=_into_srgb(picture.pixels, picture.icc), icc=None)


def from_srgb(picture: Picture, icc: bytes) -> Picture:
    """An sRGB picture in the colours of a profile, at its own bit depth, carrying that profile.

    Args:
        picture: Without a profile of its own (what it carries is taken for sRGB).
        icc: An RGB profile for RGB pictures, a grey one for grey pictures.

    Raises:
        PictureError: The profile cannot be used, or is not for this number of channels.
    """
    if is_srgb(icc):
        return replace(picture, icc=icc)
    _check(icc, picture.pixels.shape[2])
    try:
        connection = from_array(picture.rgb()).icc_import(
            input_profile="srgb", intent="relative", black_point_compensation=True
        )
        done = _out_of(connection, icc, picture.bit_depth)
    except pyvips.Error as error:
        raise _unusable(icc, error) from error
    return replace(picture, pixels=done, icc=icc)


def to_profile(picture: Picture, icc: bytes) -> Picture:
    """The picture in the colours of an RGB profile, straight from its own: for a screen.

    Args:
        picture: In its own profile, or sRGB; grey becomes RGB.
        icc: Of the screen.

    Raises:
        PictureError: One of the profiles cannot be used.
    """
    own = picture.icc
    if own is None or is_srgb(own) or picture.is_grey:
        plain = to_srgb(picture)
        return from_srgb(replace(plain, pixels=plain.rgb(), icc=None), icc)
    _check(own, picture.pixels.shape[2])
    _check(icc, picture.pixels.shape[2])
    try:
        connection = from_array(picture.pixels, icc=own).icc_import(
            embedded=True, intent="relative", black_point_compensation=True
        )
        done = _out_of(connection, icc, picture.bit_depth)
    except pyvips.Error as error:
        raise _unusable(own, error) from error
    return replace(picture, pixels=done, icc=icc)


def _out_of(connection: pyvips.Image, icc: bytes, depth: int) -> NDArray[Any]:
    """From the profile connection space into a profile."""
    connection = connection.copy()
    connection.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
    return to_array(
        connection.icc_export(intent="relative", black_point_compensation=True, depth=depth)
    )


def _opened(icc: bytes) -> Any | None:
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile
    except OSError:
        return None


def _check(icc: bytes, channels: int) -> None:
    """libvips would quietly take sRGB for a profile that does not fit."""
    if profile_channels(icc) != channels:
        raise PictureError(
            Sentence(
                "%1 is not a colour profile for pictures of %2 channels",
                f"{profile_name(icc)!r}",
                channels,
            ),
            remedy=Sentence("Save the picture as sRGB in another program, or remove its profile."),
        )


def _into_srgb(pixels: NDArray[Any], icc: bytes) -> NDArray[Any]:
    """Convert (H, W, 1 or 3) pixels; the profile must fit them."""
    try:
        done = to_array(
            from_array(pixels, icc=icc).icc_transform(
                "srgb",
                embedded=True,
                intent="relative",
                black_point_compensation=True,
                depth=8 * pixels.dtype.itemsize,
            )
        )
    except pyvips.Error as error:
        raise _unusable(icc, error) from error
    return done[..., : pixels.shape[2]]


@lru_cache(maxsize=8)
def _moves_no_colour(icc: bytes) -> bool:
    channels = profile_channels(icc)
    if channels not in (1, 3):
        return False
    levels = np.linspace(0, 255, 256 if channels == 1 else 9).astype(np.uint8)
    probe = np.stack(np.meshgrid(*[levels] * channels), axis=-1).reshape(1, -1, channels)
    try:
        moved = _into_srgb(probe, icc).astype(int) - probe
    except PictureError:
        return False
    return bool(np.abs(moved).max() <= 1)


def _unusable(icc: bytes, error: Exception) -> PictureError:
    return PictureError(
        Sentence(
            "the colour profile %1 cannot be used%2", f"{profile_name(icc)!r}", in_brackets(error)
        ),
        remedy=Sentence("Save the picture as sRGB in another program, or remove its profile."),
    )
