"""Pairs of one's own: LR and HR in two folders, matched by name, cut at the same place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.errors import StudioError
from sr_studio.imaging.degrade import bicubic_lr
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.distributed import World
from sr_studio.training.pictures import find_pictures
from sr_studio.training.recipes import Recipe, load_recipe
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training
from sr_studio.training.training_set import held_out_pictures, open_crops
from sr_studio.training.validation import _pair


def _lr_of(hr: Path) -> np.ndarray:
    return bicubic_lr(np.asarray(Image.open(hr)), 4, variant="uint8")


@pytest.fixture
def lr_folder(picture_folder: Path, tmp_path: Path) -> Path:
    """LR pictures of another kind than any recipe makes: inverted bicubic, some named as DIV2K."""
    folder = tmp_path / "lr"
    folder.mkdir()
    for number, path in enumerate(find_pictures(picture_folder)):
        name = f"{path.stem}x4.png" if number % 2 else f"{path.stem}.bmp"
        Image.fromarray(255 - _lr_of(path)).save(folder / name)
    return folder


def _recipe(lr: Path) -> Recipe:
    small = {"data.crop": 32, "data.batch": 4, "validation.held_out": 2, "validation.side": 32}
    return load_recipe("espcn", small | {"data.lr": str(lr), "data.flips": False})


def test_crops_are_cut_from_both_folders_at_the_same_place(
    picture_folder: Path, lr_folder: Path
) -> None:
    recipe = _recipe(lr_folder)
    assert recipe.data.lr == "paired"
    paths = find_pictures(picture_folder)
    crops, report = open_crops(recipe, paths, paths, World(), folder=picture_folder)
    assert len(report.used) == len(paths) and not report.broken
    batch = crops[0]
    inverted = (255 - batch.lr.float()).mean((1, 2, 3))
    assert (inverted - batch.hr.float().mean((1, 2, 3))).abs().max() < 6


def test_validation_takes_the_lr_of_the_middle(picture_folder: Path, lr_folder: Path) -> None:
    recipe = _recipe(lr_folder)
    paths = find_pictures(picture_folder)
    held, left_out = held_out_pictures(recipe, paths, paths[:3], folder=picture_folder)
    assert not left_out
    for number, picture in enumerate(held):
        pair = _pair(recipe, picture, number)
        assert pair.hr.shape[:2] == tuple(4 * side for side in pair.lr.shape[:2])
        again = bicubic_lr(pair.hr, 4, variant="uint8").astype(int)
        assert np.abs(again[2:-2, 2:-2] - (255 - pair.lr.astype(int))[2:-2, 2:-2]).max() <= 2


def test_each_misfit_is_told_and_left_out(picture_folder: Path, lr_folder: Path) -> None:
    paths = find_pictures(picture_folder)
    names = [path.name for path in paths]
    (lr_folder / f"{paths[0].stem}.bmp").unlink()
    Image.new("RGB", (9, 9)).save(lr_folder / f"{paths[1].stem}x4.png")
    (lr_folder / f"{paths[2].stem}.bmp").write_bytes(b"no picture")
    _, report = open_crops(_recipe(lr_folder), paths, paths, World(), folder=picture_folder)
    assert report.used == names[3:]
    assert report.broken[names[0]] == "it has no LR of its name"
    assert report.broken[names[1]] == "its LR has 9×9 pixels, not 18×15"
    assert report.broken[names[2]].startswith("its LR cannot be read (")
    assert any(names[1] in sentence and "9×9" in sentence for sentence in report.sentences())


def test_a_folder_that_fits_nothing_is_told(picture_folder: Path, tmp_path: Path) -> None:
    paths = find_pictures(picture_folder)
    with pytest.raises(StudioError, match="no LR picture fits"):
        open_crops(_recipe(picture_folder), paths, paths, World(), folder=picture_folder)
    with pytest.raises(StudioError, match="does not exist"):
        open_crops(_recipe(tmp_path / "none"), paths, paths, World(), folder=picture_folder)
    with pytest.raises(StudioError, match="lr_folder goes with"):
        load_recipe("espcn", {"data.lr": "paired"})


def test_a_run_trains_and_goes_on_with_paired_folders(
    picture_folder: Path, lr_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = RunFolder(tmp_path / "run")
    settings = ("data.crop=32", "data.batch=4", "validation.held_out=2", "schedule.iterations=4")
    settings = (*settings, "data.lr=./lr")
    status = run_training(
        TrainingArguments("espcn", picture_folder, run=run.path, settings=settings), lambda _: None
    )
    assert status.state == "finished"
    assert run.recipe_table()["data"]["lr_folder"] == str(lr_folder)
