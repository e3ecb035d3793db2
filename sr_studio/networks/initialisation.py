"""Initial weights the papers ask for."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn


@torch.no_grad()
def scaled_msra_(convolutions: Iterable[nn.Conv2d], factor: float) -> None:
    """MSRA (He) normal weights times ``factor``, zero biases [ESRGAN suppl. §2: factor 0.1]."""
    for convolution in convolutions:
        nn.init.kaiming_normal_(convolution.weight)
        convolution.weight.mul_(factor)
        if convolution.bias is not None:
            convolution.bias.zero_()


@torch.no_grad()
def gaussian_(convolutions: Iterable[nn.Conv2d], deviation: float) -> None:
    """Normal weights of mean 0 and the given deviation, zero biases [SRCNN: 0.001]."""
    for convolution in convolutions:
        nn.init.normal_(convolution.weight, std=deviation)
        if convolution.bias is not None:
            convolution.bias.zero_()
