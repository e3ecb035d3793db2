"""A small study of random pictures, built by the real builder."""

from __future__ import annotations

import uuid
from pathlib import Path

import numpy as np
from PIL import Image

from sr_studio.studies.stimuli.builder import build_study

SYSTEMS = ("bicubic", "srgan")
REFERENCES = ("baboon", "butterfly", "coastguard")

_TOML = """\
[study]
id = "{id}"
title = "SRGAN against bicubic"
method = "{method}"
seed = "{seed}"
language = "{language}"
contact = "the laboratory"
{consent}
[[set]]
name = "Set3"
folder = "hr"
{systems}
[display]
gap_ms = {gap_ms}
min_view_ms = {min_view_ms}
exposure_ms = {exposure_ms}
min_width = {least[0]}
min_height = {least[1]}
[repeats]
share = 0.0
[golden]
items = "none"
[order]
max_system_run = 3
{more}
[analysis]
primary = [["srgan", "bicubic", "Set3"]]
bootstrap = 1000
"""
_SYSTEM = '[[system]]\nid = "{id}"\nname = "{id}"\nfiles = "{id}/{{reference}}.png"\n{more}\n'
_PRELUDE = """
[[training.item]]
files = ["before/practice.png"]
[[calibration.item]]
reference_file = "before/content.png"
system_files = "before/low.png"
score = 1
[[calibration.item]]
reference_file = "before/content.png"
system_files = "before/high.png"
score = 5
"""


def build_small_study(
    folder: Path,
    *,
    method: str = "acr_hr",
    language: str = "en",
    gap_ms: int = 30,
    min_view_ms: int = 60,
    exposure_ms: int = 0,
    stabilising: int = 0,
    consent: str = "You will rate pictures. You may stop at any time.",
    self_report: str = "fields = []",
    size: tuple[int, int] = (96, 72),
    least: tuple[int, int] = (640, 480),
    prelude: bool = False,
    more: str = "",
) -> Path:
    """Draw the pictures, write study.toml, build."""
    random = np.random.default_rng(5)
    for reference in REFERENCES:
        pixels = random.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
        for name in ("hr", *SYSTEMS):
            (folder / name).mkdir(parents=True, exist_ok=True)
            change = random.integers(-20, 21, pixels.shape) * (name != "hr")
            shown = np.clip(pixels.astype(int) + change, 0, 255).astype(np.uint8)
            Image.fromarray(shown).save(folder / name / f"{reference}.png")
    if prelude:
        more += _PRELUDE
        (folder / "before").mkdir()
        for name in ("content", "low", "high", "practice"):
            pixels = random.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "before" / f"{name}.png")
    systems = "".join(_SYSTEM.format(id=name, more="") for name in SYSTEMS)
    if method != "pc":
        role = 'role = "hidden_reference"'
        systems += _SYSTEM.format(id="original", more=role).replace("original/", "hr/")
    told = 'consent_waived = "a test"'
    if consent:
        (folder / "consent.txt").write_text(consent, encoding="utf-8")
        told = 'consent = "consent.txt"'
    more += f"\n[stabilising]\nfirst = {stabilising}\nnext = {min(1, stabilising)}\n"
    more += f"[self_report]\n{self_report}\n"
    text = _TOML.format(
        id=uuid.uuid4(),
        method=method,
        seed="5a" * 32,
        language=language,
        consent=told,
        systems=systems,
        gap_ms=gap_ms,
        min_view_ms=min_view_ms,
        exposure_ms=exposure_ms,
        least=least,
        more=more,
    )
    (folder / "study.toml").write_text(text, encoding="utf-8")
    build_study(folder, _no_method)
    return folder


def _no_method(*_: object) -> np.ndarray:
    raise AssertionError("all systems of these studies are ready pictures")
