"""Batches drawn: distinct pictures, each once a round, from seed and iteration alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import stats

from sr_studio.errors import StudioError
from sr_studio.training.pictures import find_pictures
from sr_studio.training.recipes import Data
from sr_studio.training.sampling import Sampler

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


def test_three_pictures_cannot_fill_a_batch_of_sixteen() -> None:
    sizes = torch.tensor([[30, 30]] * 3)
    with pytest.raises(StudioError, match=r"3 usable picture.*batch of 16.*data\.batch=3"):
        Sampler(sizes, Data(), seed=1)
    Sampler(sizes, Data(distinct=False), seed=1).draw(0)


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="holds no picture"):
        find_pictures(tmp_path)
    with pytest.raises(StudioError, match="does not exist"):
        find_pictures(tmp_path / "missing")
