"""The loss terms of the SRGAN (1609.04802) and ESRGAN (1809.00219) papers.

Every term is a mean over the batch, so that its value does not depend on the batch size; "mean"
over several processes is :func:`sr_studio.training.distributed.global_mean`.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sr_studio.metrics.lpips import SMALLEST_SIDE, Lpips
from sr_studio.networks.vgg import VGG19Features
from sr_studio.training.distributed import global_mean
from sr_studio.training.recipes import Loss


def pixel_loss(sr: Tensor, hr: Tensor, kind: str) -> Tensor:
    """Distance of pixels, a scalar; ``sr`` and ``hr`` are N×C×H×W in the network's output range.

    ``mse``: SRGAN Eq. 4, on images in [-1, 1]. ``l1``: ESRGAN Sec. 3.3. ``charbonnier``: the
    smooth L1, sqrt(d² + 1e-6).
    """
    if kind == "mse":
        return F.mse_loss(sr, hr)
    if kind == "l1":
        return F.l1_loss(sr, hr)
    return torch.sqrt((sr - hr).square() + 1e-6).mean()


def _inner(pictures: Tensor, border: int) -> Tensor:
    height, width = pictures.shape[-2:]
    return pictures[..., border : height - border, border : width - border]


def total_variation(sr: Tensor) -> Tensor:
    """Sum of squared differences of neighbours, per picture (SRGAN Sec. 3.2, SRResNet-VGG22)."""
    down = (sr[..., 1:, :] - sr[..., :-1, :]).square().sum()
    across = (sr[..., 1:] - sr[..., :-1]).square().sum()
    return (down + across) / len(sr)


class ContentLoss(nn.Module):
    """Distance of VGG19 features of SR and HR.

    With ``mse`` it is SRGAN's Eq. 5: the squared distance summed over the channels and divided by
    the width and height of the feature map, the maps scaled by 1/12.75. With ``l1`` it is the mean
    absolute difference, as ESRGAN's authors compute it. The HR branch has no gradient.

    Args:
        features: VGG19 with one tap; takes N×3×H×W RGB in [0, 1] and normalises it itself.
        distance: ``mse`` or ``l1``.
        scale: Factor on the feature maps.
    """

    def __init__(self, features: VGG19Features, distance: str, scale: float) -> None:
        super().__init__()
        self.features = features
        (self.tap,) = features.taps
        self.distance = distance
        self.scale = scale

    def forward(self, sr: Tensor, hr: Tensor) -> Tensor:
        """Scalar distance of ``sr`` and ``hr``, both N×3×H×W RGB in [0, 1]."""
        with torch.no_grad():
            wanted = self.features(hr)[self.tap].float() * self.scale
        got = self.features(sr)[self.tap].float() * self.scale
        if self.distance == "l1":
            return F.l1_loss(got, wanted)
        return F.mse_loss(got, wanted) * got.shape[1]


#: Pixels by which LPIPS as a loss is moved about: the stride of its deepest layers.
_SHIFTS = 16


class LpipsLoss(nn.Module):
    """LPIPS of SR and HR as a loss [Zhang et al., arXiv 1801.03924]; no gradient for HR.

    Its backbone samples every second, fourth … pixel, and crops always begin at the corner of an LR
    pixel: what lies between the samples would cost nothing, and a network learns to leave a grid
    there. Each call therefore looks from another corner, drawn from torch's global dice.

    Args:
        model: LPIPS with a backbone that is not the one the results are scored with.
    """

    def __init__(self, model: Lpips) -> None:
        super().__init__()
        self.model = model

    def forward(self, sr: Tensor, hr: Tensor) -> Tensor:
        """Scalar distance of ``sr`` and ``hr``, both N×3×H×W RGB in [0, 1]."""
        room = max(1, min(_SHIFTS, min(hr.shape[-2:]) - SMALLEST_SIDE + 1))
        top, left = torch.randint(room, (2,)).tolist()
        sr, hr = sr[..., top:, left:], hr[..., top:, left:]
        with torch.no_grad():
            wanted = self.model.maps(hr * 2 - 1)
        return self.model.between(self.model.maps(sr * 2 - 1), wanted).mean()


def discriminator_loss(real: Tensor, fake: Tensor, kind: str) -> Tensor:
    """What the discriminator minimises, from its logits N×1 on HR and SR.

    ``standard``: SRGAN Eq. 2, binary cross-entropy. ``relativistic-average``: ESRGAN Eq. 1.
    """
    if kind == "standard":
        return _is_real(real) + _is_fake(fake)
    return _is_real(real - global_mean(fake)) + _is_fake(fake - global_mean(real))


def realness(real: Tensor, fake: Tensor, kind: str) -> Tensor:
    """How surely the discriminator takes HR for real, 0..1, mean over the batch."""
    logits = real if kind == "standard" else real - global_mean(fake)
    return torch.sigmoid(logits).mean()


def generator_loss(real: Tensor, fake: Tensor, kind: str) -> Tensor:
    """What the generator minimises besides pixels and content, from the logits N×1.

    ``standard``: SRGAN Eq. 6, -log D(SR), which does not saturate while D is sure.
    ``relativistic-average``: ESRGAN Eq. 2, with both of its terms, so that the generator learns
    from the real pictures too.
    """
    if kind == "standard":
        return _is_real(fake)
    return _is_fake(real - global_mean(fake)) + _is_real(fake - global_mean(real))


def _is_real(logits: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))


def _is_fake(logits: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))


class GeneratorLoss(nn.Module):
    """All terms of a recipe's generator loss, named and weighted.

    Args:
        loss: The recipe's section.
        content: The content term, present when the recipe has one.
        lpips: The LPIPS term, present when the recipe has one.
        output_range: The range of the network's output, (0, 1) or (-1, 1).
    """

    def __init__(
        self,
        loss: Loss,
        content: ContentLoss | None,
        lpips: LpipsLoss | None,
        output_range: tuple[float, float],
    ) -> None:
        super().__init__()
        self.loss = loss
        self.content = content
        self.lpips = lpips
        self.output_range = output_range

    def forward(self, sr: Tensor, hr: Tensor) -> dict[str, Tensor]:
        """Weighted terms, N×C×H×W ``sr`` and ``hr`` in the output range; their sum is the loss."""
        terms: dict[str, Tensor] = {}
        if self.loss.pixel_weight:
            border = self.loss.pixel_border
            distance = pixel_loss(_inner(sr, border), _inner(hr, border), self.loss.pixel)
            terms["pixel"] = self.loss.pixel_weight * distance
        if self.content is not None:
            distance = self.content(self._unit(sr), self._unit(hr))
            terms["content"] = self.loss.content_weight * distance
        if self.lpips is not None:
            distance = self.lpips(self._unit(sr), self._unit(hr))
            terms["lpips"] = self.loss.lpips_weight * distance
        if self.loss.total_variation_weight:
            terms["total_variation"] = self.loss.total_variation_weight * total_variation(sr)
        return terms

    def _unit(self, pictures: Tensor) -> Tensor:
        low, high = self.output_range
        return (pictures - low) / (high - low)
