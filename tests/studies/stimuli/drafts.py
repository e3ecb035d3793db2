"""A draft of a study whose methods make their pictures, for tests of building."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from sr_studio.imaging.resize import imresize, nearest
from tests.support.study_text import HIDDEN_REFERENCE

DRAFT = (
    """
[study]
id = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
title = "Blind"
seed = "%s"
language = "ko"
consent = "consent.txt"
blinding = "%s"

[making]
scale = 2

[geometry]
crop_border = 1
max_width = 40

[[set]]
name = "Landscapes"
folder = "originals"

[[system]]
id = "squirrel"
name = "SquirrelNet"
role = "low_anchor"
method = "squirrel-x2"

[[system]]
id = "walrus"
name = "WalrusGAN"
category = "Walrus family"
method = "walrus-x2"
detail = 0.5
"""
    + HIDDEN_REFERENCE.replace("Original", "Untouched")
    + """
[[training.item]]
reference_file = "more/a.png"
systems = ["squirrel", "HR"]

[[calibration.item]]
reference_file = "more/b.png"
system = "squirrel"
score = 1

[[calibration.item]]
reference_file = "more/b.png"
system = "HR"
score = 5

[repeats]
share = 0.05
min_count = 1
min_gap = 5

[analysis]
primary = [["walrus", "squirrel", "Landscapes"]]
"""
)
NAMES = ("squirrel", "walrus", "untouched", "mountain", "originals")


def scene(seed: int, height: int = 41, width: int = 53) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(noise).filter(ImageFilter.GaussianBlur(1 + seed % 3))


def make_sr(lr: np.ndarray, system: object, scale: int) -> np.ndarray:
    """Nearest neighbour for the one, bicubic for the other."""
    if system.method == "squirrel-x2":  # type: ignore[attr-defined]
        return nearest(lr, scale)
    assert system.method == "walrus-x2" and system.detail == 0.5  # type: ignore[attr-defined]
    return imresize(lr, scale, variant="uint8")


def make_draft(folder: Path, blinding: str = "rater") -> Path:
    (folder / "originals").mkdir(parents=True)
    (folder / "more").mkdir()
    for number in range(4):
        scene(number).save(folder / "originals" / f"Mountain {number}.png", dpi=(72, 72))
    for number, name in enumerate("ab"):
        scene(50 + number).save(folder / "more" / f"{name}.png")
    (folder / "consent.txt").write_text("동의하십니까?", "utf-8")
    (folder / "study.toml").write_text(DRAFT % ("cd" * 32, blinding))
    return folder
