"""The pictures of a run: those it trains on, as makers of crops, and those it is validated on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from sr_studio.errors import StudioError
from sr_studio.files import bytes_of
from sr_studio.training.crops import CropMaker
from sr_studio.training.distributed import World
from sr_studio.training.folder_check import held_out_count
from sr_studio.training.lr_synthesis import clean_lr, clean_lr_name
from sr_studio.training.paired import PairedLr, pair_up
from sr_studio.training.picture_cache import PictureCache, open_cache
from sr_studio.training.pictures import FolderReport, Pixels, find_pictures
from sr_studio.training.recipes import Data, Recipe
from sr_studio.training.sampling import Sampler
from sr_studio.training.validation import HeldOut


def open_crops(
    recipe: Recipe,
    paths: Sequence[Path],
    training: Collection[Path],
    world: World,
    *,
    folder: Path,
) -> tuple[CropMaker, FolderReport]:
    """What makes the batches of a recipe from those of ``paths`` that are for training.

    Args:
        recipe: Says how.
        paths: All pictures of ``folder``.
        training: Those to train on.
        world: The processes that share a batch.
        folder: Below which the pictures of paired LR have the same names.

    Raises:
        StudioError: No picture can be used, or too few for a batch.
    """
    data = recipe.data
    cache = open_cache(paths)
    paired = _paired(recipe, cache, folder)
    chosen, report = _usable(cache, training, data.crop, paired)
    if not chosen:
        raise StudioError(
            f"no picture can be used for training ({'; '.join(report.sentences()[1:])})",
            where=Path(paths[0]).parent,
            remedy="Pictures must be larger than a crop; data.crop can be made smaller.",
        )
    lr = None
    if paired is not None:
        lr = paired.cache.hr.only(paired.places[cache.paths[index]] for index in chosen)
    elif data.lr != "degraded":
        lr = cache.derived(clean_lr_name(data), lambda hr: _lr_of(hr, data)).only(chosen)
    hr = cache.hr.only(chosen)
    sizes = torch.tensor([[side // data.scale for side in size] for size in hr.sizes])
    return CropMaker(hr, lr, data, Sampler(sizes, data, recipe.seed, world)), report


def split_pictures(
    paths: list[Path], recipe: Recipe, validation: Path | None
) -> tuple[list[Path], list[Path]]:
    """The pictures to train on, and those to validate on: a folder of their own, or some of them.

    Raises:
        StudioError: The folder is missing or holds no picture.
    """
    if validation is not None:
        return paths, find_pictures(validation)
    return hold_out(paths, recipe.validation.held_out)


def hold_out(paths: list[Path], count: int) -> tuple[list[Path], list[Path]]:
    """Split off up to ``count`` pictures (a quarter at most), the same ones whatever the order.

    Which ones is decided by a hash of their names, so that a folder that grows keeps its split.
    """

    def drawn(path: Path) -> bytes:
        return hashlib.sha256(bytes_of(path.name)).digest()

    by_hash = sorted(paths, key=drawn)
    held_out = set(by_hash[: held_out_count(len(paths), count)])
    return [path for path in paths if path not in held_out], sorted(held_out)


def held_out_pictures(
    recipe: Recipe, paths: list[Path], held_out: list[Path], *, folder: Path
) -> tuple[list[HeldOut], list[str]]:
    """Those of ``held_out`` that can be used, from the cache of all ``paths`` of ``folder``, and
    what there is to say of the others.

    Raises:
        StudioError: There is none.
    """
    cache = open_cache(paths)
    paired = _paired(recipe, cache, folder)
    chosen, report = _usable(cache, held_out, recipe.data.crop, paired)
    if not chosen:
        reasons = "; ".join(report.sentences()[1:])
        raise StudioError(
            f"none of the held-out pictures can be used for validation ({reasons})",
            where=held_out[0].parent,
            remedy="Name a folder of pictures larger than a crop with --validation.",
        )
    pictures = [
        HeldOut(cache.hr[index], None if paired is None else paired.of(cache.paths[index]))
        for index in chosen
    ]
    return pictures, report.left_out()


def _lr_of(hr: Pixels, data: Data) -> Pixels:
    """The LR of one picture of the cache: nothing where it is smaller than an LR pixel.

    The cache keeps the LR of all its pictures, also of those that no run can use.
    """
    if min(hr.shape[:2]) < data.scale:
        return hr[:0]
    return clean_lr(hr, data)


def _paired(recipe: Recipe, cache: PictureCache, folder: Path) -> PairedLr | None:
    data = recipe.data
    if data.lr != "paired":
        return None
    return pair_up(cache, folder, Path(data.lr_folder), data.scale)


def _usable(
    cache: PictureCache, training: Collection[Path], crop: int, paired: PairedLr | None
) -> tuple[list[int], FolderReport]:
    """Which pictures of the cache a run trains on, and what there is to say about all of them."""
    wanted = set(training)
    mine = [index for index, path in enumerate(cache.paths) if path in wanted]
    large = [index for index in mine if min(cache.hr.sizes[index]) >= crop]
    report = FolderReport(
        used=[],
        conversions=[],
        too_small=[cache.paths[index].name for index in mine if min(cache.hr.sizes[index]) < crop],
        broken={path.name: reason for path, reason in cache.broken.items() if path in wanted},
    )
    chosen = large
    if paired is not None:
        chosen = [index for index in large if cache.paths[index] in paired.places]
        without = [cache.paths[index] for index in large if cache.paths[index] in paired.misfits]
        report.broken.update({path.name: paired.misfits[path] for path in without})
    used = [cache.paths[index].name for index in chosen]
    return chosen, replace(
        report, used=used, conversions=[cache.conversions[index] for index in chosen]
    )
