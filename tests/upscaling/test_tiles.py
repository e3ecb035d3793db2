"""Tiled equals untiled, for every network and awkward sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from sr_studio.errors import Cancelled
from sr_studio.networks.registry import build
from sr_studio.progress import CancelToken
from sr_studio.upscaling.passes import Run, SeamError, enlarge
from sr_studio.upscaling.reach import measured_margin
from sr_studio.upscaling.tiles import TileRule, plan
from sr_studio.zoo.super_resolver import SuperResolver
from tests.upscaling.conftest import card_of, lively, make_photo

NETWORKS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("SRCNN 9-5-5", "srcnn", {"features": (4, 3)}, {"scale": 4, "colour": "y"}),
    (
        "SRCNN 9-1-5 RGB",
        "srcnn",
        {"kernel_sizes": (9, 1, 5), "channels": 3, "features": (4, 3)},
        {"scale": 3},
    ),
    ("ESPCN", "espcn", {"scale": 3, "features": (4, 3)}, {"colour": "y"}),
    (
        "ESPCN, nearest beyond the edge",
        "espcn",
        {"scale": 3, "features": (4, 3), "padding": "replicate"},
        {"colour": "y"},
    ),
    (
        "SRCNN, nearest beyond the edge",
        "srcnn",
        {"features": (4, 3), "padding": "replicate"},
        {"scale": 4, "colour": "y"},
    ),
    ("SRResNet x4", "srresnet", {"blocks": 3, "features": 4}, {"output_range": (-1, 1)}),
    ("SRResNet x3", "srresnet", {"scale": 3, "blocks": 2, "features": 4}, {}),
    (
        "SRResNet no norm x2",
        "srresnet",
        {"scale": 2, "blocks": 2, "features": 4, "norm": "none"},
        {},
    ),
    ("MSRResNet", "msrresnet", {"blocks": 3, "features": 4}, {}),
    ("RRDBNet x4", "rrdbnet", {"blocks": 1, "features": 4, "growth": 2}, {}),
    ("RRDBNet x2", "rrdbnet", {"scale": 2, "blocks": 1, "features": 4, "growth": 2}, {}),
    ("RRDBNet x1", "rrdbnet", {"scale": 1, "blocks": 1, "features": 4, "growth": 2}, {}),
]
SIZES = [(1, 1), (7, 513), (33, 129)]
LONG = (2049, 33)


def resolver(architecture: str, parameters: dict[str, Any], facts: dict[str, Any]) -> SuperResolver:
    network = lively(build(architecture, parameters))
    return SuperResolver(network, card_of(architecture, parameters, **facts))


def as_run(model: SuperResolver, pixels: np.ndarray) -> Run:
    """The resolver with its results moved into 0..1, where nothing is clipped and so hidden."""

    @torch.inference_mode()
    def raw(tile: np.ndarray) -> np.ndarray:
        values: np.ndarray = model(torch.from_numpy(tile)[None])[0].numpy()
        return values

    whole = raw(pixels.transpose(2, 0, 1).astype(np.float32) / 65535)
    low, high = float(whole.min()), float(whole.max())
    return lambda tile: (raw(tile) - low) / max(high - low, 1e-6) * 0.8 + 0.1


def photo(height: int, width: int) -> np.ndarray:
    # 16 bits show differences that 8 would round away.
    return make_photo(height, width).astype(np.uint16) * 257


def difference(model: SuperResolver, size: tuple[int, int], side: int, margin: int | None) -> float:
    """Largest difference of 1 between tiled and untiled."""
    pixels = photo(*size)
    run = as_run(model, pixels)
    rule = TileRule(model.scale, margin, model.alignment)
    whole = enlarge(pixels, run, rule, max(size))
    tiled = enlarge(pixels, run, rule, side)
    assert whole.shape == (size[0] * model.scale, size[1] * model.scale, 3)
    return float(np.abs(whole.astype(int) - tiled).max()) / 65535


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network[0])
def test_tiled_equals_untiled(network: Any, size: tuple[int, int]) -> None:
    model = resolver(*network[1:])
    # A thousandth of a level is asked for, where one level of 255 is promised.
    assert difference(model, size, 16, model.margin) < 1e-3 / 255 + 1.01 / 65535


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network[0])
def test_tiled_equals_untiled_in_a_long_picture(network: Any) -> None:
    model = resolver(*network[1:])
    assert difference(model, LONG, 500, model.margin) < 1e-3 / 255 + 1.01 / 65535


@pytest.mark.parametrize("network", NETWORKS[:8], ids=lambda network: network[0])
def test_without_a_margin_seams_would_show(network: Any) -> None:
    model = resolver(*network[1:])
    assert difference(model, (33, 129), 16, 0) > 1 / 255


def test_seams_of_a_margin_that_is_too_small_are_found() -> None:
    (found,) = (network for network in NETWORKS if network[0] == "SRResNet x4")
    model = resolver(*found[1:])
    pixels = photo(40, 90)
    run = as_run(model, pixels)
    assert model.margin is not None
    with pytest.raises(SeamError):
        enlarge(pixels, run, TileRule(model.scale, 2), 16, check_seams=True)
    enlarge(pixels, run, TileRule(model.scale, model.margin), 16, check_seams=True)


def test_the_measured_margin_is_enough_and_smaller_than_the_theoretical_one() -> None:
    parameters = {"blocks": 6, "features": 4, "growth": 2}
    model = SuperResolver(build("rrdbnet", parameters).eval(), card_of("rrdbnet", parameters))
    pixels = photo(48, 300)
    run = as_run(model, pixels)
    margin = measured_margin(run, model.scale)
    assert model.margin is not None and margin is not None
    assert margin < model.margin
    whole = enlarge(pixels, run, TileRule(4, margin), 300)
    tiled = enlarge(pixels, run, TileRule(4, margin), 64, check_seams=True)
    assert np.abs(whole.astype(int) - tiled).max() / 65535 < 1 / 255


def test_a_network_that_sees_everything_has_no_measured_margin() -> None:
    model = resolver("srresnet", {"blocks": 1, "features": 4, "norm": "instance"}, {})
    assert model.margin is None
    assert measured_margin(as_run(model, photo(32, 224)), model.scale) is None


@pytest.mark.parametrize(("height", "width"), [(1, 1), (5, 100), (64, 64), (101, 37)])
@pytest.mark.parametrize("alignment", [1, 2, 4])
def test_tiles_cover_every_pixel_once(height: int, width: int, alignment: int) -> None:
    covered = np.zeros((height, width), int)
    for tile in plan(height, width, 10, TileRule(4, 3, alignment)):
        covered[tile.top : tile.bottom, tile.left : tile.right] += 1
        assert tile.read_top % alignment == tile.read_left % alignment == 0
    assert (covered == 1).all()


def test_a_network_that_sees_everything_is_never_cut() -> None:
    with pytest.raises(ValueError, match="cannot be tiled"):
        plan(100, 100, 50, TileRule(4, None))


def test_cancel_takes_effect_between_tiles() -> None:
    token = CancelToken()
    seen = []

    def run(tile: np.ndarray) -> np.ndarray:
        seen.append(1)
        token.cancel()
        return tile

    with pytest.raises(Cancelled):
        enlarge(photo(64, 64), run, TileRule(1, 0), 16, cancel=token)
    assert len(seen) == 1
