"""A built study of random pictures, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.studies.stimuli.builder import build_study
from tests.support.study_text import HIDDEN_REFERENCE

STUDY = (
    """
[study]
id = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
title = "Sessions"
seed = "%s"
consent = "consent.txt"

[[set]]
name = "S"
folder = "refs"

[[system]]
id = "low"
name = "Low"
role = "low_anchor"
files = "low/{reference}.png"

[[system]]
id = "mid"
name = "Mid"
files = "mid/{reference}.png"
"""
    + HIDDEN_REFERENCE
    + """
[[training.item]]
files = ["more/a.png", "more/b.png"]

[[calibration.item]]
reference_file = "more/c.png"
system_files = "more/c.png"
score = 5

[[calibration.item]]
reference_file = "more/c.png"
system_files = "more/d.png"
score = 1

[stabilising]
first = 2
next = 1

[repeats]
share = 0.05
min_count = 2
min_gap = 5

[sessions]
max_minutes = 5

[self_report]
fields = ["age_band"]

[analysis]
primary = [["mid", "low", "S"]]
"""
)


def built(folder: Path, text: str = STUDY) -> Path:
    """A study of eight random pictures, built."""
    rng = np.random.default_rng(3)
    for place in ("refs", "low", "mid"):
        (folder / place).mkdir(parents=True)
        for number in range(8):
            pixels = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / place / f"p{number}.png")
    (folder / "more").mkdir()
    for name in "abcd":
        pixels = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "more" / f"{name}.png")
    (folder / "consent.txt").write_text("Do you agree?")
    (folder / "study.toml").write_text(text % ("ef" * 32))

    def nothing(*_: object) -> np.ndarray:
        raise AssertionError("nothing is to be made")

    build_study(folder, nothing)
    return folder


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("built") / "study")


@pytest.fixture
def study(built_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_once, tmp_path / "study"))
