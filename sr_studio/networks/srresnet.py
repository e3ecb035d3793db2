"""SRResNet: the generator of SRGAN."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.folded import FOLD, FoldedConv2d
from sr_studio.networks.prelu import PReLU
from sr_studio.networks.receptive_field import Conv, Up, margin
from sr_studio.networks.registries import NETWORKS, Count, CountOrNone, KernelSide

Norm = Literal["batch", "instance", "none"]


def shuffle_factors(scale: int) -> list[int]:
    """Pixel-shuffle steps that make ``scale``: twos for 2, 4, 8; one three for 3."""
    if scale == 3:
        return [3]
    steps = scale.bit_length() - 1
    if scale < 2 or 2**steps != scale:
        raise ValueError(f"scale must be 3 or a power of two above 1, not {scale}")
    return [2] * steps


def _norm(kind: Norm, features: int) -> nn.Module:
    match kind:
        case "batch":
            return nn.BatchNorm2d(features)
        case "instance":
            return nn.InstanceNorm2d(features)
        case "none":
            return nn.Identity()
    raise ValueError(f"norm must be batch, instance or none, not {kind!r}")


class ResidualBlock(nn.Module):
    """conv 3×3 - norm - PReLU - conv 3×3 - norm, plus the input [SRGAN Fig. 4]."""

    def __init__(self, features: int, norm: Norm) -> None:
        super().__init__()
        bias = norm == "none"
        self.conv1 = nn.Conv2d(features, features, 3, padding=1, bias=bias)
        self.norm1 = _norm(norm, features)
        self.activation = PReLU()
        self.conv2 = nn.Conv2d(features, features, 3, padding=1, bias=bias)
        self.norm2 = _norm(norm, features)

    def forward(self, x: Tensor) -> Tensor:
        """Shape in = shape out."""
        hidden = self.activation(self.norm1(self.conv1(x)))
        result: Tensor = self.norm2(self.conv2(hidden)) + x
        return result


class UpsampleBlock(nn.Module):
    """conv 3×3 to factor² times the features - pixel shuffle - PReLU [SRGAN Fig. 4]; no norm."""

    def __init__(self, features: int, factor: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(features, features * factor**2, 3, padding=1)
        self.factor = factor
        self.shuffle = nn.PixelShuffle(factor)
        self.activation = PReLU()

    def forward(self, x: Tensor) -> Tensor:
        """N×C×H×W to N×C×(factor·H)×(factor·W)."""
        result: Tensor = self.activation(self.shuffle(self.conv(x)))
        return result

    def blocks(self, x: Tensor) -> Tensor:
        """What ``pixel_unshuffle`` would give for the enlarged maps: N×(factor²·C)×H×W.

        The PReLU has one slope, so it is the same before the shuffle.
        """
        result: Tensor = self.activation(self.conv(x))
        return result


@NETWORKS.register("srresnet")
class SRResNet(Network):
    """SRResNet [Ledig et al., arXiv 1609.04802v5, §2.1, §3.2, Fig. 4].

    Convolutions have a bias only where no normalisation follows; each PReLU has one slope.

    Input: N×3×H×W RGB in [0, 1]. Output: N×3×(scale·H)×(scale·W) in [-1, 1], linear, not clamped.

    Args:
        scale: 2, 3, 4 or 8 per side.
        blocks: Residual blocks B (16 in the paper; its appendix A.1 varies it).
        features: Feature maps of every layer.
        skip: Whether the stem's output is added after the body (the long skip connection).
        norm: Batch normalisation as in the paper, instance normalisation (without parameters), or
            none.
        channels: Colour channels in and out.
        outer_kernel: Kernel size of the first and last convolution.
        after_body: What follows the convolution after the body: the norm as in the paper, or a
            PReLU as in some early re-implementations.
        output: ``linear`` as in the paper, or ``tanh`` as in many re-implementations.
    """

    def __init__(
        self,
        scale: Count = 4,
        blocks: CountOrNone = 16,
        features: Count = 64,
        skip: bool = True,
        norm: Norm = "batch",
        channels: Count = 3,
        outer_kernel: KernelSide = 9,
        after_body: Literal["norm", "prelu"] = "norm",
        output: Literal["linear", "tanh"] = "linear",
    ) -> None:
        super().__init__()
        factors = shuffle_factors(scale)
        self.scale = scale
        self.channels = channels
        self.skip = skip
        self.tanh_output = output == "tanh"
        upsampling = [step for factor in factors for step in (Conv(3), Up(factor))]
        reach = margin(Conv(outer_kernel), Conv(3, 2 * blocks + 1), *upsampling, Conv(outer_kernel))
        self.margin = None if norm == "instance" else reach

        outer_padding = outer_kernel // 2
        self.stem = nn.Sequential(
            nn.Conv2d(channels, features, outer_kernel, padding=outer_padding), PReLU()
        )
        self.body = nn.Sequential(*(ResidualBlock(features, norm) for _ in range(blocks)))
        normed = after_body == "norm" and norm != "none"
        self.after_body = nn.Sequential(
            nn.Conv2d(features, features, 3, padding=1, bias=not normed),
            PReLU() if after_body == "prelu" else _norm(norm, features),
        )
        self.upsampler = nn.Sequential(*(UpsampleBlock(features, factor) for factor in factors))
        self.last = FoldedConv2d(features, channels, outer_kernel, padding=outer_padding)

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        stem = self.stem(small)
        trunk = self.after_body(self.body(stem))
        if self.skip:
            trunk = trunk + stem
        enlarged = self._enlarged(trunk)
        return torch.tanh(enlarged) if self.tanh_output else enlarged

    def _enlarged(self, trunk: Tensor) -> Tensor:
        """The trunk's picture; in training the last shuffle and the folding undo each other."""
        last_step = self.upsampler[-1]
        assert isinstance(last_step, UpsampleBlock)
        if not self.training or last_step.factor != FOLD:
            picture: Tensor = self.last(self.upsampler(trunk))
            return picture
        return self.last.of_blocks(last_step.blocks(self.upsampler[:-1](trunk)))
