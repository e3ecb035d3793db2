"""Small models and folders of pictures for the tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from sr_studio.networks.registry import build
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.saving import save_model


def save_tiny(folder: Path, name: str = "tiny", scale: int = 4, seed: int = 0) -> Path:
    """An untrained MSRResNet of one block as a model file: bilinear enlargement and some noise."""
    torch.manual_seed(seed)
    parameters = {"scale": scale, "blocks": 1, "features": 8}
    card = ModelCard(name=name, architecture="msrresnet", parameters=parameters, scale=scale)
    path = folder / f"{name}.safetensors"
    save_model(path, build("msrresnet", parameters), card)
    return path


def save_pictures(
    folder: Path, count: int = 3, size: tuple[int, int] = (131, 122), grey: int | None = None
) -> Path:
    """A folder of ``count`` textured PNG files of width × height; one of them may be grey."""
    folder.mkdir(parents=True)
    width, height = size
    for k in range(count):
        random = np.random.default_rng(k)
        rough = random.integers(0, 256, (height // 6 + 1, width // 6 + 1, 3), dtype=np.uint8)
        image = Image.fromarray(rough).resize(size, Image.Resampling.BICUBIC)
        if grey == k:
            image = image.convert("L")
        image.save(folder / f"picture_{k}.png")
    return folder
