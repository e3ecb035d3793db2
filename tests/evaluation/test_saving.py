"""Pictures that an evaluation keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.evaluation.saving import picture_path
from sr_studio.imaging.degrade import bicubic_lr
from tests.evaluation.models import save_pictures
from tests.evaluation.running import failures, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "Set3", grey=1)


def test_kept_pictures_are_of_the_last_evaluation(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for scale in (4, 2):
        run(["nearest", "bicubic"], folder, scale=scale, metrics=("psnr_y",), pictures=kept)
    sizes = {}
    for name in ("lr", "nearest", "bicubic", "hr"):
        with Image.open(picture_path(kept, "Set3", "picture_0", name)) as image:
            sizes[name] = image.size
    assert sizes == {"lr": (65, 61), "nearest": (130, 122), "bicubic": (130, 122), "hr": (130, 122)}


def test_pictures_that_cannot_be_kept_are_told(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "Set3").write_text("in the way")
    result = run(["nearest", "bicubic"], folder, metrics=("psnr_y",), pictures=kept)
    assert ["a file is in the way" in note.reason for note in failures(result)] == [True]
    assert len(result.images) == 6 and len(result.methods) == 2, "no number is lost with them"


def test_no_kept_picture_replaces_another(tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "Set 2", count=2, size=(64, 64))
    (folder / "picture_0.png").rename(folder / "img (1).png")
    (folder / "picture_1.png").rename(folder / "img [1].png")
    ready = [shutil.copytree(folder, tmp_path / "ready" / name) for name in ("lr", "HR", "nearest")]
    for path in (path for place in ready for path in place.iterdir()):
        Image.new("RGB", (64, 64), (9, 9, 9)).save(path)
    kept = tmp_path / "kept"
    result = run(["nearest", *map(str, ready)], folder, metrics=("psnr_y",), pictures=kept)
    models = [facts.model for facts in result.methods]
    assert models == ["nearest", "lr (2)", "HR (2)", "nearest (2)"]
    assert len(list(kept.rglob("*.png"))) == 2 * (2 + len(models))
    for image in ("img (1)", "img [1]"):
        with Image.open(folder / f"{image}.png") as original:
            hr = np.asarray(original)
        for name, pixels in (("hr", hr), ("lr", bicubic_lr(hr, 4))):
            with Image.open(picture_path(kept, "Set 2", image, name)) as found:
                assert np.array_equal(np.asarray(found), pixels)
        for name in models[1:]:
            with Image.open(picture_path(kept, "Set 2", image, name)) as found:
                assert found.getextrema() == ((9, 9),) * 3


def test_a_name_of_dots_stays_below_its_folder(tmp_path: Path) -> None:
    assert picture_path(tmp_path, "S", "..", "m").resolve().parent.parent == tmp_path / "S"
