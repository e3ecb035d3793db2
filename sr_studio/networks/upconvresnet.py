"""UpconvResNet: residual blocks without BN, enlarged by nearest neighbour and convolution."""

from __future__ import annotations

from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.initialisation import scaled_msra_
from sr_studio.networks.msrresnet import PlainResidualBlock
from sr_studio.networks.receptive_field import Conv, Up, margin
from sr_studio.networks.registries import NETWORKS, Count, CountOrNone


@NETWORKS.register("upconvresnet")
class UpconvResNet(Network):
    """The first MSRResNet of ESRGAN's authors, which KAIR distributes as ``MSRResNet0``.

    The residual network "with 16 residual blocks" of [Wang et al., arXiv 1809.00219v2, §4.1] as it
    was in their first code: long skip over the body, nearest ×2 - conv - ReLU per step, and a last
    convolution without bias. Needed to open those files; new models are better off as MSRResNet.

    Input: N×3×H×W RGB in [0, 1]. Output: N×3×(scale·H)×(scale·W) in [0, 1], not clamped.

    Args:
        scale: 2, 4 or 8.
        blocks: Residual blocks.
        features: Feature maps of every layer.
        channels: Colour channels in and out.
    """

    def __init__(
        self, scale: Count = 4, blocks: CountOrNone = 16, features: Count = 64, channels: Count = 3
    ) -> None:
        super().__init__()
        if scale not in (2, 4, 8):
            raise ValueError(f"scale must be 2, 4 or 8, not {scale}")
        steps = scale.bit_length() - 1
        self.scale = scale
        self.channels = channels
        upsampling = [step for _ in range(steps) for step in (Up(2), Conv(3))]
        self.margin = margin(Conv(3, 2 + 2 * blocks), *upsampling, Conv(3, 2))

        self.conv_first = nn.Conv2d(channels, features, 3, padding=1)
        self.body = nn.Sequential(*(PlainResidualBlock(features) for _ in range(blocks)))
        self.conv_body = nn.Conv2d(features, features, 3, padding=1)
        self.upconvs = nn.ModuleList(
            nn.Conv2d(features, features, 3, padding=1) for _ in range(steps)
        )
        self.conv_hr = nn.Conv2d(features, features, 3, padding=1)
        self.conv_last = nn.Conv2d(features, channels, 3, padding=1, bias=False)
        self.enlarge = nn.Upsample(scale_factor=2, mode="nearest")
        self.relu = nn.ReLU(inplace=True)
        scaled_msra_((m for m in self.body.modules() if isinstance(m, nn.Conv2d)), 0.1)

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        head = self.conv_first(small)
        hidden = head + self.conv_body(self.body(head))
        for upconv in self.upconvs:
            hidden = self.relu(upconv(self.enlarge(hidden)))
        result: Tensor = self.conv_last(self.relu(self.conv_hr(hidden)))
        return result
