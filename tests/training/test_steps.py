"""Updates in fp16, whose gradients are scaled: on the CPU as on a GPU without bf16."""

from __future__ import annotations

from pathlib import Path

import torch

from sr_studio.training.acceleration import Acceleration
from sr_studio.training.crops import Crops
from sr_studio.training.learner import Learner
from sr_studio.training.preparation import Sources, build_learner
from tests.support.recipes import small_recipe

_FP16 = Acceleration(torch.device("cpu"), torch.float16)


def updated_discriminator(steps: int) -> tuple[Learner, float]:
    """A learner after one update, and how far its discriminator moved in it."""
    recipe = small_recipe("srgan-mse", discriminator__steps=steps)
    learner = build_learner(recipe, Sources(Path()), _FP16)
    assert learner.discriminator is not None
    before = [weight.detach().clone() for weight in learner.discriminator.parameters()]
    dice = torch.Generator().manual_seed(1)
    lr, hr = (
        torch.randint(256, (4, 3, side, side), dtype=torch.uint8, generator=dice)
        for side in (8, 32)
    )
    learner.update(Crops(lr, hr), 0)
    pairs = zip(before, learner.discriminator.parameters(), strict=True)
    return learner, sum(float((now - old).detach().abs().sum()) for old, now in pairs)


def test_more_steps_of_the_discriminator_are_made_in_fp16_too() -> None:
    once, moved_once = updated_discriminator(1)
    thrice, moved_thrice = updated_discriminator(3)
    assert thrice.scaler.is_enabled()
    assert moved_once > 0
    assert moved_thrice > 1.5 * moved_once
    assert thrice.is_finite()
    assert once.scaler.get_scale() == thrice.scaler.get_scale()  # nothing overflowed
