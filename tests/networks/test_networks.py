"""The networks are the papers': parameter counts, shapes, reach, initial weights."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from sr_studio.networks.base import Network, parameter_count
from sr_studio.networks.discriminators import SRGANDiscriminator, VGGDiscriminator128
from sr_studio.networks.registries import NETWORKS
from sr_studio.networks.registry import (
    ArchitectureError,
    build,
    build_discriminator,
)
from sr_studio.networks.rrdbnet import RRDBNet
from sr_studio.networks.srresnet import SRResNet


@pytest.mark.parametrize(
    ("architecture", "parameters", "count"),
    [
        ("srcnn", {"kernel_sizes": (9, 5, 5)}, 57_281),
        ("srcnn", {"kernel_sizes": (9, 1, 5)}, 8_129),
        ("espcn", {"scale": 4}, 24_752),
        ("srresnet", {}, 1_547_350),
        ("msrresnet", {}, 1_517_571),
        ("rrdbnet", {}, 16_697_987),
    ],
)
def test_parameter_counts(architecture: str, parameters: dict[str, Any], count: int) -> None:
    assert parameter_count(build(architecture, parameters)) == count


@pytest.mark.parametrize(("kernels", "count"), [((9, 1, 5), 8_032), ((9, 3, 5), 24_416)])
def test_srcnn_weights_without_biases(kernels: tuple[int, ...], count: int) -> None:
    network = build("srcnn", {"kernel_sizes": kernels})
    weights = sum(p.numel() for name, p in network.named_parameters() if name.endswith("weight"))
    assert weights == count


def test_srgan_discriminator_has_the_papers_size() -> None:
    assert parameter_count(SRGANDiscriminator(crop=96)) == 23_563_649


@pytest.mark.parametrize(
    ("network", "crop"),
    [
        (SRGANDiscriminator(crop=32, features=4), 32),
        (VGGDiscriminator128(crop=64, features=4), 64),
    ],
)
def test_discriminators_give_one_unbounded_logit(network: nn.Module, crop: int) -> None:
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, nn.Linear):
                layer.weight.mul_(30)
    logits = network(torch.rand(5, 3, crop, crop))
    assert logits.shape == (5, 1)
    assert logits.min() < 0 or logits.max() > 1, "a sigmoid seems to be inside"


def test_esrgan_discriminator_flattens_to_8192_at_128() -> None:
    network = VGGDiscriminator128()
    assert [m.in_features for m in network.modules() if isinstance(m, nn.Linear)] == [8192, 100]
    strides = [(m.kernel_size[0], m.stride[0]) for m in network.modules() if _is_conv(m)]
    assert strides == [(3, 1), (4, 2)] * 5


def _is_conv(module: nn.Module) -> bool:
    return isinstance(module, nn.Conv2d)


SMALL: list[tuple[str, dict[str, Any]]] = [
    ("srcnn", {"kernel_sizes": (9, 5, 5), "features": (4, 3)}),
    ("srcnn", {"kernel_sizes": (9, 1, 5), "channels": 3, "features": (4, 3)}),
    *(("espcn", {"scale": s, "features": (4, 3)}) for s in (2, 3, 4)),
    *(("srresnet", {"scale": s, "blocks": 2, "features": 4}) for s in (2, 3, 4, 8)),
    ("srresnet", {"blocks": 1, "features": 4, "norm": "none", "after_body": "prelu"}),
    ("srresnet", {"blocks": 1, "features": 4, "outer_kernel": 3, "output": "tanh"}),
    *(("msrresnet", {"scale": s, "blocks": 2, "features": 4}) for s in (2, 3, 4)),
    *(("rrdbnet", {"scale": s, "blocks": 1, "features": 4, "growth": 2}) for s in (1, 2, 4)),
    *(("upconvresnet", {"scale": s, "blocks": 1, "features": 4}) for s in (2, 4)),
]


@pytest.mark.parametrize(("architecture", "parameters"), SMALL)
def test_size_in_times_scale_is_size_out(architecture: str, parameters: dict[str, Any]) -> None:
    network = build(architecture, parameters).eval()
    height, width = 3 * network.alignment, 5 * network.alignment
    out = network(torch.rand(2, network.channels, height, width))
    assert out.shape == (2, network.channels, height * network.scale, width * network.scale)


@pytest.mark.parametrize(("architecture", "parameters"), SMALL)
def test_margin_is_exactly_how_far_the_network_looks(
    architecture: str, parameters: dict[str, Any]
) -> None:
    network = _positive(build(architecture, parameters))
    assert network.margin is not None
    step = network.alignment
    half = -(-(network.margin + 2 * step) // step) * step
    side = 2 * half + step
    reach = 0
    for pixel in {half, half + step - 1}:
        small = torch.full((1, network.channels, side, side), 0.5, dtype=torch.float64)
        small.requires_grad_()
        first, last = pixel * network.scale, (pixel + 1) * network.scale
        network(small)[:, :, first:last, first:last].sum().backward()
        assert small.grad is not None
        seen = small.grad.abs().sum((0, 1, 2)).nonzero().flatten()
        reach = max(reach, pixel - int(seen.min()), int(seen.max()) - pixel)
    assert reach == network.margin


def _positive(network: Network) -> Network:
    """All weights positive and small: nothing cancels and no activation cuts anything off."""
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.abs_().clamp_(min=1e-3, max=2e-2)
        for layer in network.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.weight.fill_(1.0)
    return network.double().eval()


def test_instance_normalisation_looks_at_the_whole_picture() -> None:
    network = build("srresnet", {"blocks": 1, "features": 4, "norm": "instance"})
    assert network.margin is None


def test_srresnet_has_no_norm_after_the_first_shuffle_and_no_output_activation() -> None:
    network = SRResNet()
    assert not [m for m in network.upsampler.modules() if isinstance(m, nn.BatchNorm2d)]
    norms = sum(isinstance(m, nn.BatchNorm2d) for m in network.modules())
    assert norms == 2 * 16 + 1
    with torch.no_grad():
        network.last.bias.fill_(7.0)
        assert network.eval()(torch.rand(1, 3, 4, 4)).mean() > 5


def test_srresnet_convolutions_have_a_bias_only_where_no_norm_follows() -> None:
    biased = {
        name
        for name, layer in SRResNet().named_modules()
        if isinstance(layer, nn.Conv2d) and layer.bias is not None
    }
    assert biased == {"stem.0", "upsampler.0.conv", "upsampler.1.conv", "last"}


def test_srresnet_long_skip_can_be_left_out() -> None:
    with_skip, without = SRResNet(blocks=1, features=4), SRResNet(blocks=1, features=4, skip=False)
    without.load_state_dict(with_skip.state_dict())
    small = torch.rand(1, 3, 5, 5)
    assert not torch.allclose(with_skip.eval()(small), without.eval()(small))


def test_rrdb_starts_at_a_tenth_of_msra() -> None:
    network = RRDBNet(blocks=2)
    for name, layer in network.body.named_modules():
        if isinstance(layer, nn.Conv2d):
            expected = 0.1 * (2 / (layer.in_channels * 9)) ** 0.5
            assert layer.weight.std().item() == pytest.approx(expected, rel=0.03), name
            assert not layer.bias.any()


def test_rrdb_starts_as_nearly_linear() -> None:
    """Small weights: each RRDB begins as x + 0.2·x, its dense blocks as almost nothing."""
    network = RRDBNet(blocks=3, features=16, growth=8)
    head = torch.randn(1, 16, 9, 9)
    assert (network.body(head) / 1.2**3 - head).std() < 0.05 * head.std()


def test_msrresnet_adds_its_detail_to_a_bilinear_enlargement() -> None:
    network = build("msrresnet", {"blocks": 1, "features": 4})
    with torch.no_grad():
        network.conv_last.weight.zero_()
    small = torch.rand(1, 3, 6, 7)
    bilinear = nn.functional.interpolate(small, scale_factor=4.0, mode="bilinear")
    assert torch.equal(network(small), bilinear)


@pytest.mark.parametrize("name", ["srcnn", "espcn"])
def test_a_flat_picture_gets_no_frame(name: str) -> None:
    torch.manual_seed(0)
    flat = torch.full((1, 1, 24, 24), 0.7)
    frames = {}
    for padding in ("zeros", "replicate"):
        network = build(name, {"features": (4, 3), "padding": padding})
        for weight in network.parameters():
            torch.nn.init.normal_(weight, std=0.1)
        with torch.no_grad():
            given = network(flat)
        step = network.scale  # what a sub-pixel network gives may differ within a block
        frames[padding] = float((given - given.roll((step, step), (2, 3))).abs().max())
    assert frames["replicate"] < 1e-5 < frames["zeros"]


def test_srcnn_starts_as_the_paper_says() -> None:
    network = build("srcnn")
    assert network.conv2.weight.std().item() == pytest.approx(0.001, rel=0.05)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("kernels", [(9, 5, 5), (9, 1, 5)])
def test_srcnn_can_begin_as_its_own_input_and_learns_from_there(
    kernels: tuple[int, ...], channels: int
) -> None:
    torch.manual_seed(2)
    network = build("srcnn", {"kernel_sizes": kernels, "channels": channels})
    network.begin_as_identity()
    picture = torch.rand(1, channels, 21, 17)
    torch.testing.assert_close(network(picture), picture, rtol=0, atol=1e-6)
    network(picture).square().mean().backward()
    # What is not carried has weights already, and the last layer feels most of it.
    assert float((network.conv3.weight.grad != 0).float().mean()) > 0.5


@pytest.mark.parametrize("channels", [1, 3])
def test_espcn_can_begin_as_repeated_pixels(channels: int) -> None:
    torch.manual_seed(2)
    network = build("espcn", {"scale": 3, "channels": channels})
    network.begin_as_identity()
    picture = torch.rand(1, channels, 9, 7)
    repeated = nn.functional.interpolate(picture, scale_factor=3)
    torch.testing.assert_close(network(picture), repeated, rtol=0, atol=0.02)


@pytest.mark.parametrize(
    ("architecture", "parameters", "word"),
    [
        ("edsr", {}, "there is no network"),
        ("srresnet", {"scale": 5}, "power of two"),
        ("rrdbnet", {"scale": 3}, "scale must be"),
        ("srresnet", {"bloks": 3}, "bloks"),
        ("espcn", {"features": (1, 2, 3)}, "cannot be built"),
        ("srcnn", {"kernel_sizes": (9, 5)}, "cannot be built"),
        ("srcnn", {"kernel_sizes": (9, 4, 5)}, "no middle"),
        ("srresnet", {"features": 0}, "features must be 1 or more, not 0"),
        ("srresnet", {"blocks": -3}, "blocks must be 0 or more, not -3"),
        ("srresnet", {"norm": "layer"}, "norm must be 'batch', 'instance' or 'none'"),
        ("srresnet", {"blocks": "many"}, "blocks"),
        ("rrdbnet", {"growth": 0, "blocks": -1}, "blocks must be 0 or more, not -1; growth"),
    ],
)
def test_what_cannot_be_built_is_told(
    architecture: str, parameters: dict[str, Any], word: str
) -> None:
    with pytest.raises(ArchitectureError, match=word):
        build(architecture, parameters)


def test_every_architecture_builds_with_its_defaults() -> None:
    assert {"srcnn", "espcn", "srresnet", "msrresnet", "rrdbnet"} <= set(NETWORKS.names())
    for architecture in NETWORKS.names():
        assert build(architecture).scale in (1, 4)


@pytest.mark.parametrize(
    ("architecture", "parameters", "words"),
    [
        ("srgan", {}, "no discriminator"),
        ("srgan-discriminator", {"crop": 96, "features": 0}, "features must be 1 or more"),
        ("unet-discriminator", {"crop": 100}, "crop must be a multiple of 8"),
        ("vgg-discriminator-128", {"fetures": 8}, "no parameter fetures"),
    ],
)
def test_discriminators_that_cannot_be_built_are_told(
    architecture: str, parameters: dict[str, Any], words: str
) -> None:
    with pytest.raises(ArchitectureError, match=words):
        build_discriminator(architecture, parameters)
