"""Which files LPIPS needs, and where they may lie; known without torch, so that anybody can ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sr_studio.paths import torchvision_file, user_weights_dir


@dataclass(frozen=True)
class Backbone:
    """One of the three networks of LPIPS.

    Attributes:
        title: Its name for people.
        factory: Its name in ``torchvision.models``.
        file: The name of torchvision's own weights in its cache.
        download: What `sr-studio models get-weights` calls them.
        taps: Indices in ``features`` after which the maps are compared.
    """

    title: str
    factory: str
    file: str
    download: str
    taps: tuple[int, ...]


BACKBONES: dict[str, Backbone] = {
    "alex": Backbone("AlexNet", "alexnet", "alexnet-owt-7be5be79.pth", "alexnet", (1, 4, 7, 9, 11)),
    "vgg": Backbone("VGG16", "vgg16", "vgg16-397923af.pth", "vgg16", (3, 8, 15, 22, 29)),
    "squeeze": Backbone(
        "SqueezeNet 1.1",
        "squeezenet1_1",
        "squeezenet1_1-b8a52dc0.pth",
        "squeezenet",
        (1, 4, 7, 9, 10, 11, 12),
    ),
}


def find_weights(network: str) -> Path | None:
    """The backbone of ``alex``, ``vgg`` or ``squeeze`` in the person's folder of weights, or in
    torchvision's cache; None if it is not on this computer."""
    file = BACKBONES[network].file
    candidates = (
        *sorted(user_weights_dir().glob(f"lpips_{network}*.safetensors")),
        user_weights_dir() / file,
        torchvision_file(file),
    )
    return next((path for path in candidates if path.is_file()), None)
