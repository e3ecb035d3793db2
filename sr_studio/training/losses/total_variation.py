"""``[loss.total_variation]``: squared differences of neighbours (SRGAN Sec. 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_studio.training.loss_terms import LOSSES, LossSetup, PictureDistance, PictureLoss

if TYPE_CHECKING:
    from torch import Tensor


@LOSSES.register("total_variation")
class TotalVariation(PictureLoss):
    """Sum of squared differences of neighbours, per picture: 2e-8 in SRResNet-VGG22."""

    restrains = True

    def build(self, setup: LossSetup) -> PictureDistance:
        """The sum; HR has no part in it."""

        def roughness(sr: Tensor, hr: Tensor) -> Tensor:
            down = (sr[..., 1:, :] - sr[..., :-1, :]).square().sum()
            across = (sr[..., 1:] - sr[..., :-1]).square().sum()
            return (down + across) / len(sr)

        return roughness
