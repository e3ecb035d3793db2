"""Small pictures with structure, for tests that train on something."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


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


def write_pictures(folder: Path, count: int = 12) -> Path:
    """``count`` such pictures as PNG files in ``folder``."""
    for seed in range(count):
        Image.fromarray(make_picture(seed)).save(folder / f"{seed:02d}.png")
    return folder
