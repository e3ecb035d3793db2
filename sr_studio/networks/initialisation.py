"""Initial weights the papers ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import torch
from torch import nn


@torch.no_grad()
def scaled_msra_(convolutions: Iterable[nn.Conv2d], factor: float) -> None:
    """MSRA (He) normal weights times ``factor``, zero biases [ESRGAN suppl. §2: factor 0.1]."""
    for convolution in _with_numbers(convolutions):
        nn.init.kaiming_normal_(convolution.weight)
        convolution.weight.mul_(factor)
        if convolution.bias is not None:
            convolution.bias.zero_()


@torch.no_grad()
def gaussian_(convolutions: Iterable[nn.Conv2d], deviation: float) -> None:
    """Normal weights of mean 0 and the given deviation, zero biases [SRCNN: 0.001]."""
    for convolution in _with_numbers(convolutions):
        nn.init.normal_(convolution.weight, std=deviation)
        if convolution.bias is not None:
            convolution.bias.zero_()


@torch.no_grad()
def identity_(convolutions: Sequence[nn.Conv2d], channels: int) -> None:
    """Make a chain of convolutions of odd kernels hand ``channels`` channels through unchanged.

    The first features carry them, the others have MSRA (He) weights and wait for the last
    convolution to take them in. Their weights sum to zero: brightness, far larger than structure,
    would soon push them to where ReLU is deaf. What is carried through a ReLU must not be negative.
    """
    for convolution in _with_numbers(convolutions):
        nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
        convolution.weight -= convolution.weight.mean(dim=(1, 2, 3), keepdim=True)
        if convolution.bias is not None:
            convolution.bias.zero_()
        middle = convolution.kernel_size[0] // 2
        convolution.weight[:channels] = 0
        for channel in range(channels):
            convolution.weight[channel, channel, middle, middle] = 1


def _with_numbers(convolutions: Iterable[nn.Conv2d]) -> Iterator[nn.Conv2d]:
    """Those that are not mere shapes: "drawing" on torch's meta device loads seconds of torch."""
    return (convolution for convolution in convolutions if not convolution.weight.is_meta)
