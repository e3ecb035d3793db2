"""``[loss.adversarial]``: the adversarial terms of SRGAN (1609.04802) and ESRGAN (1809.00219)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sr_studio.training.loss_terms import LOSSES, AdversarialLoss, Adversary, LossSetup

if TYPE_CHECKING:
    from torch import Tensor


@LOSSES.register("adversarial")
class PapersAdversarialLoss(AdversarialLoss):
    """Binary cross-entropy of logits.

    ``standard``: SRGAN Eq. 2 and 6; the generator has -log D(SR), which does not saturate while D
    is sure. ``relativistic-average``: ESRGAN Eq. 1 and 2, with both terms for the generator, so
    that it learns from HR too; means are over the batches of all processes.
    """

    kind: Literal["standard", "relativistic-average"] = Field(
        description="standard: SRGAN Eq. 2 and 6; relativistic-average: ESRGAN Eq. 1 and 2."
    )

    def build(self, setup: LossSetup) -> Adversary:
        """The three functions of logits."""
        import torch
        from torch.nn import functional as F

        from sr_studio.training.distributed import global_mean

        def is_real(logits: Tensor) -> Tensor:
            return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))

        def is_fake(logits: Tensor) -> Tensor:
            return F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))

        if self.kind == "standard":
            return Adversary(
                generator=lambda of_hr, of_sr: is_real(of_sr),
                discriminator=lambda of_hr, of_sr: is_real(of_hr) + is_fake(of_sr),
                realness=lambda of_hr, of_sr: torch.sigmoid(of_hr).mean(),
            )
        return Adversary(
            generator=lambda of_hr, of_sr: (
                is_fake(of_hr - global_mean(of_sr)) + is_real(of_sr - global_mean(of_hr))
            ),
            discriminator=lambda of_hr, of_sr: (
                is_real(of_hr - global_mean(of_sr)) + is_fake(of_sr - global_mean(of_hr))
            ),
            realness=lambda of_hr, of_sr: torch.sigmoid(of_hr - global_mean(of_sr)).mean(),
        )
