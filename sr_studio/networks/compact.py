"""Compact: the small network of Real-ESRGAN, all of its convolutions on the small picture."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sr_studio.networks.base import Network
from sr_studio.networks.initialisation import scaled_msra_
from sr_studio.networks.prelu import PReLU
from sr_studio.networks.receptive_field import Conv, margin
from sr_studio.networks.registries import NETWORKS, Count, CountOrNone

#: Factor on the first weights of the last convolution, so that the network begins as nearest.
_FAINT = 0.01


@NETWORKS.register("compact")
class Compact(Network):
    """Compact, in its authors' code SRVGGNetCompact [Wang et al., Real-ESRGAN, arXiv 2107.10833].

    Convolutions 3×3 with a PReLU of one slope a feature after each but the last, a pixel shuffle,
    and the input enlarged by nearest neighbour added to the result. Parameter names are the
    ecosystem's (``body.N``), so that files pass both ways unchanged.

    Input: N×C×H×W in [0, 1]. Output: N×C×(scale·H)×(scale·W) in [0, 1], not clamped.

    Args:
        scale: Enlargement per side.
        channels: Colour channels in and out.
        features: Feature maps of every convolution but the last (64 in the files of its authors).
        convolutions: Convolutions from ``features`` to ``features`` (16 or 32 in those files).
    """

    def __init__(
        self,
        scale: Count = 4,
        channels: Count = 3,
        features: Count = 64,
        convolutions: CountOrNone = 16,
    ) -> None:
        super().__init__()
        self.scale = scale
        self.channels = channels
        self.margin = margin(Conv(3, convolutions + 2))
        layers: list[nn.Module] = []
        before = channels
        for _ in range(convolutions + 1):
            layers += [nn.Conv2d(before, features, 3, padding=1), PReLU(features)]
            before = features
        last = nn.Conv2d(before, channels * scale**2, 3, padding=1)
        self.body = nn.Sequential(*layers, last)
        self.shuffle = nn.PixelShuffle(scale)
        scaled_msra_((layer for layer in layers if isinstance(layer, nn.Conv2d)), 1.0)
        scaled_msra_((last,), _FAINT)

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        enlarged = F.interpolate(small, scale_factor=float(self.scale), mode="nearest")
        difference: Tensor = self.shuffle(self.body(small))
        return torch.add(enlarged, difference)
