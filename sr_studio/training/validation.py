"""Measuring the averaged weights on held-out pictures, and keeping pictures to look at."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from sr_studio.errors import StudioError
from sr_studio.files import replacing
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.lpips import SMALLEST_SIDE, Lpips, load_lpips, lpips_distance
from sr_studio.metrics.metric import Measure, MetricSetup, find_metric, keys_where
from sr_studio.metrics.pair import Pair
from sr_studio.metrics.planes import shaved
from sr_studio.metrics.psnr import psnr_y
from sr_studio.metrics.ssim import ssim_y
from sr_studio.networks.base import Network
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.lr_synthesis import make_lr
from sr_studio.training.pictures import Pixels
from sr_studio.training.recipes import Recipe
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.super_resolver import SuperResolver

#: How many held-out pictures are kept as previews.
PREVIEWS = 3


@dataclass(frozen=True)
class HeldOut:
    """A picture to validate on.

    Attributes:
        hr: (H, W, 3).
        lr: Its LR picture (H // scale, W // scale, 3) where folders are paired; else it is made.
    """

    hr: Pixels
    lr: Pixels | None = None


@dataclass(frozen=True)
class _Pair:
    hr: Pixels
    lr: Pixels


class Validator:
    """Measures a network on the middle of each held-out picture.

    A middle of one colour may be met exactly, and an infinite PSNR would hide what the others have:
    it is measured only where there is nothing else. LPIPS, which nobody asked for, is left out
    where a picture is too small for it.

    Args:
        card: Of the network.
        recipe: Gives scale, LR synthesis, the largest side and further metrics.
        pictures: Held-out pictures.
        acceleration: What to compute with.

    Raises:
        StudioError: A further metric is unknown, needs weights that are not here, or a picture is
            too small to be measured.
    """

    def __init__(
        self,
        card: ModelCard,
        recipe: Recipe,
        pictures: Sequence[HeldOut],
        acceleration: Acceleration,
    ) -> None:
        self._card = card
        self._acceleration = acceleration
        device = str(acceleration.device)
        self._further = {key: _built(key, device) for key in recipe.validation.metrics}
        self._pairs = [_pair(recipe, picture, number) for number, picture in enumerate(pictures)]
        self._measured = [pair for pair in self._pairs if np.ptp(pair.hr)] or self._pairs
        smallest = min(self._measured, key=lambda pair: min(pair.hr.shape[:2])).hr
        fits = min(smallest.shape[:2]) - 2 * card.scale >= SMALLEST_SIDE
        self._lpips = _lpips(acceleration) if fits else None
        try:  # now: the first validation may be hours away
            self._scores(smallest, 255 - smallest)
        except MetricError as error:
            raise StudioError(
                f"a held-out picture cannot be measured ({error.what})",
                where="validation",
                remedy="Name a folder of larger pictures with --validation, or leave the metric "
                "out of validation.metrics.",
            ) from error

    def __len__(self) -> int:
        return len(self._pairs)

    def only(self, count: int) -> Validator:
        """The same with the first ``count`` pictures."""
        fewer = copy.copy(self)
        fewer._pairs, fewer._measured = self._pairs[:count], self._measured[:count]
        return fewer

    @torch.no_grad()
    def measure(self, network: Network) -> dict[str, float]:
        """Mean PSNR-Y (dB), SSIM-Y, LPIPS if its weights are here, and more; shave = scale."""
        found: dict[str, list[float]] = {}
        for pair in self._measured:
            for name, value in self._scores(pair.hr, self._upscale(network, pair.lr)).items():
                found.setdefault(name, []).append(value)
        return {name: float(np.mean(values)) for name, values in found.items()}

    @torch.no_grad()
    def write_previews(self, network: Network, folder: Path, iteration: int) -> None:
        """Write ``<n>_lr.png``, ``<n>_hr.png`` once and ``<n>_sr_<iteration>.png`` each time."""
        for number, pair in enumerate(self._pairs[:PREVIEWS]):
            for name, pixels in (("lr", pair.lr), ("hr", pair.hr)):
                path = folder / f"{number}_{name}.png"
                if not path.exists():
                    _write_png(path, pixels)
            sr = self._upscale(network, pair.lr)
            _write_png(folder / f"{number}_sr_{iteration:09d}.png", sr)

    def _scores(self, hr: Pixels, sr: Pixels) -> dict[str, float]:
        """Of one picture."""
        shave = self._card.scale
        found = {
            "psnr_y": float(psnr_y(hr, sr, shave=shave)),
            "ssim_y": float(ssim_y(hr, sr, shave=shave)),
        }
        if self._lpips is not None:
            found["lpips"] = float(lpips_distance(self._lpips, hr, sr, shave=shave))
        inner = Pair(shaved(hr, shave), shaved(sr, shave))
        return found | {name: float(measure(inner)) for name, measure in self._further.items()}

    def _upscale(self, network: Network, lr: Pixels) -> Pixels:
        resolver = SuperResolver(network, self._card)
        picture = torch.from_numpy(lr).permute(2, 0, 1)[None].to(self._acceleration.device) / 255
        with self._acceleration.casting():
            sr = resolver(picture.contiguous(memory_format=torch.channels_last))
        pixels = (sr[0].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()
        return np.ascontiguousarray(pixels)


def _pair(recipe: Recipe, picture: HeldOut, number: int) -> _Pair:
    """The middle of a picture, with the LR of it."""
    scale = recipe.data.scale
    if picture.lr is None:
        hr = _middle(picture.hr, recipe.validation.side, scale)
        return _Pair(hr, make_lr(hr, recipe.data, recipe.seed, "validation", number))
    lr = _middle(picture.lr, recipe.validation.side // scale, 1)
    top, left = (
        (whole - part) // 2 * scale
        for whole, part in zip(picture.lr.shape[:2], lr.shape[:2], strict=True)
    )
    height, width = (side * scale for side in lr.shape[:2])
    return _Pair(np.ascontiguousarray(picture.hr[top : top + height, left : left + width]), lr)


def _middle(hr: Pixels, side: int, scale: int) -> Pixels:
    side -= side % scale
    height, width = (min(length - length % scale, side) for length in hr.shape[:2])
    top, left = (hr.shape[0] - height) // 2, (hr.shape[1] - width) // 2
    return np.ascontiguousarray(hr[top : top + height, left : left + width])


def _lpips(acceleration: Acceleration) -> Lpips | None:
    """The metric that scores, where its weights are on this computer."""
    try:
        with torch.random.fork_rng(devices=[]):  # its first weights must not move the run's dice
            return load_lpips("alex", device=str(acceleration.device))
    except MetricError:
        return None


def _built(key: str, device: str) -> Measure:
    metric = find_metric(key)
    if metric is None or metric.build is None:
        raise StudioError(
            f"there is no metric {key!r} to measure while training",
            where="validation.metrics",
            remedy=f"Known are {', '.join(keys_where(lambda known: known.build is not None))}.",
        )
    with torch.random.fork_rng(devices=[]):  # first weights of its networks must not move ours
        return metric.build(MetricSetup(device=lambda: device))


def _write_png(path: Path, pixels: Pixels) -> None:
    from PIL import Image

    with replacing(path) as beside:
        Image.fromarray(pixels).save(beside)
