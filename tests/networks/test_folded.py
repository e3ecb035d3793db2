"""The folded convolution is the convolution."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from sr_studio.networks.folded import FoldedConv2d
from sr_studio.networks.srresnet import SRResNet


@pytest.mark.parametrize("kernel", [3, 5, 9])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("size", [(8, 12), (2, 2), (7, 12), (12, 7)])
def test_gives_the_convolution_and_its_gradients(
    kernel: int, bias: bool, size: tuple[int, int]
) -> None:
    torch.manual_seed(0)
    plain = nn.Conv2d(5, 3, kernel, padding=kernel // 2, bias=bias).double()
    folded = FoldedConv2d(5, 3, kernel, padding=kernel // 2, bias=bias).double()
    folded.load_state_dict(plain.state_dict())
    weighting = torch.randn(2, 3, *size, dtype=torch.float64)
    results = []
    for layer in (plain, folded):
        x = torch.randn(
            2, 5, *size, generator=torch.Generator().manual_seed(1), dtype=torch.float64
        ).requires_grad_()
        y = layer(x)
        (y * weighting).sum().backward()
        assert x.grad is not None
        results.append([y, x.grad, *(weight.grad for weight in layer.parameters())])
    for expected, given in zip(*results, strict=True):
        torch.testing.assert_close(given, expected, rtol=0, atol=1e-12)


def test_in_evaluation_it_is_the_plain_convolution_to_the_last_bit() -> None:
    layer = FoldedConv2d(8, 3, 9, padding=4).eval()
    x = torch.randn(1, 8, 16, 16)
    assert torch.equal(layer(x), nn.Conv2d.forward(layer, x))


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_srresnet_gives_the_same_picture_folded_and_plain(scale: int) -> None:
    torch.manual_seed(0)
    network = SRResNet(scale, blocks=1, features=4, norm="none").double()
    small = torch.rand(1, 3, 6, 8, dtype=torch.float64)
    torch.testing.assert_close(network.train()(small), network.eval()(small), rtol=0, atol=1e-12)
