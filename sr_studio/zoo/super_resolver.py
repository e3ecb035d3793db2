"""One face for all models: RGB in [0, 1] in, RGB in [0, 1] out, whatever the network wants."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sr_studio.imaging.colour import FULL_RANGE_LUMA, MATRIX, OFFSET
from sr_studio.networks.base import Network
from sr_studio.networks.srcnn import SRCNN
from sr_studio.networks.vgg import IMAGENET_DEVIATION, IMAGENET_MEAN
from sr_studio.zoo.bicubic import BICUBIC_MARGIN, enlarge_bicubic
from sr_studio.zoo.card import ModelCard

#: Luma = offset + weights · RGB, and what one unit of luma adds to each of R, G and B; all in
#: [0, 1]. Studio range as in MATLAB's rgb2ycbcr (ITU-R BT.601), full range as in JPEG.
_LUMA: dict[str, tuple[float, tuple[float, ...], float]] = {
    "studio": (OFFSET[0] / 255, tuple((MATRIX[0] / 255).tolist()), 255 / MATRIX[0].sum()),
    "full": (0.0, FULL_RANGE_LUMA, 1.0),
}


def luma_of(rgb: Tensor, value_range: str = "studio") -> Tensor:
    """Luma N×1×H×W of N×3×H×W RGB, both in [0, 1]; ``studio`` or ``full`` range."""
    offset, (red, green, blue), _ = _LUMA[value_range]
    return offset + red * rgb[:, 0:1] + green * rgb[:, 1:2] + blue * rgb[:, 2:3]


class SuperResolver(nn.Module):
    """A model as the rest of the program sees it.

    Handles value ranges, luminance-only networks (chroma is enlarged by bicubic), networks that
    want the picture enlarged beforehand, and sizes that must be multiples of something. The maths
    around the network is always float32; the network runs in the type of its own weights, so
    ``resolver.network.to(torch.bfloat16)`` loses nothing outside of it.

    Input: N×3×H×W RGB in [0, 1]. Output: N×3×(scale·H)×(scale·W) RGB in [0, 1], not clamped.

    Attributes:
        scale: Enlargement per side.
        margin: LR pixels of context a tile needs on each side to equal the whole picture; None
            where the network must see the whole picture.
        margin_is_exact: False where the margin is a guess (transformers of other projects).
        alignment: Tiles must start at multiples of this many LR pixels.
        minimum: Smaller pictures are padded to this side inside.
    """

    def __init__(self, network: Network, card: ModelCard) -> None:
        super().__init__()
        self.network = network
        self.scale = card.scale
        self.colour = card.colour
        self.enlarges_first = isinstance(network, SRCNN)
        self.alignment = network.alignment
        self.margin = self._margin(network)
        self.margin_is_exact = network.margin_is_exact
        self.minimum = network.minimum
        self._range = card.luma
        self._input = _affine(card.input_normalisation, card.input_range)
        self._output = _affine(card.output_normalisation, card.output_range)
        self.eval()

    def _margin(self, network: Network) -> int | None:
        margin = network.margin
        if margin is None:
            return None
        if self.enlarges_first:
            return -(-margin // self.scale) + BICUBIC_MARGIN
        return max(margin, BICUBIC_MARGIN) if self.colour == "y" else margin

    def forward(self, rgb: Tensor) -> Tensor:
        """Enlarge pictures or tiles of them."""
        rgb = rgb.float()
        if self.colour == "rgb":
            prepared = enlarge_bicubic(rgb, self.scale) if self.enlarges_first else rgb
            return self._run(prepared)
        # Luma is linear in RGB and changes R, G and B alike: adding what the network changed of the
        # enlarged picture's luma is the same as enlarging the chroma by bicubic and converting.
        enlarged = enlarge_bicubic(rgb, self.scale)
        luma = luma_of(enlarged, self._range)
        resolved = self._run(luma if self.enlarges_first else luma_of(rgb, self._range))
        return enlarged + (resolved - luma) * _LUMA[self._range][2]

    def _run(self, picture: Tensor) -> Tensor:
        """The network with its own range, type and padding."""
        normalised = _apply(picture, self._input)
        height, width = picture.shape[-2:]
        padded = self._pad(normalised)
        kind = next(self.network.parameters()).dtype
        result = self.network(padded.to(kind)).float()
        if padded is not normalised:
            factor = 1 if self.enlarges_first else self.scale
            result = result[..., : height * factor, : width * factor]
        return _undo(result, self._output)

    def _pad(self, picture: Tensor) -> Tensor:
        """Repeat the last row and column until the size suits the network."""
        if self.alignment == 1 and self.minimum <= 1:
            return picture
        down, right = (-side % self.alignment for side in picture.shape[-2:])
        if self.minimum > 1:
            down, right = (
                max(extra, self.minimum - side)
                for extra, side in zip((down, right), picture.shape[-2:], strict=True)
            )
        return F.pad(picture, (0, right, 0, down), mode="replicate")


#: Per channel (factor, offset) that turns [0, 1] into what a network works with; None = as it is.
Affine = tuple[tuple[float, ...], tuple[float, ...]] | None


def _affine(normalisation: str, value_range: Sequence[float]) -> Affine:
    if normalisation == "imagenet":
        factors = tuple(1 / deviation for deviation in IMAGENET_DEVIATION)
        pairs = zip(IMAGENET_MEAN, IMAGENET_DEVIATION, strict=True)
        return factors, tuple(-mean / deviation for mean, deviation in pairs)
    low, high = value_range
    return None if (low, high) == (0, 1) else ((high - low,), (low,))


def _apply(picture: Tensor, affine: Affine) -> Tensor:
    if affine is None:
        return picture
    channels = _per_channel(picture, affine)
    return torch.cat([values * factor + offset for values, factor, offset in channels], 1)


def _undo(picture: Tensor, affine: Affine) -> Tensor:
    if affine is None:
        return picture
    channels = _per_channel(picture, affine)
    return torch.cat([(values - offset) / factor for values, factor, offset in channels], 1)


def _per_channel(
    picture: Tensor, affine: tuple[tuple[float, ...], tuple[float, ...]]
) -> list[tuple[Tensor, float, float]]:
    """Slices of channels with their factor and offset; one slice where all share them."""
    factors, offsets = affine
    slices = picture.chunk(len(factors), 1)
    return list(zip(slices, factors, offsets, strict=True))
