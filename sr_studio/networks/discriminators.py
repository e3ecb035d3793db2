"""The discriminators of SRGAN and ESRGAN; both give one logit a picture, never a sigmoid."""

from __future__ import annotations

from torch import Tensor, nn


class SRGANDiscriminator(nn.Module):
    """SRGAN's discriminator without its sigmoid [Ledig et al., arXiv 1609.04802v5, §2.1, Fig. 4].

    Eight 3×3 convolutions, LeakyReLU 0.2 after each, batch normalisation on all but the first, then
    dense 1024 and dense 1. The dense layer fixes the crop size.

    Input: N×3×crop×crop, HR or SR in [-1, 1]. Output: N×1 logits.

    Args:
        crop: Side of the input in pixels, a multiple of 16 (96 in the paper).
        features: Feature maps of the first convolution (64 in the paper).
    """

    def __init__(self, crop: int = 96, features: int = 64) -> None:
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
        logits: Tensor = self.classifier(self.features(picture))
        return logits


class VGGDiscriminator128(nn.Module):
    """ESRGAN's VGG-style discriminator [Wang et al., arXiv 1809.00219v2, §4.1; layers of BasicSR].

    Five pairs of convolutions 3×3 stride 1 and 4×4 stride 2, batch normalisation on all but the
    first (no bias before it), LeakyReLU 0.2, then linear 100 and linear 1.

    Input: N×3×crop×crop, HR or SR in [0, 1]. Output: N×1 logits.

    Args:
        crop: Side of the input in pixels, a multiple of 32 (128 in the paper).
        features: Feature maps of the first pair (64 in the paper).
    """

    def __init__(self, crop: int = 128, features: int = 64) -> None:
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
        logits: Tensor = self.classifier(self.features(picture))
        return logits


def _slope() -> nn.Module:
    return nn.LeakyReLU(0.2, inplace=True)
