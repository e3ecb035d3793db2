"""SRCNN: three convolutions on a picture that was enlarged beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.initialisation import gaussian_, identity_
from sr_studio.networks.receptive_field import Conv, margin
from sr_studio.networks.registries import NETWORKS, Count, KernelSide


@NETWORKS.register("srcnn")
class SRCNN(Network):
    """Patch extraction, non-linear mapping, reconstruction [Dong et al., arXiv 1501.00092, §3.1].

    Settings of the paper are 9-1-5, 9-3-5 and 9-5-5 with 64 and 32 features; ReLU after the first
    two convolutions, nothing after the last. Padding keeps the size.

    Input: N×C×H×W, the bicubic enlargement, luminance (C = 1) or RGB in [0, 1].
    Output: the same shape and range, not clamped.

    Args:
        kernel_sizes: The three odd kernel sizes f1, f2, f3.
        channels: 1 for luminance as in the paper, 3 for RGB.
        features: n1 and n2.
        padding: What each convolution sees beyond the picture: black, as in the files of others, or
            the nearest pixels, which leaves no dark frame.
    """

    def __init__(
        self,
        kernel_sizes: Sequence[KernelSide] = (9, 5, 5),
        channels: Count = 1,
        features: Sequence[Count] = (64, 32),
        padding: Literal["zeros", "replicate"] = "zeros",
    ) -> None:
        super().__init__()
        f1, f2, f3 = kernel_sizes
        n1, n2 = features
        self.scale = 1
        self.channels = channels
        self.margin = margin(Conv(f1), Conv(f2), Conv(f3))
        self.conv1 = nn.Conv2d(channels, n1, f1, padding=f1 // 2, padding_mode=padding)
        self.conv2 = nn.Conv2d(n1, n2, f2, padding=f2 // 2, padding_mode=padding)
        self.conv3 = nn.Conv2d(n2, channels, f3, padding=f3 // 2, padding_mode=padding)
        self.relu = nn.ReLU(inplace=True)
        gaussian_((self.conv1, self.conv2, self.conv3), 0.001)

    def begin_as_identity(self) -> None:
        """Start from the enlargement itself instead of the paper's Gaussian weights."""
        identity_((self.conv1, self.conv2, self.conv3), self.channels)

    def forward(self, enlarged: Tensor) -> Tensor:
        """Sharpen an enlarged picture."""
        mapped = self.relu(self.conv2(self.relu(self.conv1(enlarged))))
        result: Tensor = self.conv3(mapped)
        return result
