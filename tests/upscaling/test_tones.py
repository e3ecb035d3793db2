"""Flat patches and the mean of photographs: no model tints, at no detail, not even at the edge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture
from sr_studio.paths import resources_dir
from sr_studio.upscaling.methods import list_methods
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.tones import keep_tones
from sr_studio.upscaling.upscaler import Upscaler
from tests.upscaling.conftest import make_photo

COLOURS = {
    "white": (255, 255, 255),
    "grey": (128, 128, 128),
    "dark grey": (50, 50, 50),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
}
SHIPPED = [method for method in list_methods() if method.kind == "model" and method.shipped]
#: Both models of a pair make the same pictures at the same detail.
PAIRS = [one for one in SHIPPED if one.card is not None and one.card.role == "detailed"]
#: Both ends and the middle tell; those between them take half a minute more.
STEPS = [
    pytest.param(step / 10, marks=[pytest.mark.slow] * (step not in (1, 5, 9)))
    for step in range(1, 10)
]


def exactly(method: str, detail: float | None) -> UpscaleRequest:
    return UpscaleRequest(method, None, detail, "cpu", "fp32", backend="torch")


def check_flat(upscaler: Upscaler, request: UpscaleRequest) -> None:
    for name, colour in COLOURS.items():
        flat = np.broadcast_to(np.array(colour, np.uint8), (12, 12, 3))
        result = upscaler.upscale(Picture(flat.copy()), request).picture.pixels
        off = np.abs(result.astype(int) - colour).max()
        assert off <= 1, f"{request.method} at {request.detail}: {name} is off by {off}"


@pytest.fixture(scope="module")
def upscaler() -> Upscaler:
    return Upscaler()


@pytest.mark.parametrize("method", [method.name for method in SHIPPED])
def test_flat_patches_keep_their_colour(upscaler: Upscaler, method: str) -> None:
    check_flat(upscaler, exactly(method, None))


@pytest.mark.parametrize("detail", STEPS)
@pytest.mark.parametrize("method", [method.name for method in PAIRS])
def test_flat_patches_keep_their_colour_between_two_models(
    upscaler: Upscaler, method: str, detail: float
) -> None:
    check_flat(upscaler, exactly(method, detail))


def test_flat_patches_keep_their_colour_as_it_usually_runs(upscaler: Upscaler) -> None:
    check_flat(upscaler, UpscaleRequest("esrgan6-x4", detail=0.5))


@pytest.mark.parametrize("method", [method.name for method in PAIRS])
def test_photographs_keep_their_mean(upscaler: Upscaler, method: str) -> None:
    for sample in ("girl", "flowers"):
        pixels = read_picture(resources_dir() / "samples" / f"{sample}.webp").pixels[60:92, 40:72]
        for detail in (0, 0.5, 1):
            result = upscaler.upscale(Picture(pixels), exactly(method, detail)).picture.pixels
            off = np.abs(result.mean((0, 1)) - pixels.mean((0, 1))).max()
            assert off <= 1, f"{method} at {detail}: {sample} is off by {off:.1f}"


def test_the_same_picture_has_one_name(upscaler: Upscaler) -> None:
    picture = Picture(make_photo(12, 12))
    for detail in (0, 0.5, 1):
        one, other = (
            upscaler.upscale(picture, exactly(method, detail))
            for method in ("rrdb6-psnr-x4", "esrgan6-x4")
        )
        assert one.report.method == other.report.method
        assert (one.picture.pixels == other.picture.pixels).all()
    assert upscaler.upscale(picture, exactly("esrgan6-x4", 0)).report.method == "RRDB-6 ×4"


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_tints_go_and_detail_stays(scale: int) -> None:
    small = make_photo(40, 50).transpose(2, 0, 1).astype(np.float32) / 255
    true = small.repeat(scale, 1).repeat(scale, 2)
    tinted = true * 0.95 + np.array([0.02, -0.03, 0.04], np.float32)[:, None, None]
    kept = keep_tones(small, tinted.copy())
    assert np.abs(kept.mean((1, 2)) - small.mean((1, 2))).max() < 0.3 / 255
    assert np.abs(kept - true).mean() < 0.25 * np.abs(tinted - true).mean()


def test_measuring_takes_what_the_network_itself_gives(upscaler: Upscaler) -> None:
    flat = Picture(np.full((16, 16, 3), 255, np.uint8))
    kept = exactly("esrgan6-x4", 0.5)
    raw = replace(kept, keep_tones=False)
    first, second = (upscaler.upscale(flat, request).picture.pixels for request in (raw, kept))
    assert (second == flat.pixels[0, 0]).all()
    assert np.abs(first.astype(int) - second).max() > 3
