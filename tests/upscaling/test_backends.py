"""Backends are chosen by trying them, once; none is further off fp32 than two levels."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import torch

from sr_studio.imaging.picture import Picture
from sr_studio.paths import user_cache_dir
from sr_studio.progress import CancelToken
from sr_studio.upscaling.backend_trials import MOST_OFF, Opened, TrialTable, open_best
from sr_studio.upscaling.backends import Backend, TorchBackend, make_backend
from sr_studio.upscaling.devices import Choice, choices, openvino_precisions, reference
from sr_studio.upscaling.openvino_backend import OpenVinoBackend
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.super_resolver import SuperResolver
from tests.upscaling.conftest import MakeModel, make_photo

needs_bf16 = pytest.mark.skipif(
    "bf16" not in openvino_precisions(), reason="this CPU does not compute in bf16"
)
FP32 = Choice("cpu", "openvino", "fp32", "a CPU")
BF16 = Choice("cpu", "openvino", "bf16", "a CPU")


class Shifted(TorchBackend):
    """A backend whose pixels are some levels off, on a device that may be slow."""

    levels: ClassVar[dict[str, float]] = {}
    turns: ClassVar[dict[str, int]] = {}
    #: So many runs at first are slow.
    busy: ClassVar[dict[str, int]] = {}
    tried: ClassVar[list[str]] = []

    def __init__(self, resolver: SuperResolver, choice: Choice) -> None:
        super().__init__(resolver, reference())
        self.choice = choice
        self._name = f"{choice.backend} {choice.precision}"

    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        self.tried.append(self._name)
        slow = self.tried.count(self._name) <= self.busy.get(self._name, 0)
        for _ in range(200 if slow else self.turns.get(self._name, 1)):
            large = super().run(tile, cancel)
        return large + np.float32(self.levels.get(self._name, 0) / 255)


@pytest.fixture
def shifted(monkeypatch: pytest.MonkeyPatch) -> type[Shifted]:
    for name in ("levels", "turns", "busy"):
        monkeypatch.setattr(Shifted, name, {})
    monkeypatch.setattr(Shifted, "tried", [])
    return Shifted


def opened(path: Path, *ways: Choice) -> Opened:
    def make(resolver: SuperResolver, choice: Choice) -> tuple[Backend, list[str]]:
        return Shifted(resolver, choice), []

    return open_best(load_model(path).super_resolver(), ways, make, "A model")


def test_what_is_too_far_off_fp32_is_not_chosen(
    make_model: MakeModel, shifted: type[Shifted]
) -> None:
    shifted.levels = {"openvino bf16": MOST_OFF + 1}
    shifted.turns = {"torch fp32": 20}
    best = opened(make_model(), BF16, FP32, reference())
    assert best.backend.choice == FP32
    assert best.levels is not None and best.levels < 0.1
    (refused,) = [trial for trial in TrialTable().here() if trial.precision == "bf16"]
    assert refused.levels == pytest.approx(MOST_OFF + 1, abs=0.1) and not refused.is_usable


def test_the_fastest_is_chosen_and_known_the_next_time(
    make_model: MakeModel, shifted: type[Shifted]
) -> None:
    shifted.levels = {"openvino bf16": 1.0}
    path = make_model()
    shifted.turns = {"openvino bf16": 30, "openvino fp32": 30}
    assert opened(path, BF16, FP32, reference()).backend.choice == reference()
    shifted.tried.clear()
    again = opened(path, BF16, FP32, reference())
    assert again.backend.choice == reference() and shifted.tried == []
    assert {trial.backend for trial in TrialTable().here()} == {"torch", "openvino"}
    assert (user_cache_dir() / "backends.json").is_file()
    other = make_model(change=lambda network: network.conv_last.bias.data.fill_(0.01))
    shifted.turns = {"torch fp32": 30, "openvino fp32": 30}
    assert opened(other, BF16, FP32, reference()).backend.choice == BF16, "another model"


def test_a_backend_that_gives_other_pixels_in_fp32_is_replaced_even_if_asked_for(
    make_model: MakeModel, shifted: type[Shifted]
) -> None:
    shifted.levels = {"openvino fp32": 30.0, "openvino bf16": float("nan")}
    found = opened(make_model(), FP32)
    assert found.backend.choice == reference()
    assert any("could not take this model" in note for note in found.notes)
    found = opened(make_model(), BF16)
    assert found.backend.choice == BF16 and found.levels is None, "as asked; checked tile by tile"


def test_a_damaged_table_is_as_good_as_none(make_model: MakeModel) -> None:
    table = user_cache_dir() / "backends.json"
    table.parent.mkdir(parents=True, exist_ok=True)
    for text in ("", "[1]", '{"a": {"seconds": "x"}}', "[" * 100_000):
        table.write_text(text, encoding="utf-8")
        assert TrialTable().here() == []


def test_auto_tries_and_a_wish_does_not() -> None:
    found = choices(UpscaleRequest())
    assert found[-1] == reference() and len(set(found)) == len(found)
    exact = choices(UpscaleRequest(device="cpu", backend="torch", precision="fp32"))
    assert exact == (reference(),)
    for choice in choices(UpscaleRequest(precision="fp32")):
        assert choice.precision == "fp32"


@needs_bf16
@pytest.mark.parametrize("name", ["esrgan6-x4", "photo-x4", "srgan-vgg22-x4"])
def test_bf16_is_within_two_levels_of_fp32_on_a_photograph(name: str) -> None:
    """ESRGAN-6 was 4.7 levels off while the picture was rounded before its first layer."""
    from sr_studio.imaging.reading import read_picture
    from sr_studio.paths import resources_dir

    pixels = read_picture(resources_dir() / "samples" / "city.webp").pixels
    middle = pixels[pixels.shape[0] // 2 :, pixels.shape[1] // 2 - 48 :][:40, :40]
    tile = np.ascontiguousarray(middle.transpose(2, 0, 1), np.float32) / np.float32(255)
    resolver = load_model(name).super_resolver()
    made, notes = make_backend(resolver, Choice("cpu", "openvino", "bf16", ""))
    assert made.choice.precision == "bf16" and notes == []
    with torch.inference_mode():
        expected = resolver(torch.from_numpy(tile)[None])[0].numpy()
    off = np.abs(np.clip(made.run(tile, CancelToken()), 0, 1) - np.clip(expected, 0, 1)) * 255
    assert off.max() <= MOST_OFF and off.mean() < 0.16


@needs_bf16
def test_the_report_says_how_far_a_backend_is_off(make_model: MakeModel) -> None:
    request = UpscaleRequest(str(make_model()), device="cpu", backend="openvino", precision="bf16")
    report = Upscaler().upscale(Picture(make_photo(20, 20)), request).report
    assert report.precision == "bf16"
    assert report.levels_off is not None and 0 < report.levels_off <= MOST_OFF
    assert "levels of fp32" in report.sentence()
    exact = UpscaleRequest(str(make_model()), device="cpu", backend="torch", precision="fp32")
    report = Upscaler().upscale(Picture(make_photo(20, 20)), exact).report
    assert report.levels_off == 0 and "levels" not in report.sentence()


def test_a_device_of_one_size_gets_each_size_compiled(make_model: MakeModel) -> None:
    """As an NPU wants it; shown on the CPU, which takes fixed sizes, too."""
    from sr_studio.upscaling import openvino_backend

    resolver = load_model(make_model()).super_resolver()
    usual = OpenVinoBackend(resolver, FP32)
    fixed = OpenVinoBackend(resolver, FP32)
    fixed._request_for = openvino_backend._OneSizeEach(
        openvino_backend._converted(resolver), "CPU", {"INFERENCE_PRECISION_HINT": "f32"}
    )
    for size in ((16, 20), (24, 18), (16, 20), (17, 17), (18, 18), (19, 19)):
        tile = np.random.default_rng(0).random((3, *size), np.float32)
        given = fixed.run(tile, CancelToken())
        assert np.abs(given - usual.run(tile, CancelToken())).max() < 1e-5


def test_a_sentence_rounds_the_distance_up() -> None:
    report = UpscaleReport("M", 4, "CPU", "bf16", "openvino", None, 1, levels_off=1.31)
    assert "bf16 (within 1.4 levels of fp32)" in report.sentence()


def test_backends_are_timed_in_turns_so_that_a_busy_moment_decides_nothing(
    make_model: MakeModel, shifted: type[Shifted]
) -> None:
    shifted.turns = {"torch fp32": 30, "openvino fp32": 30}
    shifted.busy = {"openvino bf16": 2}
    path = make_model()
    assert opened(path, BF16, FP32, reference()).backend.choice == BF16
    # Nor does it leave anything to be tried the next time.
    shifted.tried.clear()
    shifted.busy = {}
    assert opened(path, BF16, FP32, reference()).backend.choice == BF16
    assert shifted.tried == []


def test_a_compiled_model_is_kept_and_used_while_it_is_whole(make_model: MakeModel) -> None:
    folder = user_cache_dir() / "openvino"
    tile = np.random.default_rng(0).random((3, 20, 24), np.float32)

    def compiled(path: Path) -> tuple[np.ndarray, Path]:
        before = set(folder.glob("*.compiled"))
        made = OpenVinoBackend(load_model(path).super_resolver(), FP32).run(tile, CancelToken())
        (file,) = set(folder.glob("*.compiled")) - before or {Path()}
        return made, file

    path = make_model()
    other = make_model(name="other", change=lambda net: net.conv_last.bias.data.fill_(0.3))
    (expected, file), (others, others_file) = compiled(path), compiled(other)
    assert np.abs(expected - others).max() > 0.2
    # That it is taken at all is seen by another one in its place.
    whole = file.read_bytes()
    file.write_bytes(others_file.read_bytes())
    assert np.array_equal(compiled(path)[0], others)
    for damaged in (b"", whole[:-100], whole[:500] + b"\xff" * 1000 + whole[1500:]):
        file.write_bytes(damaged)
        assert np.array_equal(compiled(path)[0], expected)


def test_a_measured_margin_is_that_of_fp32_and_kept_for_the_very_weights() -> None:
    """In bf16 ESRGAN-6 seemed to look 94 pixels far, and a third of the work was context."""
    from sr_studio.upscaling.margins import margin_of

    resolver = load_model("esrgan6-x4").super_resolver()
    assert resolver.margin is not None and resolver.margin > 64
    ways = ("bf16", "fp32") if "bf16" in openvino_precisions() else ("fp32",)
    for precision in ways:
        request = UpscaleRequest("esrgan6-x4", device="cpu", precision=precision)
        assert Upscaler().surroundings(request)[1] <= 24
    file = user_cache_dir() / "margins.json"
    assert file.read_text(encoding="utf-8").count("pixels") == 1
    file.write_text(file.read_text(encoding="utf-8").replace("16", "40"), encoding="utf-8")
    assert margin_of(resolver) == 40, "as it was kept"
    with torch.inference_mode():
        next(resolver.parameters()).add_(0.01)
    assert margin_of(resolver) != 40, "other weights"
