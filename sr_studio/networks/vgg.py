"""VGG19 features for perceptual losses."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

#: Convolutions per stage; a 2×2 max-pool follows each stage [Simonyan & Zisserman, 1409.1556, E].
_STAGES = ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))

#: What torchvision's ImageNet networks expect of RGB in [0, 1].
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION = (0.229, 0.224, 0.225)


def _convolution_indices() -> dict[str, int]:
    indices = {}
    index = 0
    for stage, (_, count) in enumerate(_STAGES, start=1):
        for convolution in range(1, count + 1):
            indices[f"{stage},{convolution}"] = index
            index += 2  # the convolution and its ReLU
        index += 1  # the pool
    return indices


#: Tap name "i,j" (j-th convolution before the i-th max-pool) -> index in torchvision's `features`
#: of the convolution; its ReLU is the next one. "2,2" -> 7, "3,4" -> 16, "5,4" -> 34.
CONVOLUTION_INDEX: dict[str, int] = _convolution_indices()


def tap_index(tap: str) -> int:
    """Index of the tap's convolution in `features`.

    Raises:
        ValueError: The name is none of "1,1" … "5,4".
    """
    if tap not in CONVOLUTION_INDEX:
        raise ValueError(f"VGG19 has no tap {tap!r}; there are {', '.join(CONVOLUTION_INDEX)}")
    return CONVOLUTION_INDEX[tap]


class VGG19Features(nn.Module):
    """The feature maps phi_i,j of VGG19 [SRGAN §2.2.1, Eq. 5; ESRGAN §3.3].

    Built only as deep as the deepest tap; frozen and always in evaluation mode. Parameter names are
    torchvision's (``features.N.weight``). Weights come from
    :func:`sr_studio.networks.vgg_weights.load_vgg19`.

    Input: N×3×H×W RGB in [0, 1]; the ImageNet normalisation happens inside.
    Output: tap name -> N×C×H'×W'.

    Args:
        taps: Names like "2,2" or "5,4".
        before_activation: Take the maps before the ReLU (ESRGAN) instead of after it (SRGAN).
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, taps: Sequence[str] = ("5,4",), before_activation: bool = False) -> None:
        super().__init__()
        self.taps = tuple(taps)
        self.before_activation = before_activation
        offset = 0 if before_activation else 1
        self._names = {tap_index(tap) + offset: tap for tap in self.taps}
        self.features = nn.Sequential(*_layers(max(self._names)))
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1), False)
        self.register_buffer("deviation", torch.tensor(IMAGENET_DEVIATION).view(1, 3, 1, 1), False)
        self.requires_grad_(False)
        self.eval()

    def train(self, mode: bool = True) -> VGG19Features:
        """Stay in evaluation mode whatever the surrounding module does."""
        return super().train(False)

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        """The maps of each tap."""
        maps = {}
        hidden = (picture - self.mean) / self.deviation
        for index, layer in enumerate(self.features):
            hidden = layer(hidden)
            if index in self._names:
                maps[self._names[index]] = hidden
        return maps


def _layers(last: int) -> list[nn.Module]:
    """Layers 0..last of `features`. ReLUs are not in place: a tap's map must stay as it was."""
    layers: list[nn.Module] = []
    before = 3
    for width, count in _STAGES:
        for _ in range(count):
            layers += [nn.Conv2d(before, width, 3, padding=1), nn.ReLU()]
            before = width
        layers.append(nn.MaxPool2d(2, 2))
    return layers[: last + 1]
