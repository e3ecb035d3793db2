"""RRDBNet: the generator of ESRGAN."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sr_studio.networks.base import Network
from sr_studio.networks.initialisation import scaled_msra_
from sr_studio.networks.receptive_field import Conv, Down, Up, margin
from sr_studio.networks.registries import NETWORKS, Count, CountOrNone

#: Residual scaling, inside the dense block and around the RRDB [ESRGAN suppl. §2].
BETA = 0.2


class DenseBlock(nn.Module):
    """Five densely connected 3×3 convolutions, scaled by 0.2 and added to the input.

    Convolutions 1-4 give ``growth`` maps and LeakyReLU 0.2; the fifth gives ``features``. Weights
    start at 0.1 × MSRA [ESRGAN suppl. §2].
    """

    def __init__(self, features: int, growth: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(features, growth, 3, padding=1)
        self.conv2 = nn.Conv2d(features + growth, growth, 3, padding=1)
        self.conv3 = nn.Conv2d(features + 2 * growth, growth, 3, padding=1)
        self.conv4 = nn.Conv2d(features + 3 * growth, growth, 3, padding=1)
        self.conv5 = nn.Conv2d(features + 4 * growth, features, 3, padding=1)
        self.lrelu = nn.LeakyReLU(0.2, inplace=True)
        scaled_msra_((self.conv1, self.conv2, self.conv3, self.conv4, self.conv5), 0.1)

    def forward(self, x: Tensor) -> Tensor:
        """Shape in = shape out."""
        x1 = self.lrelu(self.conv1(x))
        x2 = self.lrelu(self.conv2(torch.cat((x, x1), 1)))
        x3 = self.lrelu(self.conv3(torch.cat((x, x1, x2), 1)))
        x4 = self.lrelu(self.conv4(torch.cat((x, x1, x2, x3), 1)))
        x5: Tensor = self.conv5(torch.cat((x, x1, x2, x3, x4), 1))
        return x5 * BETA + x


class RRDB(nn.Module):
    """Three dense blocks in a row, scaled by 0.2 and added to the input [ESRGAN §3.1, Fig. 4]."""

    def __init__(self, features: int, growth: int) -> None:
        super().__init__()
        self.rdb1 = DenseBlock(features, growth)
        self.rdb2 = DenseBlock(features, growth)
        self.rdb3 = DenseBlock(features, growth)

    def forward(self, x: Tensor) -> Tensor:
        """Shape in = shape out."""
        result: Tensor = self.rdb3(self.rdb2(self.rdb1(x)))
        return result * BETA + x


@NETWORKS.register("rrdbnet")
class RRDBNet(Network):
    """RRDBNet [Wang et al., arXiv 1809.00219v2, §3.1, suppl. §2].

    Parameter names are the ecosystem's (BasicSR, Real-ESRGAN), so that files pass both ways
    unchanged. Scales 2 and 1 unshuffle the input by 2 and 4 first and then enlarge by four, as
    Real-ESRGAN does; height and width must then be multiples of ``alignment``.

    Input: N×3×H×W RGB in [0, 1]. Output: N×3×(scale·H)×(scale·W) in [0, 1], not clamped.

    Args:
        scale: 4, 2 or 1.
        in_channels: Colour channels of the input.
        out_channels: Colour channels of the output.
        features: Feature maps nf of the trunk.
        blocks: Number of RRDBs (23 in the paper).
        growth: Feature maps gc each dense convolution adds.
    """

    def __init__(
        self,
        scale: Count = 4,
        in_channels: Count = 3,
        out_channels: Count = 3,
        features: Count = 64,
        blocks: CountOrNone = 23,
        growth: Count = 32,
    ) -> None:
        super().__init__()
        if scale not in (1, 2, 4):
            raise ValueError(f"scale must be 1, 2 or 4, not {scale}")
        self.scale = scale
        self.channels = in_channels
        self.alignment = 4 // scale
        self.margin = margin(
            Down(self.alignment),
            Conv(3, 2 + 15 * blocks),
            *(Up(2), Conv(3), Up(2), Conv(3)),
            Conv(3, 2),
        )
        self.conv_first = nn.Conv2d(in_channels * self.alignment**2, features, 3, padding=1)
        self.body = nn.Sequential(*(RRDB(features, growth) for _ in range(blocks)))
        self.conv_body = nn.Conv2d(features, features, 3, padding=1)
        self.conv_up1 = nn.Conv2d(features, features, 3, padding=1)
        self.conv_up2 = nn.Conv2d(features, features, 3, padding=1)
        self.conv_hr = nn.Conv2d(features, features, 3, padding=1)
        self.conv_last = nn.Conv2d(features, out_channels, 3, padding=1)
        self.lrelu = nn.LeakyReLU(0.2, inplace=True)

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        if self.alignment > 1:
            small = F.pixel_unshuffle(small, self.alignment)
        head = self.conv_first(small)
        trunk = head + self.conv_body(self.body(head))
        trunk = self.lrelu(self.conv_up1(F.interpolate(trunk, scale_factor=2.0, mode="nearest")))
        trunk = self.lrelu(self.conv_up2(F.interpolate(trunk, scale_factor=2.0, mode="nearest")))
        result: Tensor = self.conv_last(self.lrelu(self.conv_hr(trunk)))
        return result
