"""``[loss.r1]``: a penalty on the discriminator's gradient at HR (Mescheder, arXiv 1801.04406)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from sr_studio.training.loss_terms import LOSSES, DiscriminatorLoss, LossSetup, Penalty

if TYPE_CHECKING:
    from torch import Tensor, nn


@LOSSES.register("r1")
class R1(DiscriminatorLoss):
    """Half the squared norm of the discriminator's gradient at HR, mean over the batch (Eq. 9)."""

    restrains = True

    every: int = Field(
        16,
        ge=1,
        description="Updates from one use to the next (StyleGAN 2: 16); its weight grows as many "
        "times.",
    )

    def build(self, setup: LossSetup) -> Penalty:
        """The penalty."""
        import torch

        def penalty(discriminator: nn.Module, hr: Tensor, sr: Tensor) -> Tensor:
            pictures = hr.detach().requires_grad_()
            logits = discriminator(pictures).float()
            (gradient,) = torch.autograd.grad(logits.sum(), pictures, create_graph=True)
            return gradient.float().square().sum((1, 2, 3)).mean() / 2

        return penalty
