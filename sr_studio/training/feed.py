"""From bytes to what the network sees and is compared with, and back."""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from sr_studio.imaging.resize import resize_weights
from sr_studio.training.recipes import Recipe

#: Weights of R, G, B (0..1) in Y (0..1) and its offset: BT.601 studio range, Y in 16..235 of 255.
_Y_WEIGHTS = (65.481 / 255, 128.553 / 255, 24.966 / 255)
_Y_OFFSET = 16 / 255


class Feed:
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
        return enlarge(values, self.scale) if self.enlarged else values

    def target(self, hr: Tensor) -> Tensor:
        """What the network should give, float in the output range."""
        return self._colour(hr) * (self.high - self.low) + self.low

    def unit(self, sr: Tensor) -> Tensor:
        """The network's output clamped to [0, 1]: for looking and measuring, never for training."""
        return ((sr - self.low) / (self.high - self.low)).clamp(0, 1)

    def _colour(self, pictures: Tensor) -> Tensor:
        values = pictures.float() / 255
        if self.colour == "rgb":
            return values
        weights = torch.tensor(_Y_WEIGHTS, device=values.device).view(1, 3, 1, 1)
        return (values * weights).sum(1, keepdim=True) + _Y_OFFSET


def enlarge(values: Tensor, scale: int) -> Tensor:
    """Bicubic enlargement (a = -0.5, border replicated) of N×C×H×W floats, not clipped.

    Both passes are products with the small dense matrices of one side's weights.
    """
    height, width = values.shape[-2:]
    rows = _matrix(height, scale, values.device)
    columns = _matrix(width, scale, values.device)
    return rows @ values @ columns.T


@lru_cache(maxsize=32)
def _matrix(length: int, scale: int, device: torch.device) -> Tensor:
    indices, weights = resize_weights(length, length * scale, border="replicate")
    matrix = torch.zeros(length * scale, length, dtype=torch.float64)
    matrix.scatter_add_(1, torch.tensor(indices), torch.tensor(weights))
    return matrix.float().to(device)
