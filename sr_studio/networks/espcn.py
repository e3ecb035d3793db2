"""ESPCN: convolutions on the small picture and one sub-pixel shuffle at the end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.initialisation import identity_
from sr_studio.networks.receptive_field import Conv, Up, margin
from sr_studio.networks.registries import NETWORKS, Count, KernelSide


@NETWORKS.register("espcn")
class ESPCN(Network):
    """Efficient sub-pixel convolution [Shi et al., arXiv 1609.05158, implementation details].

    Convolutions 5-3-3 with tanh between them (chosen over ReLU in the paper) and nothing after the
    last, which gives scale² values a pixel for the shuffle. One network per scale.

    Input: N×C×H×W, luminance (C = 1) in [0, 1]. Output: N×C×(scale·H)×(scale·W), not clamped.

    Args:
        scale: Enlargement per side.
        channels: 1 for luminance as in the paper, 3 for RGB.
        features: Feature maps after each convolution but the last.
        kernel_sizes: Odd kernel sizes, one more than ``features``.
        padding: What each convolution sees beyond the picture: black, as in the files of others, or
            the nearest pixels, which leaves no dark frame.
    """

    def __init__(
        self,
        scale: Count = 4,
        channels: Count = 1,
        features: Sequence[Count] = (64, 32),
        kernel_sizes: Sequence[KernelSide] = (5, 3, 3),
        padding: Literal["zeros", "replicate"] = "zeros",
    ) -> None:
        super().__init__()
        self.scale = scale
        self.channels = channels
        self.margin = margin(*(Conv(kernel) for kernel in kernel_sizes), Up(scale))
        widths = [channels, *features, channels * scale**2]
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, kernel, padding=kernel // 2, padding_mode=padding)
            for (before, after), kernel in zip(pairwise(widths), kernel_sizes, strict=True)
        )
        self.tanh = nn.Tanh()
        self.shuffle = nn.PixelShuffle(scale)

    @torch.no_grad()
    def begin_as_identity(self) -> None:
        """Start as a picture in [0, 1] with its pixels repeated, to within 0.02.

        What is carried stays near zero, where tanh is nearly straight.
        """
        *hidden, last = (layer for layer in self.convolutions if isinstance(layer, nn.Conv2d))
        identity_(hidden, self.channels)
        first, middle = hidden[0], last.kernel_size[0] // 2
        assert first.bias is not None and last.bias is not None
        first.weight.mul_(2)  # structure is small beside brightness, which these filters miss
        first.weight[: self.channels].mul_(0.25)
        first.bias[: self.channels] = -0.25
        last.weight.zero_()
        last.bias.fill_(0.5)
        for channel, block in enumerate(last.weight.chunk(self.channels)):
            block[:, channel, middle, middle] = 2

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        *hidden, last = self.convolutions
        for convolution in hidden:
            small = self.tanh(convolution(small))
        enlarged: Tensor = self.shuffle(last(small))
        return enlarged
