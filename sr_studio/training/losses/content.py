"""``[loss.content]``: distance of VGG19 features (SRGAN, arXiv 1609.04802; ESRGAN, 1809.00219)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sr_studio.errors import StudioError
from sr_studio.training.loss_terms import LOSSES, LossSetup, PictureDistance, PictureLoss

if TYPE_CHECKING:
    from torch import Tensor


@LOSSES.register("content")
class ContentLoss(PictureLoss):
    """Distance of VGG19 features of SR and HR; the HR branch has no gradient.

    With ``mse`` it is SRGAN's Eq. 5: the squared distance summed over the channels and divided by
    the width and height of the feature map. With ``l1`` it is the mean absolute difference, as
    ESRGAN's authors compute it.
    """

    files = ("vgg",)

    tap: str = Field(description='VGG19 tap "i,j": the j-th convolution before pool i.')
    before_activation: bool = Field(False, description="ESRGAN: true; SRGAN: false.")
    distance: Literal["mse", "l1"] = Field(
        "mse",
        description="mse: SRGAN Eq. 5, summed over channels and divided by W*H; l1: plain mean.",
    )
    feature_scale: float = Field(
        1.0, gt=0, description="Factor on the feature maps: 1/12.75 in SRGAN."
    )

    caffe: Literal["rescaled", "as-is"] = Field(
        "rescaled",
        description="Maps of VGG19's original weights: brought to the size that the papers' "
        "weights are for, or as they are (recipes of the first form).",
    )

    def build(self, setup: LossSetup) -> PictureDistance:
        """The distance.

        Raises:
            StudioError: The network is not RGB, or VGG19's weights are not at hand.
        """
        import torch
        from torch.nn import functional as F

        from sr_studio.networks.vgg_weights import CAFFE_SCALE, is_caffe, load_vgg19

        if setup.colour != "rgb":
            raise StudioError(
                "the content loss needs an RGB network", where="loss.content", remedy="Remove it."
            )
        features = load_vgg19((self.tap,), self.before_activation, setup.files.get("vgg"))
        scale = self.feature_scale
        if self.caffe == "rescaled" and is_caffe(features):
            scale *= CAFFE_SCALE
            setup.say(
                "The weights of VGG19 are the original ones, whose maps are far larger than "
                f"torchvision's: they are multiplied by {CAFFE_SCALE:.2g} "
                "(loss.content.caffe=as-is leaves them)."
            )
        layers = features.to(setup.device).features.to(memory_format=torch.channels_last)
        layers.to(dtype=setup.autocast)

        def distance(sr: Tensor, hr: Tensor) -> Tensor:
            with torch.no_grad():
                wanted = features(setup.unit(hr))[self.tap].float() * scale
            got = features(setup.unit(sr))[self.tap].float() * scale
            if self.distance == "l1":
                return F.l1_loss(got, wanted)
            return F.mse_loss(got, wanted) * got.shape[1]

        return distance
