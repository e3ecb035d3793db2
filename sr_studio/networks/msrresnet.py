"""MSRResNet: SRResNet without batch normalisation, on top of a bilinear enlargement."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from sr_studio.networks.base import Network
from sr_studio.networks.initialisation import scaled_msra_
from sr_studio.networks.receptive_field import Conv, Up, margin
from sr_studio.networks.registries import NETWORKS, Count, CountOrNone


class PlainResidualBlock(nn.Module):
    """conv 3×3 - ReLU - conv 3×3, plus the input."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(features, features, 3, padding=1)
        self.conv2 = nn.Conv2d(features, features, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """Shape in = shape out."""
        result: Tensor = x + self.conv2(self.relu(self.conv1(x)))
        return result


@NETWORKS.register("msrresnet")
class MSRResNet(Network):
    """The "16 residual blocks without BN" of ESRGAN [Wang et al., arXiv 1809.00219v2, §4.1].

    Layer details and parameter names follow the widely used ``MSRResNet`` of BasicSR, so that its
    files pass both ways unchanged. All convolutions start at 0.1 × MSRA.

    Input: N×3×H×W RGB in [0, 1]. Output: N×3×(scale·H)×(scale·W) in [0, 1], not clamped.

    Args:
        scale: 2, 3 or 4.
        blocks: Residual blocks.
        features: Feature maps of every layer.
        channels: Colour channels in and out.
        shuffle_activation: Whether LeakyReLU follows each pixel shuffle (mmagic has none there).
    """

    def __init__(
        self,
        scale: Count = 4,
        blocks: CountOrNone = 16,
        features: Count = 64,
        channels: Count = 3,
        shuffle_activation: bool = True,
    ) -> None:
        super().__init__()
        if scale not in (2, 3, 4):
            raise ValueError(f"scale must be 2, 3 or 4, not {scale}")
        self.scale = scale
        self.channels = channels
        factors = [2, 2] if scale == 4 else [scale]
        upsampling = [step for factor in factors for step in (Conv(3), Up(factor))]
        self.margin = margin(Conv(3, 1 + 2 * blocks), *upsampling, Conv(3, 2))

        self.conv_first = nn.Conv2d(channels, features, 3, padding=1)
        self.body = nn.Sequential(*(PlainResidualBlock(features) for _ in range(blocks)))
        self.upconv1 = nn.Conv2d(features, features * factors[0] ** 2, 3, padding=1)
        if scale == 4:
            self.upconv2 = nn.Conv2d(features, features * 4, 3, padding=1)
        self.shuffle = nn.PixelShuffle(factors[0])
        self.conv_hr = nn.Conv2d(features, features, 3, padding=1)
        self.conv_last = nn.Conv2d(features, channels, 3, padding=1)
        self.lrelu = nn.LeakyReLU(0.1, inplace=True)
        self.shuffle_activation = self.lrelu if shuffle_activation else nn.Identity()
        scaled_msra_((m for m in self.modules() if isinstance(m, nn.Conv2d)), 0.1)

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        hidden = self.body(self.lrelu(self.conv_first(small)))
        hidden = self.shuffle_activation(self.shuffle(self.upconv1(hidden)))
        if self.scale == 4:
            hidden = self.shuffle_activation(self.shuffle(self.upconv2(hidden)))
        detail: Tensor = self.conv_last(self.lrelu(self.conv_hr(hidden)))
        base = F.interpolate(
            small, scale_factor=float(self.scale), mode="bilinear", align_corners=False
        )
        return base + detail
