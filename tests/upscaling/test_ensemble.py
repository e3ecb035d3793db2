"""Self-ensemble and several passes: against a direct computation; tiles, names, records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_xmp
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from sr_studio.progress import CancelToken
from sr_studio.upscaling.devices import Choice
from sr_studio.upscaling.ensemble import EnsembleBackend
from sr_studio.upscaling.interpolations import interpolate
from sr_studio.upscaling.naming import facts_of, result_name
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.passes import enlarge
from sr_studio.upscaling.request import Region, UpscaleError, UpscaleRequest
from sr_studio.upscaling.streaming import stream
from sr_studio.upscaling.tiles import TileRule
from sr_studio.upscaling.to_file import ToFile
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.super_resolver import SuperResolver
from tests.commands.test_upscale import upscale
from tests.upscaling.conftest import MakeModel, make_photo
from tests.upscaling.test_tiles import NETWORKS, photo, resolver

TORCH: dict[str, Any] = {"device": "cpu", "backend": "torch", "precision": "fp32"}
#: Written out, so that a slip in the loop that makes them would show.
FLIPS_AND_TURNS: list[tuple[Callable[[Any], Any], Callable[[Any], Any]]] = [
    (lambda x: x, lambda y: y),
    (lambda x: x.flip(-1), lambda y: y.flip(-1)),
    (lambda x: x.flip(-2), lambda y: y.flip(-2)),
    (lambda x: x.flip(-1, -2), lambda y: y.flip(-1, -2)),
    (lambda x: x.mT, lambda y: y.mT),
    (lambda x: x.mT.flip(-1), lambda y: y.flip(-1).mT),
    (lambda x: x.mT.flip(-2), lambda y: y.flip(-2).mT),
    (lambda x: x.mT.flip(-1, -2), lambda y: y.flip(-1, -2).mT),
]


def direct(path: Path, pixels: np.ndarray) -> np.ndarray:
    """The mean over the eight, of the whole picture with its edge repeated, and rounded once."""
    resolver = load_model(str(path)).super_resolver()
    edged = np.pad(pixels, ((4, 4), (4, 4), (0, 0)), mode="edge")
    planes = torch.from_numpy(edged.transpose(2, 0, 1).copy()).float()[None] / 255
    with torch.inference_mode():
        made = [back(resolver(turn(planes).contiguous())) for turn, back in FLIPS_AND_TURNS]
    mean = torch.stack(made).mean(0)[0].numpy()
    rim = 4 * resolver.scale
    inner = mean[:, rim:-rim, rim:-rim].transpose(1, 2, 0)
    return (np.clip(inner, 0, 1) * 255 + 0.5).astype(np.uint8)


def test_the_mean_over_eight_is_the_direct_one(make_model: MakeModel) -> None:
    path, small = make_model(scale=2), make_photo(22, 31)
    request = UpscaleRequest(str(path), **TORCH)
    plain = Upscaler().upscale(Picture(small), request)
    whole = Upscaler().upscale(Picture(small), UpscaleRequest(str(path), ensemble=True, **TORCH))
    assert whole.report.ensemble and not plain.report.ensemble
    assert "self-ensemble" in whole.report.sentence()
    expected = direct(path, small)
    assert np.abs(whole.picture.pixels.astype(int) - expected).max() <= 1
    assert (whole.picture.pixels != expected).mean() < 0.002, "rounding alone"
    assert (whole.picture.pixels != plain.picture.pixels).mean() > 0.05


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network[0])
def test_tiles_of_an_ensemble_show_no_seams(network: Any) -> None:
    """Networks that take blocks of pixels, too: the blocks are the same in every flip and turn."""
    model = resolver(*network[1:])
    backend = EnsembleBackend(_Raw(model), model.alignment)
    pixels = photo(33, 61)
    rule = TileRule(model.scale, model.margin, model.alignment)
    planes = pixels.transpose(2, 0, 1).astype(np.float32) / 65535
    whole = backend.run(planes, CancelToken())
    low, span = float(whole.min()), max(1e-6, float(np.ptp(whole)))

    def run(tile: np.ndarray) -> np.ndarray:
        return (backend.run(tile, CancelToken()) - low) / span * 0.8 + 0.1

    tiled = enlarge(pixels, run, rule, 16).transpose(2, 0, 1) / 65535
    assert np.abs(tiled - ((whole - low) / span * 0.8 + 0.1)).max() < 1e-3 / 255 + 1.01 / 65535


class _Raw:
    """A resolver as a backend, in as few steps as possible."""

    choice = Choice("cpu", "torch", "fp32", "CPU")

    def __init__(self, model: SuperResolver) -> None:
        self._model = model

    @torch.inference_mode()
    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        made: np.ndarray = self._model(torch.from_numpy(tile)[None])[0].numpy()
        return made


def test_tiles_regions_and_strips_of_an_ensemble_are_the_whole(
    make_model: MakeModel, tmp_path: Path
) -> None:
    small = Picture(make_photo(70, 52))
    request = UpscaleRequest(str(make_model()), ensemble=True, **TORCH)
    upscaler = Upscaler()
    whole = upscaler.upscale(small, request).picture.pixels
    tiled = upscaler.upscale(small, UpscaleRequest(request.method, ensemble=True, tile=16, **TORCH))
    assert tiled.report.tile == 16
    assert np.abs(tiled.picture.pixels.astype(int) - whole).max() <= 1
    part = upscaler.upscale(small, request, region=Region(10, 20, 30, 25)).picture.pixels
    assert np.abs(part.astype(int) - whole[40:90, 20:80]).max() <= 1
    write_picture(small, tmp_path / "in.png")
    done = stream(
        ToFile(upscaler, tmp_path / "in.png", tmp_path / "out.png", request, WriteOptions())
    )
    assert done.report.ensemble
    assert np.abs(read_picture(tmp_path / "out.png").pixels.astype(int) - whole).max() <= 1


def test_two_passes_are_one_after_the_other(make_model: MakeModel, tmp_path: Path) -> None:
    path, small, upscaler = make_model(scale=2), make_photo(40, 30), Upscaler()
    once = UpscaleRequest(str(path), **TORCH)
    first = upscaler.upscale(Picture(small), once).picture
    second = upscaler.upscale(first, once).picture.pixels
    twice = UpscaleRequest(str(path), passes=2, **TORCH)
    result = upscaler.upscale(Picture(small), twice)
    assert (result.report.scale, result.report.passes) == (4, 2)
    assert np.array_equal(result.picture.pixels, second)
    assert "2 passes" in result.report.sentence()
    # Back to the size of one pass: what "double upscaling" means elsewhere.
    back = UpscaleRequest(str(path), 2, passes=2, **TORCH)
    down = upscaler.upscale(Picture(small), back)
    assert np.array_equal(down.picture.pixels, interpolate(second, 80, 60))
    tiled = upscaler.upscale(Picture(small), UpscaleRequest(str(path), passes=2, tile=16, **TORCH))
    assert np.abs(tiled.picture.pixels.astype(int) - second).max() <= 1
    region = upscaler.upscale(Picture(small), twice, region=Region(8, 12, 10, 9)).picture.pixels
    assert np.abs(region.astype(int) - second[48:84, 32:72]).max() <= 1
    write_picture(Picture(small), tmp_path / "in.png")
    for request, expected in ((twice, second), (back, down.picture.pixels)):
        stream(ToFile(upscaler, tmp_path / "in.png", tmp_path / "out.png", request, WriteOptions()))
        made = read_picture(tmp_path / "out.png").pixels
        assert np.abs(made.astype(int) - expected).max() <= 1


def test_passes_that_are_too_many(make_model: MakeModel) -> None:
    path = make_model(scale=4)
    with pytest.raises(UpscaleError, match="passes"):
        UpscaleRequest(str(path), passes=9).checked()
    with pytest.raises(UpscaleError, match="4 passes of a ×4 model make ×256"):
        Upscaler().prepare(UpscaleRequest(str(path), passes=4, **TORCH))
    assert Upscaler().prepare(UpscaleRequest(str(path), passes=2, **TORCH)) == 16


def test_the_estimate_counts_passes_and_members(make_model: MakeModel) -> None:
    path, upscaler = make_model(scale=2), Upscaler()
    plain, twice = (
        upscaler.estimate(200, 100, UpscaleRequest(str(path), passes=passes, **TORCH))
        for passes in (1, 2)
    )
    assert twice.size_out == (800, 400) and plain.size_out == (400, 200)
    assert plain.seconds and twice.seconds and twice.seconds > 3 * plain.seconds
    eight = upscaler.estimate(200, 100, UpscaleRequest(str(path), ensemble=True, **TORCH))
    assert eight.seconds and eight.seconds > 2 * plain.seconds


def test_names_and_records_tell(make_model: MakeModel, tmp_path: Path) -> None:
    request = UpscaleRequest("esrgan6-x4", detail=0.5, ensemble=True, passes=2)
    name = result_name(facts_of("lenna", request, 16), ".png")
    assert name == "lenna_x16_esrgan6-x4-d0.5-2pass-ensemble.png"
    plain = UpscaleRequest("bicubic", ensemble=True, passes=2, detail=0.5)
    assert result_name(facts_of("lenna", plain, 4), ".png") == "lenna_x4_bicubic.png"
    write_picture(Picture(make_photo(9, 8)), tmp_path / "a.png")
    report = tmp_path / "report.json"
    words = ["-m", make_model(), "--device", "cpu", "--backend", "torch", "-o", tmp_path / "out"]
    assert upscale(tmp_path / "a.png", *words, "--ensemble", "--passes", 2, "--report", report) == 0
    (made,) = (tmp_path / "out").iterdir()
    assert made.name == "a_x4_random-2pass-ensemble.png"
    settings = json.loads(properties_of(read_xmp(made))["Settings"])
    assert settings["ensemble"] is True and settings["passes"] == 2
    (row,) = json.loads(report.read_text(encoding="utf-8"))["pictures"]
    assert row["ensemble"] is True and row["passes"] == 2
    assert upscale(tmp_path / "a.png", *words) == 0
    told = json.loads(properties_of(read_xmp(tmp_path / "out" / "a_x2_random.png"))["Settings"])
    assert "ensemble" not in told and "passes" not in told, "results of before are known again"


def test_options_that_do_nothing_for_interpolations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_picture(Picture(make_photo(9, 8)), tmp_path / "a.png")
    assert upscale(tmp_path / "a.png", "-m", "bicubic", "--ensemble", "--passes", 2) == 0
    told = capsys.readouterr().err
    assert "--ensemble does nothing" in told and "--passes does nothing" in told
