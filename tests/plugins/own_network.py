"""A network: two convolutions and a pixel shuffle."""

from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.registries import NETWORKS, Count


@NETWORKS.register("two-layers")
class TwoLayers(Network):
    """The annotations of its parameters say what is possible."""

    def __init__(self, scale: Count = 4, features: Count = 8) -> None:
        super().__init__()
        self.scale, self.channels, self.margin = scale, 3, 2
        self.layers = nn.Sequential(
            nn.Conv2d(3, features, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(features, 3 * scale**2, 3, padding=1),
            nn.PixelShuffle(scale),
        )

    def forward(self, small: Tensor) -> Tensor:
        enlarged: Tensor = self.layers(small)
        return enlarged
