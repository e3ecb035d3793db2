"""Names of data sets and of their pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image

from sr_studio.evaluation.references import dataset_names
from tests.evaluation.models import save_pictures
from tests.evaluation.running import failures, run


def test_two_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folders = [save_pictures(tmp_path / place / "HR", count=1) for place in ("a", "b")]
    assert [row.dataset for row in run(["nearest"], *folders).means()] == ["a/HR", "b/HR"]


def test_folders_share_no_name_however_deep_they_lie(tmp_path: Path) -> None:
    places = ("Set5/HR/x4", "Set14/HR/x4", "Set14/LR")
    folders = [save_pictures(tmp_path / place, count=1, size=(48, 48)) for place in places]
    means = run(["nearest"], *folders, folders[2], metrics=("psnr_y",)).means()
    names = [row.dataset for row in means]
    assert names == ["Set5/HR/x4", "Set14/HR/x4", "LR", "LR (2)"]
    assert [row.pictures for row in means] == [1, 1, 1, 1]
    # The shortest possible name of one folder is the end of another's.
    assert dataset_names([Path("/x4"), Path("/a/x4"), Path("/")]) == ["x4", "a/x4", ""]


def test_pictures_of_one_name_are_told_apart_by_their_suffix(tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "Set3", size=(128, 120))
    with Image.open(folder / "picture_1.png") as image:
        image.save(folder / "picture_0.bmp")
    ready = shutil.copytree(folder, tmp_path / "ready")
    (ready / "picture_0.png").unlink()
    result = run(["nearest", str(ready)], folder, metrics=("psnr_y",))
    own = [row.image for row in result.images if row.model == "nearest"]
    assert own == ["picture_0.bmp", "picture_0.png", "picture_1", "picture_2"]
    # No picture is measured against one of another file, and each stands under its own name.
    assert [row.image for row in result.images if row.model == "ready"] == [*own[:1], *own[2:]]
    assert [note.image for note in failures(result)] == ["picture_0.png"]
