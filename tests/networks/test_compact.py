"""Compact and the U-Net discriminator are Real-ESRGAN's: parameters, names, margin, norms."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from spandrel import ModelLoader

from sr_studio.networks.base import parameter_count
from sr_studio.networks.compact import Compact
from sr_studio.networks.discriminators import UNetDiscriminator
from sr_studio.networks.registry import ArchitectureError, build


def test_the_published_size_with_sixteen_convolutions_has_its_parameters() -> None:
    assert parameter_count(Compact()) == 621_424


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_it_begins_near_nearest_and_enlarges_by_its_scale(scale: int) -> None:
    torch.manual_seed(1)
    small = torch.rand(2, 3, 9, 7)
    enlarged = Compact(scale=scale, convolutions=4)(small)
    nearest = torch.nn.functional.interpolate(small, scale_factor=float(scale), mode="nearest")
    assert enlarged.shape == (2, 3, 9 * scale, 7 * scale)
    assert (enlarged - nearest).abs().mean() < 0.05


@pytest.mark.parametrize("convolutions", [16, 32])
def test_other_programs_open_its_weights_and_compute_the_same(convolutions: int) -> None:
    torch.manual_seed(2)
    network = Compact(convolutions=convolutions, features=24).eval()
    opened = ModelLoader().load_from_state_dict(network.state_dict())
    assert opened.architecture.name == "RealESRGAN Compact"
    assert opened.scale == 4
    small = torch.rand(1, 3, 12, 12)
    with torch.no_grad():
        assert torch.equal(opened.model(small), network(small))


def test_a_file_of_its_authors_fits(shared_data: Path) -> None:
    path = shared_data / "checkpoints" / "realesr-animevideov3.pth"
    weights = torch.load(path, map_location="cpu", weights_only=True)["params"]
    Compact().load_state_dict(weights)


def test_its_margin_is_exact() -> None:
    torch.manual_seed(3)
    network = Compact(scale=2, convolutions=3, features=8).eval()
    for parameter in network.parameters():
        parameter.data.abs_()  # nothing cancels: whatever is seen shows
    small = torch.rand(1, 3, 21, 21, requires_grad=True)
    network(small)[0, 0, 20, 20].backward()
    assert small.grad is not None
    seen = small.grad[0].abs().sum((0, 1)).nonzero().flatten()
    assert 10 - int(seen.min()) == network.margin == 5


@pytest.mark.parametrize("parameters", [{"features": 0}, {"convolutions": -3}, {"scale": 0}])
def test_impossible_sizes_are_told(parameters: dict[str, int]) -> None:
    with pytest.raises(ArchitectureError, match=f"{next(iter(parameters))} must be"):
        build("compact", parameters)


def test_the_unet_discriminator_has_its_parameters_and_judges_every_pixel() -> None:
    discriminator = UNetDiscriminator()
    assert parameter_count(discriminator) == 4_376_897
    assert discriminator(torch.rand(2, 3, 40, 32)).shape == (2, 1, 40, 32)
    with pytest.raises(ValueError, match="crop must"):
        UNetDiscriminator(100)


def test_spectral_normalisation_holds_the_largest_singular_value_at_one() -> None:
    torch.manual_seed(4)
    discriminator = UNetDiscriminator(features=8).train()
    for _ in range(50):
        discriminator(torch.rand(1, 3, 16, 16))
    for convolution in discriminator.down:
        weight = convolution.weight.flatten(1)
        assert torch.linalg.matrix_norm(weight, 2).item() == pytest.approx(1, abs=0.05)
