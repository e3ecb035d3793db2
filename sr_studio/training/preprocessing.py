"""From bytes to what the network sees and is compared with."""

from __future__ import annotations

from torch import Tensor

from sr_studio.training.recipes import Recipe
from sr_studio.zoo.bicubic import enlarge_bicubic
from sr_studio.zoo.super_resolver import luma_of


class Preprocessor:
    """Makes inputs and targets of a recipe's network from uint8 RGB pictures N×3×H×W.

    Inputs are in [0, 1]; targets in the recipe's ``output_range``. Luminance networks get Y;
    networks that work on an enlarged picture (SRCNN) get the bicubic enlargement.

    Args:
        recipe: Gives scale, colour and ranges.
        enlarged: Whether the network expects its input already enlarged.
    """

    def __init__(self, recipe: Recipe, *, enlarged: bool) -> None:
        self.scale = recipe.data.scale
        self.colour = recipe.network.colour
        self.low, self.high = recipe.network.output_range
        self.enlarged = enlarged

    def input(self, lr: Tensor) -> Tensor:
        """The network's input, float in [0, 1]."""
        values = self._colour(lr)
        return enlarge_bicubic(values, self.scale) if self.enlarged else values

    def target(self, hr: Tensor) -> Tensor:
        """What the network should give, float in the output range."""
        return self._colour(hr) * (self.high - self.low) + self.low

    def _colour(self, pictures: Tensor) -> Tensor:
        values = pictures.float() / 255
        return values if self.colour == "rgb" else luma_of(values)
