"""From files to batches: decoded once, cut, damaged, made ahead."""

from __future__ import annotations

import errno
import os
import pickle
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sr_studio.errors import StudioError
from sr_studio.imaging.degrade import bicubic_lr
from sr_studio.training.crops import CropMaker, batches
from sr_studio.training.distributed import World
from sr_studio.training.picture_cache import open_cache
from sr_studio.training.pictures import find_pictures, fingerprint
from sr_studio.training.pixel_file import PixelFile
from sr_studio.training.recipes import Data, Recipe
from sr_studio.training.sampling import Sampler
from sr_studio.training.training_set import open_crops
from tests.support.pictures import make_picture
from tests.support.recipes import small_recipe

_CPU = torch.device("cpu")


def recipe_with(**data: object) -> Recipe:
    recipe = small_recipe("espcn")
    return recipe.model_copy(update={"data": Data(**{"scale": 4, "crop": 32} | data)})


def crops_of(folder: Path, world: World | None = None, **data: object) -> CropMaker:
    paths = find_pictures(folder)
    return open_crops(recipe_with(**data), paths, paths, world or World(), folder=paths[0].parent)[
        0
    ]


def sampler_of(folder: Path, **data: object) -> Sampler:
    hr = open_cache(find_pictures(folder)).hr
    sizes = torch.tensor([[side // 4 for side in size] for size in hr.sizes])
    return Sampler(sizes, recipe_with(**data).data, seed=small_recipe("espcn").seed)


@pytest.mark.parametrize("variant", ["bicubic-uint8", "bicubic-double"])
def test_the_lr_of_a_crop_is_the_crop_of_the_lr(variant: str, picture_folder: Path) -> None:
    words = {"batch": 4, "lr": variant, "flips": False, "turns": False}
    draw = sampler_of(picture_folder, **words).draw(3)
    crops = crops_of(picture_folder, **words)[3]
    pictures = open_cache(find_pictures(picture_folder)).hr
    for number, picture in enumerate(draw.pictures.tolist()):
        hr = pictures[picture]
        lr = bicubic_lr(hr, 4, variant=variant.removeprefix("bicubic-"))
        top, left = int(draw.tops[number]), int(draw.lefts[number])
        wanted = lr[top : top + 8, left : left + 8]
        assert np.array_equal(crops.lr[number].permute(1, 2, 0).numpy(), wanted)
        wanted = hr[top * 4 : top * 4 + 32, left * 4 : left * 4 + 32]
        assert np.array_equal(crops.hr[number].permute(1, 2, 0).numpy(), wanted)


@pytest.mark.parametrize("lr", ["bicubic-uint8", "degraded"])
def test_lr_and_hr_are_mirrored_and_turned_together(lr: str, picture_folder: Path) -> None:
    gentle = small_recipe("photo-psnr").data.degradation.model_copy(
        update={"clean": 1.0, "light": 0.0}
    )
    crops = crops_of(picture_folder, batch=8, lr=lr, degradation=gentle)[0]
    small = torch.nn.functional.avg_pool2d(crops.hr.float(), 4)
    assert (small - crops.lr.float()).abs().mean() < 6  # turned apart it would be tens of levels


def test_damage_is_a_function_of_seed_iteration_salt_and_place(picture_folder: Path) -> None:
    crops = crops_of(picture_folder, batch=4, lr="degraded")
    again = crops_of(picture_folder, batch=4, lr="degraded")
    assert torch.equal(crops[5].lr, again[5].lr)
    assert torch.equal(crops[5].hr, again[5].hr)
    assert not torch.equal(crops[5].lr, crops[6].lr)
    assert not torch.equal(crops[5].lr, crops.with_salt(1)[5].lr)


def test_workers_make_the_same_batches_in_the_same_order(picture_folder: Path) -> None:
    crops = crops_of(picture_folder, batch=4, lr="degraded")
    made = list(batches(crops, range(3, 9), workers=2, device=_CPU))
    for iteration, batch in enumerate(made, 3):
        assert torch.equal(batch.lr, crops[iteration].lr)
        assert torch.equal(batch.hr, crops[iteration].hr)


@pytest.mark.parametrize("lr", ["bicubic-uint8", "degraded"])
def test_processes_share_the_global_batch(lr: str, picture_folder: Path) -> None:
    whole = crops_of(picture_folder, batch=4, lr=lr)[0]
    parts = [crops_of(picture_folder, World(rank, 2), batch=4, lr=lr)[0] for rank in range(2)]
    assert torch.equal(torch.cat([part.lr for part in parts]), whole.lr)


def test_odd_files_are_counted_named_and_skipped(tmp_path: Path) -> None:
    Image.fromarray(make_picture(1)).save(tmp_path / "fine.png")
    Image.fromarray(make_picture(2)).convert("L").save(tmp_path / "grey.png")
    deep = (make_picture(3)[..., 0].astype(np.uint16)) * 257
    Image.fromarray(deep).save(tmp_path / "deep.png")
    half = np.dstack([make_picture(5), np.full(make_picture(5).shape[:2], 128, np.uint8)])
    Image.fromarray(half).save(tmp_path / "veiled.png")
    Image.fromarray(make_picture(4)[:20, :20]).save(tmp_path / "small.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    (tmp_path / "notes.txt").write_text("not a picture")
    paths = find_pictures(tmp_path)
    recipe = recipe_with(batch=2)
    _, report = open_crops(recipe, paths, paths, World(), folder=paths[0].parent)
    assert report.used == ["deep.png", "fine.png", "grey.png", "veiled.png"]
    text = "; ".join(report.sentences())
    for part in ("2 grey ones", "1 with 16 bits", "1 with transparency", "small.png", "broken.png"):
        assert part in text


def test_what_is_smaller_than_an_lr_pixel_is_left_out_like_any_small_picture(
    tmp_path: Path,
) -> None:
    for seed in range(4):
        Image.fromarray(make_picture(seed)).save(tmp_path / f"{seed}.png")
    before = crops_of(tmp_path, batch=4)[3]
    Image.fromarray(make_picture(9)[:1, :1]).save(tmp_path / "1-spacer.png")
    Image.fromarray(make_picture(9)[:, :3]).save(tmp_path / "2-rule.png")
    paths = find_pictures(tmp_path)
    recipe = recipe_with(batch=4)
    crops, report = open_crops(recipe, paths, paths, World(), folder=tmp_path)
    assert report.too_small == ["1-spacer.png", "2-rule.png"]
    assert torch.equal(crops[3].lr, before.lr)
    assert torch.equal(crops[3].hr, before.hr)


def test_transparency_is_laid_over_white_and_profiles_are_honoured(tmp_path: Path) -> None:
    from PIL import ImageCms

    clear = np.zeros((40, 40, 4), np.uint8)
    Image.fromarray(clear).save(tmp_path / "a.png")
    lab = ImageCms.createProfile("XYZ")  # no RGB profile: it cannot be used
    profile = ImageCms.ImageCmsProfile(lab).tobytes()
    Image.fromarray(clear[..., :3]).save(tmp_path / "b.png", icc_profile=profile)
    cache = open_cache(find_pictures(tmp_path), root=tmp_path / "cache")
    assert (cache.hr[0] == 255).all()
    assert len(cache.hr) + len(cache.broken) == 2


def test_a_second_run_decodes_nothing(picture_folder: Path, tmp_path: Path) -> None:
    paths = find_pictures(picture_folder)
    first: list[int] = []
    one = open_cache(paths, root=tmp_path, on_progress=lambda done, of: first.append(done))
    second: list[int] = []
    other = open_cache(paths, root=tmp_path, on_progress=lambda done, of: second.append(done))
    assert first == list(range(1, len(paths) + 1))
    assert second == []
    assert all(np.array_equal(one.hr[i], other.hr[i]) for i in range(len(paths)))


def test_a_changed_picture_is_decoded_anew(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.fromarray(make_picture(1)).save(folder / "a.png")
    before = open_cache(find_pictures(folder), root=tmp_path / "cache")
    told = fingerprint(find_pictures(folder), folder)
    Image.fromarray(make_picture(2)).save(folder / "a.png", compress_level=1)
    after = open_cache(find_pictures(folder), root=tmp_path / "cache")
    assert not np.array_equal(before.hr[0], after.hr[0])
    assert fingerprint(find_pictures(folder), folder) != told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are texts there")
def test_names_that_are_no_texts_are_pictures_too(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"r\xe9sum\xe9")
    folder.mkdir()
    Image.fromarray(make_picture(1)).save(folder / os.fsdecode(b"caf\xe9.png"))
    paths = find_pictures(folder)
    assert fingerprint(paths, folder)
    assert np.array_equal(open_cache(paths, root=tmp_path / "cache").hr[0], make_picture(1))


def test_what_a_killed_process_was_making_is_removed(picture_folder: Path, tmp_path: Path) -> None:
    for name, age in (("dead", 2 * 3600), ("alive", 0)):
        part = tmp_path / f".{name}.1.part"
        part.mkdir()
        (part / "hr.u8").write_bytes(b"half")
        for path in (part / "hr.u8", part):
            os.utime(path, (time.time() - age,) * 2)
    os.utime(tmp_path / ".alive.1.part", (0, 0))  # what is in it was written just now
    cache = open_cache(find_pictures(picture_folder), root=tmp_path)
    assert set(tmp_path.iterdir()) == {cache.folder, tmp_path / ".alive.1.part"}


def test_a_full_disk_while_decoding_is_told_and_leaves_nothing(
    picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sr_studio.training.picture_cache.write_pixels", full)
    with pytest.raises(StudioError, match="disk is full"):
        open_cache(find_pictures(picture_folder), root=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_mapped_file_travels_to_another_process_without_its_pixels(
    picture_folder: Path, tmp_path: Path
) -> None:
    hr = open_cache(find_pictures(picture_folder), root=tmp_path).hr
    pixels = hr[3].copy()
    sent = pickle.dumps(hr.only([3]))
    assert len(sent) < 2000
    arrived: PixelFile = pickle.loads(sent)
    assert np.array_equal(arrived[0], pixels)
