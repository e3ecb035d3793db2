"""A study that is right in everything, for tests that spoil one thing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from tests.support.study_text import HIDDEN_REFERENCE

ID = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
GOOD = f'''
[study]
id = "{ID}"
title = "A good study"
seed = "{"ab" * 32}"
consent_waived = "a test"

[[reference]]
id = "one"
set = "S"
file = "refs/one.png"

[[reference]]
id = "two"
set = "S"
file = "refs/two.png"

[[reference]]
id = "three"
set = "S"
file = "refs/three.png"

[[system]]
id = "plain"
name = "Plain"
files = "plain/{{reference}}.png"

[[system]]
id = "fancy"
name = "Fancy"
files = "fancy/{{reference}}.png"
{HIDDEN_REFERENCE}
[repeats]
share = 0.0

[analysis]
primary = [["fancy", "plain", "S"]]
'''


def picture(seed: int, height: int = 24, width: int = 32) -> np.ndarray:
    """Noise, (height, width, 3) uint8."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def state(folder: Path) -> dict[str, str]:
    """The hash of every file."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def no_sr(*_: object) -> np.ndarray:
    """Stands where a method would make pictures."""
    raise AssertionError("nothing is to be made")
