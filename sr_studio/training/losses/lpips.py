"""``[loss.lpips]``: LPIPS as a loss (Zhang et al., arXiv 1801.03924)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sr_studio.training.loss_terms import LOSSES, LossSetup, PictureDistance, PictureLoss

if TYPE_CHECKING:
    from torch import Tensor

#: Pixels by which LPIPS as a loss is moved about: the stride of its deepest layers.
_SHIFTS = 16


@LOSSES.register("lpips")
class LpipsLoss(PictureLoss):
    """LPIPS of SR and HR; no gradient for HR.

    Its backbone samples every second, fourth … pixel, and crops always begin at the corner of an LR
    pixel: what lies between the samples would cost nothing, and a network learns to leave a grid
    there. Each call therefore looks from another corner, drawn from torch's global dice.
    """

    files = ("lpips",)

    backbone: Literal["squeeze", "vgg"] = Field(
        description="Its network; never the AlexNet that scores."
    )

    def build(self, setup: LossSetup) -> PictureDistance:
        """The distance.

        Raises:
            StudioError: The backbone's weights are not at hand.
        """
        import torch

        from sr_studio.metrics.lpips import SMALLEST_SIDE, load_lpips

        model = load_lpips(self.backbone, setup.files.get("lpips")).to(setup.device)
        model.features.to(dtype=setup.autocast)

        def distance(sr: Tensor, hr: Tensor) -> Tensor:
            sr, hr = setup.unit(sr), setup.unit(hr)
            room = max(1, min(_SHIFTS, min(hr.shape[-2:]) - SMALLEST_SIDE + 1))
            top, left = torch.randint(room, (2,)).tolist()
            sr, hr = sr[..., top:, left:], hr[..., top:, left:]
            with torch.no_grad():
                wanted = model.maps(hr * 2 - 1)
            return model.between(model.maps(sr * 2 - 1), wanted).mean()

        return distance
