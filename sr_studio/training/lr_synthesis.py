"""How a recipe makes LR pictures: MATLAB's bicubic, a Gaussian, or the damage of photographs."""

from __future__ import annotations

import hashlib

import numpy as np

from sr_studio.files import bytes_of
from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple, gaussian_lr
from sr_studio.training.degradation.pipeline import degrade
from sr_studio.training.pictures import Pixels
from sr_studio.training.recipes import Data


def clean_lr(hr: Pixels, data: Data) -> Pixels:
    """The LR picture of a whole HR picture (H, W, 3), where chance has no part in it."""
    if data.lr == "gaussian":
        return gaussian_lr(hr, data.scale, **({} if data.sigma is None else {"sigma": data.sigma}))
    return bicubic_lr(hr, data.scale, variant="uint8" if data.lr == "bicubic-uint8" else "double")


def clean_lr_name(data: Data) -> str:
    """What tells the results of :func:`clean_lr` apart, as a file name."""
    sigma = "" if data.lr != "gaussian" or data.sigma is None else f"-{data.sigma:g}"
    return f"lr-{data.lr}{sigma}-x{data.scale}"


def damaged_lr(hr: Pixels, data: Data, dice: np.random.Generator) -> Pixels:
    """A damaged LR picture (H // scale, W // scale, 3) of an HR picture (H, W, 3)."""
    return degrade(crop_to_multiple(hr, data.scale), data.scale, data.degradation, dice)


def make_lr(hr: Pixels, data: Data, *names: int | str) -> Pixels:
    """The LR picture of a whole HR picture as ``data.lr`` says; ``names`` decide the damage."""
    if data.lr == "degraded":
        return damaged_lr(hr, data, dice_of(*names))
    return clean_lr(hr, data)


def dice_of(*names: int | str) -> np.random.Generator:
    """Random numbers that depend on ``names`` only, which may be those of files, of any bytes."""
    digest = hashlib.sha256(bytes_of("|".join(map(str, names)))).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))
