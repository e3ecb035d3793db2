"""``[loss.pixel]``: distance of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sr_studio.training.loss_terms import LOSSES, LossSetup, PictureDistance, PictureLoss

if TYPE_CHECKING:
    from torch import Tensor


@LOSSES.register("pixel")
class PixelLoss(PictureLoss):
    """Distance of pixels, in the network's own output range.

    ``mse``: SRGAN Eq. 4, on pictures in [-1, 1]. ``l1``: ESRGAN Sec. 3.3. ``charbonnier``: the
    smooth L1, sqrt(d² + 1e-6).
    """

    weight: float = Field(1.0, ge=0, description="Of the term; 0 leaves it out.")
    distance: Literal["mse", "l1", "charbonnier"] = Field("mse", description="Which distance.")
    border: int = Field(
        0,
        ge=0,
        description="HR pixels along the edges of a crop that the term leaves out: there a "
        "shallow network mostly sees its own padding.",
    )

    def build(self, setup: LossSetup) -> PictureDistance:
        """The distance of the inner parts."""
        from torch.nn import functional as F

        def charbonnier(sr: Tensor, hr: Tensor) -> Tensor:
            return (sr - hr).square().add(1e-6).sqrt().mean()

        distances: dict[str, PictureDistance] = {
            "mse": F.mse_loss,
            "l1": F.l1_loss,
            "charbonnier": charbonnier,
        }
        distance = distances[self.distance]

        def inner(pictures: Tensor) -> Tensor:
            height, width = pictures.shape[-2:]
            return pictures[
                ..., self.border : height - self.border, self.border : width - self.border
            ]

        return lambda sr, hr: distance(inner(sr), inner(hr))
