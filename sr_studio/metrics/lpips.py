"""LPIPS v0.1, the distance of two pictures in the features of a classification network.

Source: R. Zhang, P. Isola, A. A. Efros, E. Shechtman, O. Wang, "The unreasonable effectiveness of
deep features as a perceptual metric", CVPR 2018. The linear layers ship with the program
(BSD-2-Clause, ``resources/metrics``); the backbones do not, and nothing is ever downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.lpips_weights import BACKBONES, Backbone, find_weights
from sr_studio.metrics.planes import colour_planes, require_same_size, shaved
from sr_studio.networks.weight_files import WeightFileError, read_weight_file
from sr_studio.paths import resources_dir, user_weights_dir
from sr_studio.sentences import Sentence

#: The backbones reduce a picture to nothing below this many pixels.
SMALLEST_SIDE = 32
_SHIFT = (-0.030, -0.088, -0.188)
_SCALE = (0.458, 0.448, 0.450)
_EPSILON = 1e-10


class Lpips(nn.Module):
    """LPIPS with one backbone.

    Args:
        network: ``alex``, ``vgg`` or ``squeeze``.
        weights: The backbone's weights (``features.N…``), and its linear layers
            (``linN.weight``) where they are not to be the shipped ones.

    Raises:
        MetricError: A weight is missing or has another shape.
    """

    shift: Tensor
    scale: Tensor

    def __init__(self, network: str, weights: Mapping[str, Tensor]) -> None:
        super().__init__()
        import torchvision

        backbone = BACKBONES[network]
        features = getattr(torchvision.models, backbone.factory)(weights=None).features
        # Layers in place would overwrite a map that is still to be compared.
        for layer in features.modules():
            if isinstance(layer, nn.ReLU):
                layer.inplace = False
        self.taps = backbone.taps
        self.features = features[: self.taps[-1] + 1]
        self.register_buffer("shift", torch.tensor(_SHIFT).view(1, 3, 1, 1))
        self.register_buffer("scale", torch.tensor(_SCALE).view(1, 3, 1, 1))
        self._load_backbone(backbone, weights)
        heads = _shipped_heads(network)
        for k in range(len(self.taps)):
            head = weights.get(f"lin{k}.weight", heads[f"lin{k}.weight"])
            self.register_buffer(f"head{k}", head.float().reshape(1, -1, 1, 1))
        self.eval().requires_grad_(False)

    def _load_backbone(self, backbone: Backbone, weights: Mapping[str, Tensor]) -> None:
        wanted = self.features.state_dict()
        stored = {key: weights.get(f"features.{key}") for key in wanted}
        wrong = [
            key
            for key, value in stored.items()
            if value is None or value.shape != wanted[key].shape
        ]
        if wrong:
            text = "these are not the weights of %1: %2 is missing or has another shape"
            raise MetricError(Sentence(text, backbone.title, f"features.{wrong[0]}"))
        self.features.load_state_dict({k: v.float() for k, v in stored.items() if v is not None})

    def maps(self, pictures: Tensor) -> list[Tensor]:
        """The compared maps of N×3×H×W RGB in [-1, 1], each divided by its channel norm."""
        values = (pictures - self.shift) / self.scale
        taken = []
        for index, layer in enumerate(self.features):
            values = layer(values)
            if index in self.taps:
                exact = values.float()  # training runs the layers in bf16
                taken.append(exact / (exact.square().sum(1, keepdim=True).sqrt() + _EPSILON))
        return taken

    def between(self, first: Sequence[Tensor], second: Sequence[Tensor]) -> Tensor:
        """The distance of each pair of pictures from their :meth:`maps`: N values, 0 or more."""
        total = torch.zeros(first[0].shape[0], device=first[0].device)
        for k, (a, b) in enumerate(zip(first, second, strict=True)):
            weighted = (a - b).square() * self.get_buffer(f"head{k}")
            total = total + weighted.sum(dim=1).mean(dim=(1, 2))
        return total

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """The distance of each pair of N×3×H×W RGB pictures in [-1, 1]: N values, 0 or more."""
        both = [maps.split(first.shape[0]) for maps in self.maps(torch.cat([first, second]))]
        return self.between([a for a, _ in both], [b for _, b in both])


def load_lpips(network: str, weights: Path | None = None, device: str = "cpu") -> Lpips:
    """LPIPS with a backbone from a file, the person's weights folder, or torchvision's cache.

    Args:
        network: ``alex``, ``vgg`` or ``squeeze``.
        weights: A ``.safetensors`` or ``.pth`` with ``features.N.weight`` and ``features.N.bias``;
            None looks into the folder ``weights`` of the person's data folder and then into
            torchvision's cache.
        device: Where it is to compute.

    Raises:
        MetricError: The backbone's weights are not on this computer, or the file is another one.
    """
    path = weights if weights is not None else find_weights(network)
    backbone = BACKBONES[network]
    if path is None or not path.is_file():
        raise MetricError(
            Sentence(
                "LPIPS needs the ImageNet weights of %1, which are not on this computer",
                backbone.title,
            ),
            where=path,
            remedy=Sentence(
                "Fetch them once with: %1; or lay a file %2 into %3, or name one with %4.",
                f"sr-studio models get-weights {backbone.download}",
                f"lpips_{network}.safetensors",
                user_weights_dir(),
                "--lpips-weights",
            ),
        )
    try:
        # Channels last: a sixth faster on a CPU.
        model = Lpips(network, _read(path)).to(device)
        return model.to(memory_format=torch.channels_last)
    except MetricError as error:
        raise MetricError(error.what, where=path, remedy=Sentence("Name another file.")) from error


def lpips_distance(model: Lpips, hr: NDArray, sr: NDArray, *, shave: int) -> float:
    """LPIPS of two 8-bit pictures (H×W, H×W×1 or H×W×3) on RGB; grey is repeated thrice.

    Args:
        model: From :func:`load_lpips`.
        hr: The original.
        sr: The enlarged picture, of the same height and width.
        shave: Pixels left out at each border.

    Raises:
        MetricError: The sizes differ, or fewer than 32×32 pixels are left.
    """
    require_same_size(hr, sr)
    pair = np.stack([colour_planes(shaved(picture, shave)) for picture in (hr, sr)])
    if min(pair.shape[1:3]) < SMALLEST_SIDE:
        raise MetricError(
            Sentence(
                "LPIPS needs %1 pixels, and %2 are left without the border",
                f"{SMALLEST_SIDE}×{SMALLEST_SIDE}",
                f"{pair.shape[2]}×{pair.shape[1]}",
            )
        )
    # Convolutions in TF32 would cost the last printed digit on a graphics card.
    with torch.inference_mode(), torch.backends.cudnn.flags(enabled=True, allow_tf32=False):
        values = torch.from_numpy(pair).to(model.shift.device).permute(0, 3, 1, 2)  # channels last
        first, second = values.float().div(127.5).sub(1).split(1)
        return float(model(first, second))


def _shipped_heads(network: str) -> dict[str, Tensor]:
    stored = read_weight_file(resources_dir() / "metrics" / "lpips_linear.safetensors")
    prefix = f"{network}."
    return {
        key.removeprefix(prefix): value for key, value in stored.items() if key.startswith(prefix)
    }


def _read(path: Path) -> Mapping[str, Tensor]:
    try:
        return read_weight_file(path)
    except WeightFileError as error:
        raise MetricError(Sentence("the weights cannot be read: %1", error.what)) from error
