"""Small pictures for the tests: made here or the samples of the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def load(path: Path) -> np.ndarray:
    """H×W (grey) or H×W×3 uint8."""
    with Image.open(path) as image:
        return np.asarray(image if image.mode == "L" else image.convert("RGB"))


def noisy_pair(height: int = 60, width: int = 72, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A smooth coloured picture and a noisy version of it, H×W×3 uint8."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    waves = [np.sin(rows / 7 + c) * 60 + np.cos(columns / 5 - c) * 50 + 128 for c in range(3)]
    clean = np.stack(waves, axis=2)
    noisy = clean + random.normal(0, 12, clean.shape)
    return tuple(np.clip(p, 0, 255).round().astype(np.uint8) for p in (clean, noisy))
