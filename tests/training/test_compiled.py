"""Compiled networks train as plain ones do, though one runs three times in an update."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
import torch

from sr_studio.training.acceleration import Acceleration
from sr_studio.training.crops import Crops
from sr_studio.training.learner import Learner
from sr_studio.training.preparation import Sources, build_learner
from tests.support.recipes import small_recipe

_UPDATES = 3


def _learner(device: torch.device, *, compiled: bool) -> Learner:
    recipe = small_recipe("srgan-mse")
    return build_learner(recipe, Sources(Path()), Acceleration(device, None, compile=compiled))


def _trains_alike(device: torch.device) -> None:
    plain, compiled = _learner(device, compiled=False), _learner(device, compiled=True)
    dice = torch.Generator().manual_seed(0)
    for iteration in range(_UPDATES):
        small, large = (
            torch.randint(256, (4, 3, side, side), generator=dice, dtype=torch.uint8)
            for side in (8, 32)
        )
        crops = Crops(small, large).to(device)
        terms = [learner.update(crops, iteration) for learner in (plain, compiled)]
        for name, value in terms[0].items():
            torch.testing.assert_close(terms[1][name], value, rtol=1e-2, atol=1e-4)
        if iteration:  # Adam makes steps of one size of gradients that are nothing but rounding
            continue
        assert plain.discriminator is not None and compiled.discriminator is not None
        for one, other in (
            (plain.generator, compiled.generator),
            (plain.discriminator, compiled.discriminator),
        ):
            for mine, theirs in zip(one.parameters(), other.parameters(), strict=True):
                assert mine.grad is not None and theirs.grad is not None
                torch.testing.assert_close(theirs.grad, mine.grad, rtol=1e-3, atol=1e-5)


def test_a_compiled_gan_trains_as_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Traced and cut into forward and backward graphs, but run without a C++ compiler."""
    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="aot_eager"))
    _trains_alike(torch.device("cpu"))


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.skipif(shutil.which("g++") is None, reason="there is no C++ compiler here")
def test_a_gan_of_compiled_code_trains_as_a_plain_one() -> None:
    _trains_alike(torch.device("cpu"))


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
def test_a_gan_of_cuda_graphs_trains_as_a_plain_one() -> None:
    """None of the discriminator's outputs may be written over by its next one."""
    _trains_alike(torch.device("cuda"))
