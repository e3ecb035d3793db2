"""What cannot be trusted is refused; where memory or digits run out, another way is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sr_studio.errors import StudioError
from sr_studio.imaging.picture import Picture
from sr_studio.progress import CancelToken
from sr_studio.upscaling.backends import TorchBackend
from sr_studio.upscaling.checks import UntrustedResultError
from sr_studio.upscaling.request import UpscaleError, UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from tests.upscaling.conftest import MakeModel, levels, make_photo, request_for


def spoiled(value: float) -> Any:
    def change(network: Any) -> None:
        network.conv_last.weight.data[:] = 0
        network.conv_last.bias.data[:] = value

    return change


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "not numbers"),
        (float("inf"), "not numbers"),
        (-9.0, "brightness"),
        (9.0, "brightness"),
        (0.4, "brightness"),
    ],
)
def test_a_damaged_model_is_refused_when_it_is_opened(
    upscaler: Upscaler, make_model: MakeModel, value: float, words: str
) -> None:
    with pytest.raises(StudioError, match=words):
        upscaler.prepare(request_for(make_model(change=spoiled(value))))


class Failing(TorchBackend):
    """A device whose driver gives the same value everywhere from now on."""

    value = 0.0

    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        return np.full_like(super().run(tile, cancel), self.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (float("nan"), "not numbers"),
        (float("inf"), "not numbers"),
        (-9.0, "black"),
        (9.0, "of one colour"),
    ],
)
@pytest.mark.parametrize("tile", [None, 16])
def test_garbage_is_never_a_success(
    make_model: MakeModel,
    monkeypatch: pytest.MonkeyPatch,
    value: float,
    words: str,
    tile: int | None,
) -> None:
    monkeypatch.setattr(Failing, "value", value)
    failing = Upscaler(make_backend=lambda resolver, choice: (Failing(resolver, choice), []))
    with pytest.raises(UntrustedResultError, match=words):
        failing.upscale(Picture(make_photo(40, 40)), request_for(make_model(), tile=tile))


def test_tiles_of_another_size_than_the_card_says_are_refused(make_model: MakeModel) -> None:
    class Cropping(TorchBackend):
        def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
            return super().run(tile, cancel)[:, :-2, :-2]

    cropping = Upscaler(make_backend=lambda resolver, choice: (Cropping(resolver, choice), []))
    with pytest.raises(UntrustedResultError, match="its card says ×2"):
        cropping.upscale(Picture(make_photo(20, 20)), request_for(make_model()))


def test_a_card_with_another_range_than_the_network_is_refused_when_opened(
    upscaler: Upscaler, tmp_path: Path
) -> None:
    from sr_studio.networks.registry import build
    from sr_studio.zoo.saving import save_model
    from tests.upscaling.conftest import card_of, lively

    parameters = {"scale": 2, "blocks": 1, "features": 4}
    network = lively(build("msrresnet", parameters))
    network.conv_last.weight.data *= 0.02  # type: ignore[operator, union-attr]
    path = tmp_path / "wrong.safetensors"
    save_model(path, network, card_of("msrresnet", parameters, output_range=(-1, 1)))
    with pytest.raises(UntrustedResultError, match="than its card says"):
        upscaler.prepare(request_for(path))


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (3, 2), (15, 1)], ids=str)
@pytest.mark.parametrize("architecture", ["srcnn", "espcn", "srresnet", "rrdbnet", "instance"])
def test_tiny_pictures_work_with_every_network(
    upscaler: Upscaler, tmp_path: Path, architecture: str, size: tuple[int, int]
) -> None:
    """Networks that make grey of grey, and darkness of what lies beyond the edge."""
    from torch import nn

    from sr_studio.networks.registry import build
    from sr_studio.zoo.saving import save_model
    from tests.upscaling.conftest import card_of

    parameters: dict[str, Any] = {
        "srcnn": {"channels": 3},
        "rrdbnet": {"blocks": 2},  # its context is many times these pictures as well
        "instance": {"blocks": 1, "features": 4, "norm": "instance"},
    }.get(architecture, {})
    kind = "srresnet" if architecture == "instance" else architecture
    network = build(kind, parameters).eval()
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d):
            layer.weight.data[:] = 1e-9
    last = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d)][-1]
    assert last.bias is not None
    last.bias.data[:] = 0.5
    path = tmp_path / "grey.safetensors"
    colour = "y" if network.channels == 1 else "rgb"
    save_model(path, network, card_of(kind, parameters, scale=4, colour=colour))
    picture = Picture(np.full((*size, 3), 128, np.uint8))
    result = upscaler.upscale(picture, request_for(path)).picture
    assert result.pixels.shape == (size[0] * 4, size[1] * 4, 3)
    assert levels(result.pixels, np.full_like(result.pixels, 128)) <= 2


def test_an_evenly_black_picture_may_stay_black(upscaler: Upscaler, make_model: MakeModel) -> None:
    black = Picture(np.zeros((20, 20, 3), np.uint8))
    result = upscaler.upscale(black, request_for(make_model()))
    assert result.picture.pixels.max() < 20


class SmallMemory(TorchBackend):
    """A device on which tiles of more than ``limit`` pixels do not fit."""

    limit = 40 * 40

    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        if tile.shape[1] * tile.shape[2] > self.limit:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return super().run(tile, cancel)


def test_memory_that_runs_out_makes_smaller_tiles_and_says_so(make_model: MakeModel) -> None:
    path = make_model()
    picture = Picture(make_photo(150, 150))
    small = Upscaler(make_backend=lambda resolver, choice: (SmallMemory(resolver, choice), []))
    result = small.upscale(picture, request_for(path))
    assert result.report.tile is not None and result.report.tile <= 24
    assert any("Memory did not suffice" in note for note in result.report.notes)
    whole = Upscaler().upscale(picture, request_for(path))
    assert levels(result.picture.pixels, whole.picture.pixels) <= 1


def test_memory_that_never_suffices_is_a_sentence(make_model: MakeModel) -> None:
    class NoMemory(SmallMemory):
        limit = 4

    small = Upscaler(make_backend=lambda resolver, choice: (NoMemory(resolver, choice), []))
    with pytest.raises(UpscaleError, match="memory does not suffice"):
        small.upscale(Picture(make_photo(60, 60)), request_for(make_model()))


def test_other_errors_do_not_shrink_the_tile(make_model: MakeModel) -> None:
    class Broken(TorchBackend):
        def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
            raise RuntimeError("CUDA error: an illegal memory access was encountered")

    broken = Upscaler(make_backend=lambda resolver, choice: (Broken(resolver, choice), []))
    with pytest.raises(RuntimeError, match="illegal memory access"):
        broken.upscale(Picture(make_photo(20, 20)), request_for(make_model()))


def test_half_precision_that_overflows_is_done_again_in_fp32(make_model: MakeModel) -> None:
    class Overflowing(TorchBackend):
        def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
            large = super().run(tile, cancel)
            return large if self.choice.precision == "fp32" else large * np.inf

    upscaler = Upscaler(make_backend=lambda resolver, choice: (Overflowing(resolver, choice), []))
    path = make_model()
    picture = Picture(make_photo(20, 20))
    result = upscaler.upscale(picture, request_for(path, precision="bf16"))
    assert result.report.precision == "fp32"
    assert any("In bf16 the result was not usable" in note for note in result.report.notes)
    exact = Upscaler().upscale(picture, request_for(path))
    assert levels(result.picture.pixels, exact.picture.pixels) == 0


def test_a_result_larger_than_memory_is_refused_beforehand(upscaler: Upscaler) -> None:
    picture = Picture(np.zeros((20_000, 20_000, 1), np.uint8))
    with pytest.raises(UpscaleError, match="GB of memory"):
        upscaler.upscale(picture, UpscaleRequest("nearest", scale=64))
