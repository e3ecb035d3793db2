"""ESPCN: convolutions on the small picture and one sub-pixel shuffle at the end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.receptive_field import Conv, Up, margin


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
        scale: int = 4,
        channels: int = 1,
        features: Sequence[int] = (64, 32),
        kernel_sizes: Sequence[int] = (5, 3, 3),
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

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        *hidden, last = self.convolutions
        for convolution in hidden:
            small = self.tanh(convolution(small))
        enlarged: Tensor = self.shuffle(last(small))
        return enlarged
