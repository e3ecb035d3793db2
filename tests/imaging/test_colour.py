"""Colour: the YCbCr of the literature, and profiles there and back."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from sr_studio.imaging.colour import MATRIX, OFFSET, rgb_to_y
from sr_studio.imaging.colour_management import from_srgb, is_srgb, profile_name, to_srgb
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture
from tests.imaging.conftest import made_picture
from tests.imaging.profiles import grey_profile, linear_profile, wide_profile


def test_luma_of_known_colours() -> None:
    """MATLAB's rgb2ycbcr: white 235, black 16, the primaries by their coefficients."""
    colours = np.array([[[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255]]])
    expected = [235.0, 16.0, 81.481, 144.553, 40.966]
    np.testing.assert_allclose(rgb_to_y(colours.astype(np.uint8))[0], expected, atol=1e-9)
    all_three = colours[0] @ MATRIX.T / 255 + OFFSET
    np.testing.assert_allclose(all_three[:, 0], expected, atol=1e-9)
    np.testing.assert_allclose(all_three[0], [235, 128, 128], atol=1e-9)
    np.testing.assert_allclose(all_three[4, 1], 240, atol=1e-9)


def test_grey_is_its_own_luma() -> None:
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(rgb_to_y(grey), grey)
    assert np.array_equal(rgb_to_y(grey[..., None]), grey)


@pytest.mark.parametrize("bits", [8, 16])
def test_wide_gamut_to_srgb_agrees_with_littlecms(bits: int) -> None:
    icc = wide_profile()
    muted = made_picture(bits)
    muted.pixels = (muted.pixels // 4 + (96 if bits == 8 else 96 * 257)).astype(muted.pixels.dtype)
    muted.icc = icc
    assert not is_srgb(icc)
    done = to_srgb(muted)
    assert done.icc is None
    assert done.bit_depth == bits
    expected = ImageCms.profileToProfile(
        Image.fromarray(muted.with_depth(8).pixels),
        io.BytesIO(icc),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    difference = np.abs(done.with_depth(8).pixels.astype(int) - np.asarray(expected))
    assert difference.max() <= 2
    assert np.abs(done.pixels.astype(int) - muted.pixels).max() > 5

    back = from_srgb(done, icc)
    assert back.icc == icc
    # At 16 bits within half a step of 8 bits everywhere, and two hundredths of one on average.
    lost = np.abs(back.pixels.astype(int) - muted.pixels)
    assert lost.max() <= (2 if bits == 8 else 128)
    assert lost.mean() <= (1 if bits == 8 else 5)


def test_srgb_is_left_alone() -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = made_picture()
    assert to_srgb(picture) is picture
    picture.icc = icc
    assert to_srgb(picture) is picture
    assert from_srgb(made_picture(), icc).icc == icc
    assert profile_name(None) == "sRGB"


def test_a_linear_profile_is_not_srgb_whatever_it_says() -> None:
    assert profile_name(linear_profile()) == "sRGB linear"
    assert not is_srgb(linear_profile())
    picture = Picture(np.full((2, 2, 3), 55, np.uint8), icc=linear_profile())
    encoded = 255 * (1.055 * (55 / 255) ** (1 / 2.4) - 0.055)
    assert np.abs(to_srgb(picture).pixels - encoded).max() <= 1


@pytest.mark.parametrize("bits", [8, 16])
def test_grey_profiles_keep_one_channel(bits: int) -> None:
    icc = grey_profile(gamma=1.0)
    picture = made_picture(bits, channels=1)
    picture.icc = icc
    done = to_srgb(picture)
    assert done.is_grey
    assert done.pixels.mean() > picture.pixels.mean() * 1.2
    back = from_srgb(done, icc)
    assert back.is_grey
    assert np.abs(back.pixels.astype(int) - picture.pixels).mean() < (3 if bits == 8 else 600)


def test_grey_profile_of_a_format_without_grey(tmp_path: Path) -> None:
    picture = made_picture(channels=1)
    picture.icc = grey_profile(gamma=1.0)
    write_picture(picture, tmp_path / "x.webp", quality=100)
    with Image.open(tmp_path / "x.webp") as image:
        assert image.info.get("icc_profile") is None
        assert np.array_equal(np.asarray(image)[..., :1], to_srgb(picture).pixels)


def test_alpha_is_not_a_colour() -> None:
    picture = made_picture(alpha=True)
    picture.icc = wide_profile()
    done = to_srgb(picture)
    assert done.alpha is picture.alpha


def test_unusable_profiles_are_named() -> None:
    with pytest.raises(PictureError, match="not a colour profile for pictures of 3"):
        from_srgb(made_picture(), grey_profile(gamma=1.0))
    broken = bytearray(wide_profile())
    broken[128:] = b"\xff" * (len(broken) - 128)
    picture = Picture(made_picture().pixels, icc=bytes(broken))
    with pytest.raises(PictureError, match="damaged profile"):
        to_srgb(picture)
