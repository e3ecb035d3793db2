"""From an HR picture to a damaged LR one: Real-ESRGAN's second order, or BSRGAN's shuffled one.

Sources: Wang et al., arXiv 2107.10833, Sec. 3.2 to 3.4; Zhang et al., arXiv 2103.14006, Sec. 3.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sr_studio.imaging.degrade import bicubic_lr
from sr_studio.training.degradation.kernels import draw_kernel, draw_side, draw_sinc
from sr_studio.training.degradation.settings import (
    Blur,
    Compression,
    Degradation,
    Noise,
    Resize,
    Stage,
)
from sr_studio.training.degradation.steps import (
    METHODS,
    Format,
    Values,
    as_bytes,
    blurred,
    compressed,
    from_bytes,
    resized,
    with_gaussian_noise,
    with_poisson_noise,
)

Dice = np.random.Generator
Step = Callable[[Values], Values]

#: No step makes a picture smaller than this, in pixels.
_LEAST_SIDE = 4


def degrade(
    hr: NDArray[np.uint8], scale: int, settings: Degradation, dice: Dice
) -> NDArray[np.uint8]:
    """A damaged LR picture.

    Args:
        hr: (H, W, 3) RGB, both sides multiples of ``scale``.
        scale: Factor per side.
        settings: What may happen.
        dice: Decides what does; the same dice and settings give the same picture.

    Returns:
        (H // scale, W // scale, 3) uint8.
    """
    fate = dice.random()
    if fate < settings.clean + settings.light:
        lr = bicubic_lr(hr, scale, variant="double")
        if fate < settings.clean:
            return lr
        return as_bytes(_lightly(from_bytes(lr), settings.lightly, dice))
    size = (hr.shape[0] // scale, hr.shape[1] // scale)
    damage = _shuffled if settings.order == "shuffled" else _second_order
    return as_bytes(damage(from_bytes(hr), size, settings, dice))


def _lightly(values: Values, stage: Stage, dice: Dice) -> Values:
    height, width = values.shape[:2]
    for step in _steps(stage, dice):
        values = step(values)
    return resized(values, height, width, "bicubic", antialias=True)


def _second_order(
    values: Values, size: tuple[int, int], settings: Degradation, dice: Dice
) -> Values:
    """First stage; second stage; then the last resize with a sinc, and compression, in any order.

    The second stage's sizes are counted from the LR size, so that it ends near where it must.
    """
    for step in _steps(settings.first, dice):
        values = step(values)
    *damaging, compress = _steps(settings.second, dice, size)
    for step in damaging:
        values = step(values)
    to_size = partial(_to_size, size=size, settings=settings, dice=dice)
    if dice.random() < 0.5:
        return compress(to_size(values))
    return to_size(compress(values))


def _shuffled(values: Values, size: tuple[int, int], settings: Degradation, dice: Dice) -> Values:
    """All steps of both stages in any order, down to LR size, and a compression at the very end."""
    steps = _steps(settings.first, dice)
    *more, last = _steps(settings.second, dice)
    steps += more
    for place in dice.permutation(len(steps)):
        values = steps[place](values)
    return last(_to_size(values, size=size, settings=settings, dice=dice))


def _steps(stage: Stage, dice: Dice, size: tuple[int, int] | None = None) -> list[Step]:
    """Blur, resize, noise, compression of a stage.

    ``size`` is what a resizing factor of 1 stands for; None: the size the picture has by then.
    """
    return [
        partial(_blur, blur=stage.blur, dice=dice),
        partial(_resize, resize=stage.resize, size=size, dice=dice),
        partial(_add_noise, noise=stage.noise, dice=dice),
        partial(_compress, compression=stage.compression, dice=dice),
    ]


def _blur(values: Values, *, blur: Blur, dice: Dice) -> Values:
    if dice.random() >= blur.probability:
        return values
    return blurred(values, draw_kernel(blur, dice))


def _resize(values: Values, *, resize: Resize, size: tuple[int, int] | None, dice: Dice) -> Values:
    weights = np.array([resize.up, resize.down, resize.keep])
    least, largest = resize.factor
    match dice.choice(3, p=weights / weights.sum()):
        case 0:
            factor = float(dice.uniform(max(1.0, least), largest))
        case 1:
            factor = float(dice.uniform(least, min(1.0, largest)))
        case _:
            factor = 1.0
    height, width = (max(_LEAST_SIDE, round(side * factor)) for side in size or values.shape[:2])
    method = METHODS[dice.integers(len(METHODS))]
    return resized(values, height, width, method, bool(dice.random() < resize.antialias))


def _add_noise(values: Values, *, noise: Noise, dice: Dice) -> Values:
    if dice.random() >= noise.probability:
        return values
    grey = bool(dice.random() < noise.grey)
    if dice.random() < noise.gaussian:
        return with_gaussian_noise(values, float(dice.uniform(*noise.sigma)), grey, dice)
    return with_poisson_noise(values, float(dice.uniform(*noise.poisson)), grey, dice)


def _compress(values: Values, *, compression: Compression, dice: Dice) -> Values:
    if dice.random() >= compression.probability:
        return values
    least, largest = compression.quality
    quality = int(dice.integers(least, largest + 1))
    kind: Format = "WEBP" if dice.random() < compression.webp else "JPEG"
    return compressed(values, quality, kind, bool(dice.random() < compression.full_colour))


def _to_size(values: Values, *, size: tuple[int, int], settings: Degradation, dice: Dice) -> Values:
    method = METHODS[dice.integers(len(METHODS))]
    antialias = bool(dice.random() < settings.second.resize.antialias)
    values = resized(values, *size, method, antialias)
    if dice.random() < settings.final_sinc:
        side = draw_side(settings.final_sides, dice)
        values = blurred(values, draw_sinc(side, settings.final_cutoff, dice))
    return values
