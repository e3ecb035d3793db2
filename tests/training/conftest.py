"""Small pictures with structure, and recipes that finish in seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.training.recipes import Recipe, load_recipe


def make_picture(seed: int, height: int = 60, width: int = 72) -> np.ndarray:
    """Overlapping waves and edges, (H, W, 3) uint8: something a network can learn from."""
    dice = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    layers = []
    for _ in range(3):
        fx, fy, phase = dice.uniform(0.02, 0.4, 3)
        wave = np.sin(x * fx + y * fy + phase * 20)
        edge = (x * dice.normal() + y * dice.normal()) > dice.normal() * 30
        layers.append(110 + 60 * wave + 60 * edge)
    return np.clip(np.stack(layers, -1) + dice.normal(0, 3, (height, width, 3)), 0, 255).astype(
        np.uint8
    )


@pytest.fixture(scope="session")
def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for seed in range(12):
        Image.fromarray(make_picture(seed)).save(folder / f"{seed:02d}.png")
    return folder


SMALL = {
    "data.crop": 32,
    "data.batch": 4,
    "validation.held_out": 2,
    "validation.every": 5,
}


def small_recipe(name: str, iterations: int = 10, **extra: object) -> Recipe:
    """A shipped recipe with a small network, small crops and few iterations."""
    overrides: dict[str, object] = dict(SMALL) | {"schedule.iterations": iterations}
    recipe = load_recipe(name)
    if recipe.network.architecture == "srresnet":
        overrides |= {"network.parameters.blocks": 2, "network.parameters.features": 8}
    if recipe.network.architecture == "rrdbnet":
        overrides |= {
            "network.parameters.blocks": 1,
            "network.parameters.features": 8,
            "network.parameters.growth": 4,
        }
    if recipe.schedule.milestones:
        overrides["schedule.milestones"] = []
    if recipe.discriminator is not None:
        overrides["discriminator.parameters.features"] = 4
        overrides["starts_from"] = "fresh"
    return load_recipe(name, overrides | {key.replace("__", "."): v for key, v in extra.items()})
