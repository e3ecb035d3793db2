"""Deep pictures keep their depth: levels are counted."""

from __future__ import annotations

import numpy as np
import pytest

from sr_studio.imaging.picture import Picture
from sr_studio.progress import CancelToken
from sr_studio.upscaling.backends import make_backend
from sr_studio.upscaling.devices import Choice, openvino_precisions
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.loading import load_model
from tests.upscaling.conftest import MakeModel, make_photo


def deep_photo() -> np.ndarray:
    """48×48×3 uint16, bright, with nearly as many values as it has pixels."""
    generator = np.random.default_rng(5)
    photo = make_photo(48, 48).astype(np.float64) * 120 + 30_000
    return (photo + generator.uniform(0, 257, photo.shape)).astype(np.uint16)


def deep_ramp() -> np.ndarray:
    """510 levels of 16 bits, two of 8."""
    row = np.linspace(50_000, 50_509, 510).astype(np.uint16)
    return np.repeat(np.broadcast_to(row[:, None], (20, 510, 1)), 3, axis=2)


def levels(pixels: np.ndarray, request: UpscaleRequest) -> int:
    return len(np.unique(Upscaler().upscale(Picture(pixels), request).picture.pixels))


def test_a_deep_photograph_keeps_its_levels(make_model: MakeModel) -> None:
    name = str(make_model())
    exact = UpscaleRequest(name, device="cpu", backend="torch", precision="fp32")
    expected = levels(deep_photo(), exact)
    assert levels(deep_photo(), UpscaleRequest(name, device="cpu")) > 0.95 * expected


@pytest.mark.parametrize("model", ["espcn-x4", "own"])
def test_a_deep_ramp_keeps_its_levels(make_model: MakeModel, model: str) -> None:
    name = str(make_model()) if model == "own" else model
    ramp = deep_ramp()
    result = Upscaler().upscale(Picture(ramp), UpscaleRequest(name, device="cpu"))
    assert result.report.precision == "fp32"
    assert len(np.unique(result.picture.pixels)) >= 500


@pytest.mark.skipif("bf16" not in openvino_precisions(), reason="this CPU does not compute in bf16")
def test_bf16_adds_up_in_more_digits_than_it_multiplies_in() -> None:
    """As asked for by name; the last layer gives what it added up, not its first eight bits."""
    resolver = load_model("rrdb6-psnr-x4").super_resolver()
    small = np.ascontiguousarray(deep_photo().transpose(2, 0, 1), np.float32) / 65535
    exact, narrow = (
        make_backend(resolver, Choice("cpu", "openvino", precision, ""))[0].run(
            small, CancelToken()
        )
        for precision in ("fp32", "bf16")
    )
    expected, given = (len(np.unique((each * 65535).round())) for each in (exact, narrow))
    assert given > 0.8 * expected
    shallow = (deep_photo() >> 8).astype(np.uint8)
    request = UpscaleRequest("rrdb6-psnr-x4", device="cpu", backend="openvino")
    report = Upscaler().upscale(Picture(shallow), request).report
    assert report.precision == "bf16", "8 bits are served by half precision"
