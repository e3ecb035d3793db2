"""A network: two convolutions, added to the picture with its pixels repeated."""

from torch import Tensor, nn
from torch.nn import functional as F

from sr_studio.networks.base import Network
from sr_studio.networks.registries import NETWORKS, Count


@NETWORKS.register("two-layers")
class TwoLayers(Network):
    """The annotations of its parameters say what is possible."""

    def __init__(self, scale: Count = 4, features: Count = 8) -> None:
        super().__init__()
        self.scale, self.channels, self.margin = scale, 3, 2
        self.first = nn.Conv2d(3, features, 3, padding=1)
        self.last = nn.Conv2d(features, 3 * scale**2, 3, padding=1)
        for values in self.last.parameters():
            nn.init.zeros_(values)

    def forward(self, small: Tensor) -> Tensor:
        repeated = F.interpolate(small, scale_factor=float(self.scale), mode="nearest")
        detail = F.pixel_shuffle(self.last(F.relu(self.first(small))), self.scale)
        return repeated + detail
