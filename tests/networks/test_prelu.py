"""The PReLU that trains fast is the PReLU."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from sr_studio.networks.prelu import PReLU


@pytest.mark.parametrize("slopes", [1, 5])
def test_gives_the_prelu_and_its_gradients(slopes: int) -> None:
    results = []
    for kind in (nn.PReLU, PReLU):
        dice = torch.Generator().manual_seed(0)
        layer = kind(slopes).double()
        with torch.no_grad():
            layer.weight.copy_(torch.rand(slopes, generator=dice))
        x = torch.randn(2, 5, 7, 6, generator=dice, dtype=torch.float64)
        x[0, 0, 0, :3] = 0
        x = x.to(memory_format=torch.channels_last).requires_grad_()
        y = layer(x)
        (y * torch.randn(y.shape, generator=dice, dtype=torch.float64)).sum().backward()
        assert x.grad is not None and layer.weight.grad is not None
        results.append([y, x.grad, layer.weight.grad])
    for expected, given in zip(*results, strict=True):
        torch.testing.assert_close(given, expected, rtol=0, atol=1e-12)


def test_in_evaluation_it_is_the_plain_prelu() -> None:
    layer = PReLU().eval()
    x = torch.randn(1, 3, 4, 4)
    assert torch.equal(layer(x), nn.PReLU.forward(layer, x))
