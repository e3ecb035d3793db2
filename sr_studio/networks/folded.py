"""A wide convolution to a few channels, computed on a coarser grid while it is trained."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

#: Side of the blocks of pixels that become channels.
FOLD = 2


class FoldedConv2d(nn.Conv2d):
    """A convolution whose output is much narrower than its input, made faster to train.

    Processors compute 16 or more output channels at once, and a convolution to RGB fills three of
    them. Each 2×2 block of pixels is therefore laid into the channels first: what was a 9×9
    convolution to 3 channels is a 5×5 convolution to 12 on a quarter of the positions, over the
    same products. Weights, names and results (but for the order of the sums) are those of
    ``nn.Conv2d``. In evaluation, where exported graphs should stay plain, and on odd sizes it is
    ``nn.Conv2d`` outright. Stride and dilation must be 1, the kernel odd, its padding half of it.

    Input: N×C×H×W. Output: N×out_channels×H×W.
    """

    def forward(self, x: Tensor) -> Tensor:
        """The convolution of ``x``."""
        if not self.training or x.shape[-2] % FOLD or x.shape[-1] % FOLD:
            return super().forward(x)
        return self.of_blocks(F.pixel_unshuffle(x, FOLD))

    def of_blocks(self, blocks: Tensor) -> Tensor:
        """The convolution of what ``pixel_unshuffle`` gives for a picture, N×(4·C)×H/2×W/2."""
        bias = None if self.bias is None else self.bias.repeat_interleave(FOLD**2)
        folded = F.conv2d(blocks, self._folded_weight(), bias, padding=self._folded_padding())
        return F.pixel_shuffle(folded, FOLD)

    def _folded_padding(self) -> int:
        return -(-(self.kernel_size[0] // 2) // FOLD)

    def _folded_weight(self) -> Tensor:
        """(out·4)×(in·4)×k×k: for each pixel of a block, the kernel moved to where it reads."""
        size = self.kernel_size[0]
        side = FOLD * (2 * self._folded_padding() + 1)
        kernels = []
        for row in range(FOLD):
            for column in range(FOLD):
                top = FOLD * self._folded_padding() - size // 2 + row
                left = FOLD * self._folded_padding() - size // 2 + column
                margins = (left, side - size - left, top, side - size - top)
                kernels.append(F.pixel_unshuffle(F.pad(self.weight, margins), FOLD))
        return torch.stack(kernels, dim=1).flatten(0, 1)
