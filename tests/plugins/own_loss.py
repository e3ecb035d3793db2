"""A term of the loss: edges of SR and HR should agree."""

import torch
from pydantic import Field

from sr_studio.training.loss_terms import LOSSES, LossSetup, PictureDistance, PictureLoss


@LOSSES.register("edges")
class EdgeLoss(PictureLoss):
    """Mean absolute difference of the differences of neighbours, to a power."""

    power: float = Field(1.0, gt=0, description="Above 1, strong edges count for more.")

    def build(self, setup: LossSetup) -> PictureDistance:
        def across(pictures: torch.Tensor) -> torch.Tensor:
            return pictures[..., 1:] - pictures[..., :-1]

        return lambda sr, hr: (across(sr) - across(hr)).abs().pow(self.power).mean()
