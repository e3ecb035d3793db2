"""Held-out pictures that are odd: too small, of one colour, broken."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training

_SETTINGS = (
    "data.crop=16",
    "data.batch=4",
    "schedule.iterations=2",
    "validation.every=1",
    "network.initialisation=identity",
)


def folder(path: Path, sides: dict[str, int]) -> Path:
    """Squares of noise by their names."""
    path.mkdir()
    dice = np.random.default_rng(2)
    for name, side in sides.items():
        pixels = dice.integers(0, 256, (side, side, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path / name)
    return path


def train(data: Path, validation: Path, run: Path, *more: str) -> tuple[RunFolder, list[str]]:
    said: list[str] = []
    settings = (*_SETTINGS, *more)
    run_training(
        TrainingArguments(
            "espcn", data, validation=validation, run=run, settings=settings, device="cpu"
        ),
        said.append,
    )
    return RunFolder(run), said


@pytest.mark.parametrize(
    ("side", "more", "words"),
    [(16, (), "SSIM needs 11×11"), (64, ("validation.metrics=['niqe']",), "NIQE needs")],
)
def test_pictures_too_small_to_be_measured_are_told_before_the_run(
    side: int, more: tuple[str, ...], words: str, picture_folder: Path, tmp_path: Path
) -> None:
    held = folder(tmp_path / "held", {"large.png": 256, "small.png": side})
    with pytest.raises(StudioError, match=words) as caught:
        train(picture_folder, held, tmp_path / "run", *more)
    assert "--validation" in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_a_picture_of_one_colour_does_not_hide_what_the_others_have(
    picture_folder: Path, tmp_path: Path
) -> None:
    held = folder(tmp_path / "held", {"b.png": 64})
    Image.new("RGB", (64, 64)).save(held / "a.png")
    run, _ = train(picture_folder, held, tmp_path / "run")
    scores = [line["validation"] for line in run.metrics()[0] if "validation" in line]
    assert len(scores) == 2 and all(math.isfinite(score["psnr_y"]) for score in scores)
    alone = folder(tmp_path / "alone", {"b.png": 64})
    run, _ = train(picture_folder, alone, tmp_path / "other")
    assert scores == [line["validation"] for line in run.metrics()[0] if "validation" in line]


def test_what_cannot_be_validated_on_is_told(picture_folder: Path, tmp_path: Path) -> None:
    held = folder(tmp_path / "held", {"good.png": 64, "tiny.png": 12})
    (held / "broken.png").write_bytes(b"no picture")
    run, said = train(picture_folder, held, tmp_path / "run")
    notes = [line["note"] for line in run.metrics()[0] if "note" in line]
    for told in (said, notes):
        found = [sentence for sentence in told if "to validate on" in sentence]
        assert len(found) == 2
        assert "tiny.png" in found[0] and "broken.png" in found[1]
