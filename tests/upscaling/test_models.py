"""Backends and models: batch norm folded, the least recently used out first, real errors only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from sr_studio import paths
from sr_studio.cluster.making import Order, make_there
from sr_studio.imaging.damage import Damage
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture
from sr_studio.networks.registry import build
from sr_studio.networks.srresnet import ResidualBlock
from sr_studio.upscaling.backends import Backend
from sr_studio.upscaling.devices import Choice, choices, choose
from sr_studio.upscaling.folding import fold_batch_norm, probe
from sr_studio.upscaling.methods import (
    METHODS,
    amplifies,
    default_method,
    find_method,
    list_methods,
    method_for_photographs,
)
from sr_studio.upscaling.models import ModelCache, activation_bytes
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.pass_planning import tile_side
from sr_studio.upscaling.record import record_of
from sr_studio.upscaling.request import UpscaleError, UpscaleRequest
from sr_studio.upscaling.speed import Speed, SpeedTable
from sr_studio.upscaling.tiles import plan
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.catalogue import files_of
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.shipping import write_index
from sr_studio.zoo.super_resolver import SuperResolver
from tests.upscaling.conftest import MakeModel, card_of, lively, make_photo


def srresnet() -> SuperResolver:
    parameters = {"blocks": 2, "features": 8}
    return SuperResolver(lively(build("srresnet", parameters)), card_of("srresnet", parameters))


def test_batch_norm_is_folded_without_changing_pixels() -> None:
    resolver = srresnet()
    folded = fold_batch_norm(resolver)
    assert not any(isinstance(layer, nn.BatchNorm2d) for layer in folded.modules())
    assert any(isinstance(layer, nn.BatchNorm2d) for layer in resolver.modules())
    picture = probe(resolver)
    with torch.inference_mode():
        expected, given = resolver(picture), folded(picture)
    assert (given - expected).abs().max() < 1e-4 * expected.abs().max()


class NormsFirst(ResidualBlock):
    """Registered like a residual block, but run in another order."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = self.conv2(self.conv1(self.norm2(self.norm1(x))))
        return result


def test_a_norm_that_does_not_follow_its_neighbour_is_left_alone() -> None:
    resolver = srresnet()
    resolver.network.body[0].__class__ = NormsFirst  # type: ignore[index]
    assert fold_batch_norm(resolver) is resolver


def test_models_leave_memory_least_recently_used_first(make_model: MakeModel) -> None:
    paths = [make_model(name=name) for name in ("one", "two", "three")]
    wishes = [UpscaleRequest(str(path), device="cpu", backend="torch") for path in paths]
    choice = choose(wishes[0])
    cache = ModelCache(budget=1)
    weights = cache.get(wishes[0], choice).weights
    cache = ModelCache(budget=2 * weights)
    first, second = (cache.get(wish, choice) for wish in wishes[:2])
    assert cache.get(wishes[0], choice) is first
    cache.get(wishes[2], choice)
    assert cache.get(wishes[0], choice) is first, "used more lately than the second"
    assert cache.get(wishes[1], choice) is not second


def test_memory_for_a_pixel_grows_with_the_network() -> None:
    small = activation_bytes(srresnet())[0]
    parameters = {"blocks": 2, "features": 32}
    large = SuperResolver(build("srresnet", parameters).eval(), card_of("srresnet", parameters))
    assert small > 3 * 16 * 4 and activation_bytes(large)[0] > 3 * small


def test_methods_are_interpolations_then_models(make_model: MakeModel) -> None:
    assert list_methods()[:4] == list(METHODS)
    assert find_method("lanczos").kind == "interpolation"
    path = make_model(name="mine")
    found = find_method(str(path))
    assert (found.kind, found.name, found.scale, found.path) == ("model", "mine", 2, path)
    with pytest.raises(ModelFileError, match="no model 'bicubicc'"):
        find_method("bicubicc")


def test_the_default_is_the_shipped_model_for_photographs(
    make_model: MakeModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shipped"
    folder.mkdir()
    monkeypatch.setattr(paths, "shipped_models_dir", lambda: folder)

    def ship(name: str, **facts: Any) -> None:
        make_model(name=name, **facts).rename(folder / f"{name}.safetensors")
        write_index(folder)

    assert default_method().name == "bicubic"
    ship("b-clean", purpose="clean")
    assert default_method().name == "b-clean"
    ship("esrgan6-x4", purpose="clean")
    assert default_method().name == "esrgan6-x4"
    own = paths.user_models_dir()
    own.mkdir(parents=True)
    make_model(name="fetched", purpose="photograph").rename(own / "fetched.safetensors")
    assert default_method().name == "esrgan6-x4", "fetching a model changes no default"
    found = method_for_photographs(list_methods())
    assert found is not None
    assert found.name == "fetched"
    ship("a-photo", purpose="photograph", role="faithful")
    assert default_method().name == "a-photo"
    ship("photo", purpose="photograph", role="detailed")
    assert default_method().name == "photo"
    ship("large", purpose="photograph", role="detailed", scale=4)
    assert [default_method(scale).name for scale in (None, 4, 3, 8)] == ["large"] * 4
    assert default_method(2).name == "photo"


def test_speeds_are_kept_and_averaged() -> None:
    from sr_studio.paths import user_cache_dir

    SpeedTable().learn("a", Speed(2.0, 5.0))
    SpeedTable().learn("a", Speed(1.0, 6.0))
    assert SpeedTable().get("a") == Speed(1.5, 6.0)
    (user_cache_dir() / "speed.json").write_text('{"a": 3}', encoding="utf-8")
    assert SpeedTable().get("a") is None, "a damaged table is as good as none"


def test_auto_is_a_device_that_exists() -> None:
    choice = choose(UpscaleRequest())
    assert choice.precision in ("fp32", "bf16", "fp16")
    assert choose(UpscaleRequest(device="cpu", backend="torch")).precision == "fp32"
    assert choice.name


def test_networks_for_clean_pictures_amplify_damage(make_model: MakeModel) -> None:
    damaged = Damage(jpeg_quality=60)
    for purpose, more in (("clean", True), ("study", True), ("photograph", False), ("", False)):
        method = find_method(str(make_model(name=f"m{purpose}", purpose=purpose)))
        assert amplifies(method, damaged) is more
        assert not amplifies(method, Damage(jpeg_quality=95, noise=1.0))
    assert not amplifies(find_method("bicubic"), damaged)


def test_a_slow_measurement_does_not_cut_pictures_into_context(
    make_model: MakeModel, tmp_path: Path
) -> None:
    """Speeds are measured on busy computers, too: tiles keep most of what they compute."""
    request = UpscaleRequest(str(make_model()), device="cpu", backend="torch", precision="fp32")
    model = ModelCache().get(request, *choices(request))
    speeds = SpeedTable(tmp_path / "speed.json")
    speeds.learn(model.speed_key, Speed(1.0, 1.0))
    tiles = plan(2000, 2000, tile_side(2000, 2000, model, request, speeds), model.rule)
    assert len(tiles) > 1 and sum(tile.read for tile in tiles) < 1.6 * 2000 * 2000


@pytest.mark.parametrize("choice", [{"backend": "torch"}, {}])
def test_a_device_without_memory_for_the_weights_is_a_sentence(
    make_model: MakeModel, choice: dict[str, str]
) -> None:
    def full(resolver: SuperResolver, choice: Choice) -> tuple[Backend, list[str]]:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    request = UpscaleRequest(str(make_model()), device="cpu", precision="fp32")
    upscaler = Upscaler(make_backend=full)
    with pytest.raises(UpscaleError, match="memory does not suffice to open the model on CPU"):
        upscaler.prepare(replace(request, **choice))  # type: ignore[arg-type]


def test_the_weights_of_ncnn_are_a_part_of_the_model(tmp_path: Path) -> None:
    """They lie in a file of their own; that of the operations is the same before and after."""
    operations, weights = tmp_path / "net.param", tmp_path / "net.bin"
    operations.write_text(
        "7767517\n3 3\nInput in 0 1 x\nConvolution c 1 1 x a 0=3 1=1 6=9\n"
        "Interp r 1 1 a y 0=1 1=2.0 2=2.0\n"
    )
    request = UpscaleRequest(str(operations), device="cpu", backend="torch", precision="fp32")
    upscaler = Upscaler()
    picture = Picture(make_photo(6, 9))
    write_picture(picture, tmp_path / "a.png")
    records, results = [], []
    for gain in (1.0, 0.9):
        weights.write_bytes(bytes(4) + (np.eye(3, dtype=np.float32) * gain).tobytes())
        records.append(record_of(None, request, WriteOptions()))
        results.append(upscaler.upscale(picture, request).picture.pixels)
    assert records[0].key != records[1].key, "a result by others is not the very same"
    assert results[1].mean() < 0.95 * results[0].mean(), "and is made by these"

    there = {one.name: one.read_bytes() for one in files_of(operations)}
    operations.unlink()  # another machine has neither
    weights.unlink()
    data = (tmp_path / "a.png").read_bytes()
    order = Order(data, "a.png", "b.png", request, WriteOptions(), records[1], records[1].model)
    answer = make_there(order, there)
    assert not answer.error
    assert answer.report is not None and answer.report.size_out == (18, 12)
