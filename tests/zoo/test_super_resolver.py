"""Every network behind one face: ranges, colour, enlargement, sizes, tiles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from sr_studio.imaging.colour import MATRIX, OFFSET
from sr_studio.imaging.resize import imresize
from sr_studio.networks.base import Network
from sr_studio.zoo.bicubic import enlarge_bicubic
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.super_resolver import SuperResolver
from tests.zoo.conftest import SMALL, make_model, random_network


@pytest.mark.parametrize("scale", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("size", [(7, 9), (1, 1), (2, 5)])
def test_bicubic_equals_imaging(scale: int, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).random((*size, 3))
    expected = imresize(picture, float(scale), variant="float", border="replicate")
    tensor = torch.from_numpy(picture).permute(2, 0, 1)[None]
    ours = enlarge_bicubic(tensor, scale)[0].permute(1, 2, 0).numpy()
    np.testing.assert_allclose(ours, expected, atol=1e-12)


class Stub(Network):
    """Repeats pixels and shows what it was given."""

    def __init__(self, scale: int = 2, channels: int = 3) -> None:
        super().__init__()
        self.scale, self.channels, self.margin = scale, channels, 0
        self.unused = nn.Parameter(torch.zeros(1))
        self.given = torch.zeros(0)

    def forward(self, small: Tensor) -> Tensor:
        self.given = small.clone()
        return small.repeat_interleave(self.scale, 2).repeat_interleave(self.scale, 3)


def _card(**fields: Any) -> ModelCard:
    return ModelCard(**{"name": "stub", "architecture": "stub", "scale": 2, **fields})


def test_ranges_are_converted_both_ways() -> None:
    stub = Stub()
    resolver = SuperResolver(stub, _card(input_range=(-1, 1), output_range=(-1, 1)))
    rgb = torch.rand(1, 3, 4, 5)
    torch.testing.assert_close(resolver(rgb)[..., ::2, ::2], rgb)
    torch.testing.assert_close(stub.given, rgb * 2 - 1)


def test_only_the_output_range_of_srresnet_differs() -> None:
    stub = Stub()
    resolver = SuperResolver(stub, _card(output_range=(-1, 1)))
    rgb = torch.rand(1, 3, 4, 5)
    torch.testing.assert_close(resolver(rgb)[..., ::2, ::2], (rgb + 1) / 2)
    assert torch.equal(stub.given, rgb)


def test_imagenet_normalisation() -> None:
    stub = Stub()
    card = _card(input_normalisation="imagenet", output_normalisation="imagenet")
    rgb = torch.rand(1, 3, 4, 5)
    torch.testing.assert_close(SuperResolver(stub, card)(rgb)[..., ::2, ::2], rgb)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    torch.testing.assert_close(stub.given, (rgb - mean) / deviation)


def test_luminance_network_gets_studio_luma_and_bicubic_chroma() -> None:
    stub = Stub(channels=1)
    picture = np.random.default_rng(1).random((6, 5, 3))
    tensor = torch.from_numpy(picture).float().permute(2, 0, 1)[None]
    result = SuperResolver(stub, _card(colour="y"))(tensor)[0].permute(1, 2, 0).numpy()

    studio = picture @ MATRIX.T + OFFSET
    luma = studio[..., 0]
    np.testing.assert_allclose(stub.given[0, 0].numpy() * 255, luma, atol=1e-3)
    enlarged = imresize(studio, 2.0, variant="float", border="replicate")
    enlarged[..., 0] = luma.repeat(2, 0).repeat(2, 1)
    np.testing.assert_allclose(
        result * 255, (enlarged - OFFSET) @ np.linalg.inv(MATRIX).T * 255, atol=2e-3
    )


def test_full_range_luma_keeps_grey() -> None:
    stub = Stub(channels=1)
    grey = torch.rand(1, 1, 4, 4).expand(1, 3, 4, 4)
    result = SuperResolver(stub, _card(colour="y", luma="full"))(grey)
    torch.testing.assert_close(stub.given, grey[:, :1])
    torch.testing.assert_close(result[..., ::2, ::2], grey)


@pytest.mark.parametrize("architecture", list(SMALL))
@pytest.mark.parametrize("size", [(1, 1), (1, 13), (7, 6)])
def test_any_size_comes_out_scaled(architecture: str, size: tuple[int, int]) -> None:
    model = make_model(architecture)
    resolver = model.super_resolver()
    out = resolver(torch.rand(2, 3, *size))
    assert out.shape == (2, 3, size[0] * resolver.scale, size[1] * resolver.scale)
    assert out.isfinite().all()


TILED = [
    *((architecture, parameters) for architecture, parameters in SMALL.items()),
    *(("rrdbnet", {"scale": s, "blocks": 1, "features": 4, "growth": 2}) for s in (1, 2)),
    ("srcnn", {"kernel_sizes": [9, 5, 5], "channels": 3, "features": [4, 3]}),
]


@pytest.mark.parametrize(("architecture", "parameters"), TILED)
def test_a_tile_with_its_margin_equals_the_whole(
    architecture: str, parameters: dict[str, Any]
) -> None:
    """Cut out of the middle, with the margin and start that the resolver asks for."""
    network = random_network(architecture, parameters)
    scale = 3 if architecture == "srcnn" else network.scale
    colour = "y" if network.channels == 1 else "rgb"
    card = ModelCard(
        name="t", architecture=architecture, parameters=parameters, scale=scale, colour=colour
    )
    resolver = SuperResolver(network.double(), card)
    margin, step = resolver.margin, resolver.alignment
    assert margin is not None
    start = -(-(margin + 1) // step) * step
    first, size = start - margin, 4
    first -= first % step
    last = start + size + margin
    last += -last % step
    side = last + step
    rgb = torch.rand(1, 3, side, side)
    with torch.inference_mode():
        whole = resolver(rgb)
        tile = resolver(rgb[..., first:last, first:last])
    offset, extent = (start - first) * scale, size * scale
    inner = tile[..., offset : offset + extent, offset : offset + extent]
    expected = whole[..., start * scale :, start * scale :][..., :extent, :extent]
    torch.testing.assert_close(inner, expected, atol=2e-6, rtol=0)


def test_the_network_may_run_in_bfloat16_and_nothing_else_does() -> None:
    model = make_model("srcnn")
    rgb = torch.rand(1, 3, 9, 9)
    exact = model.super_resolver()(rgb)
    model.module.to(torch.bfloat16)
    rough = model.super_resolver()(rgb)
    assert rough.dtype == torch.float32
    assert (rough - exact).abs().max() < 0.05
    with torch.no_grad():
        for parameter in model.module.parameters():
            parameter.zero_()
    # Luma 0 everywhere: what is left is the chroma, which never went through bfloat16.
    flat = torch.full((1, 3, 4, 4), 0.3)
    flat[:, 0] = 0.301
    difference = model.super_resolver()(flat)
    torch.testing.assert_close(
        difference[:, 0] - difference[:, 1], torch.full((1, 16, 16), 0.001), atol=1e-6, rtol=0
    )
