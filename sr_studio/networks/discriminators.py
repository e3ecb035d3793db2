"""The discriminators of SRGAN, ESRGAN and Real-ESRGAN; they give logits, never a sigmoid."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from sr_studio.networks.registries import DISCRIMINATORS, Count


@DISCRIMINATORS.register("srgan-discriminator")
class SRGANDiscriminator(nn.Module):
    """SRGAN's discriminator without its sigmoid [Ledig et al., arXiv 1609.04802v5, §2.1, Fig. 4].

    Eight 3×3 convolutions, LeakyReLU 0.2 after each, batch normalisation on all but the first, then
    dense 1024 and dense 1. The dense layer fixes the crop size.

    Input: N×3×crop×crop, HR or SR in [-1, 1]. Output: N×1 logits.

    Args:
        crop: Side of the input in pixels, a multiple of 16 (96 in the paper).
        features: Feature maps of the first convolution (64 in the paper).
    """

    def __init__(self, crop: int = 96, features: Count = 64) -> None:
        super().__init__()
        if crop < 16 or crop % 16:
            raise ValueError(f"crop must be a multiple of 16, not {crop}")
        layers: list[nn.Module] = [nn.Conv2d(3, features, 3, padding=1), _slope()]
        before = features
        for width, stride in (
            (features, 2),
            (2 * features, 1),
            (2 * features, 2),
            (4 * features, 1),
            (4 * features, 2),
            (8 * features, 1),
            (8 * features, 2),
        ):
            layers += [
                nn.Conv2d(before, width, 3, stride, padding=1, bias=False),
                nn.BatchNorm2d(width),
                _slope(),
            ]
            before = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(before * (crop // 16) ** 2, 1024), _slope(), nn.Linear(1024, 1)
        )

    def forward(self, picture: Tensor) -> Tensor:
        """How real each picture looks, as a logit."""
        return _judged(self.classifier, self.features(picture))


@DISCRIMINATORS.register("vgg-discriminator-128")
class VGGDiscriminator128(nn.Module):
    """ESRGAN's VGG-style discriminator [Wang et al., arXiv 1809.00219v2, §4.1; layers of BasicSR].

    Five pairs of convolutions 3×3 stride 1 and 4×4 stride 2, batch normalisation on all but the
    first (no bias before it), LeakyReLU 0.2, then linear 100 and linear 1.

    Input: N×3×crop×crop, HR or SR in [0, 1]. Output: N×1 logits.

    Args:
        crop: Side of the input in pixels, a multiple of 32 (128 in the paper).
        features: Feature maps of the first pair (64 in the paper).
    """

    def __init__(self, crop: int = 128, features: Count = 64) -> None:
        super().__init__()
        if crop < 32 or crop % 32:
            raise ValueError(f"crop must be a multiple of 32, not {crop}")
        layers: list[nn.Module] = []
        before = 3
        for pair, width in enumerate(features * times for times in (1, 2, 4, 8, 8)):
            first = pair == 0
            layers.append(nn.Conv2d(before, width, 3, padding=1, bias=first))
            if not first:
                layers.append(nn.BatchNorm2d(width))
            layers.append(_slope())
            layers.append(nn.Conv2d(width, width, 4, 2, padding=1, bias=False))
            layers += [nn.BatchNorm2d(width), _slope()]
            before = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(before * (crop // 32) ** 2, 100), _slope(), nn.Linear(100, 1)
        )

    def forward(self, picture: Tensor) -> Tensor:
        """How real each picture looks, as a logit."""
        return _judged(self.classifier, self.features(picture))


@DISCRIMINATORS.register("unet-discriminator")
class UNetDiscriminator(nn.Module):
    """Real-ESRGAN's discriminator: a logit for every pixel [Wang et al., arXiv 2107.10833, §3.4].

    Three steps down by 4×4 convolutions of stride 2, three up by bilinear enlargement and a 3×3
    convolution, each added to the maps of its size on the way down; LeakyReLU 0.2; spectral
    normalisation on all convolutions but the first and the last. Any crop divisible by 8.

    Input: N×3×H×W, HR or SR in [0, 1]. Output: N×1×H×W logits.

    Args:
        crop: Side of the input in pixels, to be checked only.
        features: Feature maps at full size (64 in the paper; half of them cost a quarter).
    """

    def __init__(self, crop: int = 256, features: Count = 64) -> None:
        super().__init__()
        if crop < 8 or crop % 8:
            raise ValueError(f"crop must be a multiple of 8, not {crop}")
        widths = [features, 2 * features, 4 * features, 8 * features]
        self.first = nn.Conv2d(3, features, 3, padding=1)
        self.down = nn.ModuleList(
            spectral_norm(nn.Conv2d(before, after, 4, 2, padding=1, bias=False))
            for before, after in pairwise(widths)
        )
        self.up = nn.ModuleList(
            spectral_norm(nn.Conv2d(before, after, 3, padding=1, bias=False))
            for before, after in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.judging = nn.Sequential(
            spectral_norm(nn.Conv2d(features, features, 3, padding=1, bias=False)),
            _slope(),
            spectral_norm(nn.Conv2d(features, features, 3, padding=1, bias=False)),
            _slope(),
            nn.Conv2d(features, 1, 3, padding=1),
        )

    def forward(self, picture: Tensor) -> Tensor:
        """How real each pixel looks in its surroundings, as a logit."""
        maps = [F.leaky_relu(self.first(picture), 0.2)]
        for convolution in self.down:
            maps.append(F.leaky_relu(convolution(maps[-1]), 0.2))
        hidden = maps.pop()
        for convolution in self.up:
            hidden = F.interpolate(hidden, scale_factor=2.0, mode="bilinear", align_corners=False)
            hidden = F.leaky_relu(convolution(hidden), 0.2) + maps.pop()
        logits: Tensor = self.judging(hidden)
        return logits


def _judged(classifier: nn.Module, maps: Tensor) -> Tensor:
    """The logits of dense layers, in the precision of their weights: small batches gain nothing
    from a lower one there, and CPUs lose."""
    with torch.autocast(maps.device.type, enabled=False):
        logits: Tensor = classifier(maps.to(next(classifier.parameters()).dtype))
    return logits


def _slope() -> nn.Module:
    return nn.LeakyReLU(0.2, inplace=True)
