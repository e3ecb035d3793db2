from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import stats

from sr_studio.errors import StudioError
from sr_studio.imaging.degrade import bicubic_lr
from sr_studio.training.pictures import ResidentStore, StreamedStore, find_pictures, read_pairs
from sr_studio.training.recipes import Data
from sr_studio.training.sampling import Sampler, Share
from tests.support.pictures import make_picture

_CPU = torch.device("cpu")
_DATA = Data(scale=4, crop=32, batch=6)


@pytest.fixture(scope="module")
def sampler_sizes() -> torch.Tensor:
    return torch.tensor([[15, 18]] * 40)


def test_a_batch_comes_from_distinct_pictures(sampler_sizes: torch.Tensor) -> None:
    sampler = Sampler(sampler_sizes, _DATA, seed=1)
    for iteration in range(50):
        assert len(set(sampler.draw(iteration).pictures.tolist())) == 6


def test_a_round_shows_every_picture_once(sampler_sizes: torch.Tensor) -> None:
    sampler = Sampler(sampler_sizes[:36], _DATA, seed=1)
    seen = torch.cat([sampler.draw(iteration).pictures for iteration in range(6)])
    assert sorted(seen.tolist()) == list(range(36))


def test_origins_turns_and_flips_differ_inside_a_batch_and_are_uniform() -> None:
    sizes = torch.tensor([[15, 18]] * 64)
    sampler = Sampler(sizes, Data(scale=4, crop=32, batch=64), seed=3)
    draws = [sampler.draw(iteration) for iteration in range(60)]
    first = draws[0]
    assert len(set(first.tops.tolist())) > 1
    assert len(set(first.turns.tolist())) == 4
    assert len(set(first.flips.tolist())) == 2
    for values, kinds in (
        (torch.cat([draw.tops for draw in draws]), 15 - 8 + 1),
        (torch.cat([draw.lefts for draw in draws]), 18 - 8 + 1),
        (torch.cat([draw.turns for draw in draws]), 4),
        (torch.cat([draw.flips.long() for draw in draws]), 2),
    ):
        counts = np.bincount(values.numpy(), minlength=kinds)
        assert len(counts) == kinds
        assert stats.chisquare(counts).pvalue > 1e-3


def test_draws_depend_on_seed_iteration_and_salt_only(sampler_sizes: torch.Tensor) -> None:
    one, other = (Sampler(sampler_sizes, _DATA, seed=5) for _ in range(2))
    one.draw(0)
    for name in ("pictures", "tops", "lefts", "flips", "turns"):
        assert torch.equal(getattr(one.draw(7), name), getattr(other.draw(7), name))
    assert not torch.equal(one.draw(7).tops, one.draw(7, salt=1).tops)
    assert not torch.equal(one.draw(7).tops, Sampler(sampler_sizes, _DATA, seed=6).draw(7).tops)


@pytest.mark.parametrize("variant", ["bicubic-uint8", "bicubic-double"])
def test_the_lr_of_a_crop_is_the_crop_of_the_lr(variant: str, picture_folder: Path) -> None:
    data = Data(scale=4, crop=32, batch=4, lr=variant, flips=False, turns=False)
    pairs, _ = read_pairs(find_pictures(picture_folder), data)
    store = ResidentStore(pairs, data, _CPU)
    sampler = Sampler(store.lr_sizes, data, seed=1)
    draw, crops = sampler.draw(3), sampler.batch(store, 3)
    for number, picture in enumerate(draw.pictures.tolist()):
        hr = pairs[picture].hr
        lr = bicubic_lr(hr, 4, variant=variant.removeprefix("bicubic-"))
        top, left = int(draw.tops[number]), int(draw.lefts[number])
        wanted = lr[top : top + 8, left : left + 8]
        assert np.array_equal(crops.lr[number].permute(1, 2, 0).numpy(), wanted)
        wanted = hr[top * 4 : top * 4 + 32, left * 4 : left * 4 + 32]
        assert np.array_equal(crops.hr[number].permute(1, 2, 0).numpy(), wanted)


def test_lr_and_hr_are_mirrored_and_turned_together(picture_folder: Path) -> None:
    data = Data(scale=4, crop=32, batch=8)
    pairs, _ = read_pairs(find_pictures(picture_folder), data)
    store = ResidentStore(pairs, data, _CPU)
    crops = Sampler(store.lr_sizes, data, seed=1).batch(store, 0)
    small = torch.nn.functional.avg_pool2d(crops.hr.float(), 4)
    assert (small - crops.lr.float()).abs().mean() < 6  # turned apart it would be tens of levels


def test_streamed_pictures_give_the_same_crops(picture_folder: Path) -> None:
    paths = find_pictures(picture_folder)
    pairs, _ = read_pairs(paths, _DATA)
    resident = ResidentStore(pairs, _DATA, _CPU)
    streamed = StreamedStore(paths, resident.lr_sizes, _DATA, _CPU, keep_bytes=40_000)
    sampler = Sampler(resident.lr_sizes, _DATA, seed=2)
    for iteration in range(5):
        one, other = (sampler.batch(store, iteration) for store in (resident, streamed))
        assert torch.equal(one.lr, other.lr)
        assert torch.equal(one.hr, other.hr)


def test_processes_share_the_global_batch(sampler_sizes: torch.Tensor, tmp_path: Path) -> None:
    data = Data(scale=4, crop=32, batch=4)
    for seed in range(4):
        Image.fromarray(make_picture(seed)).save(tmp_path / f"{seed}.png")
    pairs, _ = read_pairs(find_pictures(tmp_path), data)
    store = ResidentStore(pairs, data, _CPU)
    whole = Sampler(store.lr_sizes, data, seed=1).batch(store, 0)
    parts = [
        Sampler(store.lr_sizes, data, seed=1, share=Share(rank, 2)).batch(store, 0)
        for rank in range(2)
    ]
    assert torch.equal(torch.cat([part.lr for part in parts]), whole.lr)


def test_three_pictures_cannot_fill_a_batch_of_sixteen() -> None:
    sizes = torch.tensor([[30, 30]] * 3)
    with pytest.raises(StudioError, match=r"3 usable picture.*batch of 16.*data\.batch=3"):
        Sampler(sizes, Data(), seed=1)
    Sampler(sizes, Data(distinct=False), seed=1).draw(0)


def test_odd_files_are_counted_named_and_skipped(tmp_path: Path) -> None:
    Image.fromarray(make_picture(1)).save(tmp_path / "fine.png")
    Image.fromarray(make_picture(2)).convert("L").save(tmp_path / "grey.png")
    deep = (make_picture(3)[..., 0].astype(np.uint16)) * 257
    Image.fromarray(deep).save(tmp_path / "deep.png")
    Image.fromarray(make_picture(4)[:20, :20]).save(tmp_path / "small.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    (tmp_path / "notes.txt").write_text("not a picture")
    pairs, census = read_pairs(find_pictures(tmp_path), Data(scale=4, crop=32))
    assert len(pairs) == 3
    assert all(pair.hr.dtype == np.uint8 and pair.hr.shape[2] == 3 for pair in pairs)
    assert (census.grey, census.sixteen_bit) == (2, 1)
    text = "; ".join(census.sentences())
    assert "small.png" in text
    assert "broken.png" in text


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="holds no picture"):
        find_pictures(tmp_path)
    with pytest.raises(StudioError, match="does not exist"):
        find_pictures(tmp_path / "missing")
