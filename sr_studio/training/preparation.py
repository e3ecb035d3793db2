"""Everything a run needs before its first update: pictures, networks, losses, all checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from sr_studio.errors import StudioError
from sr_studio.metrics.lpips import load_lpips
from sr_studio.networks.base import Network
from sr_studio.networks.discriminators import (
    SRGANDiscriminator,
    UNetDiscriminator,
    VGGDiscriminator128,
)
from sr_studio.networks.registry import build
from sr_studio.networks.vgg_weights import load_vgg19
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.crops import CropMaker
from sr_studio.training.distributed import World, leader_first, with_global_norm
from sr_studio.training.feed import Feed
from sr_studio.training.folder_check import held_out_count
from sr_studio.training.learner import Learner
from sr_studio.training.losses import ContentLoss, GeneratorLoss, LpipsLoss
from sr_studio.training.lr_synthesis import clean_lr, clean_lr_name
from sr_studio.training.picture_cache import PictureCache, open_cache
from sr_studio.training.pictures import FolderReport, Pixels, find_pictures, fingerprint
from sr_studio.training.recipes import Recipe
from sr_studio.training.sampling import Sampler
from sr_studio.training.validation import Validator

_DISCRIMINATORS: dict[str, Callable[..., nn.Module]] = {
    "srgan-discriminator": SRGANDiscriminator,
    "vgg-discriminator-128": VGGDiscriminator128,
    "unet-discriminator": UNetDiscriminator,
}

_Net = TypeVar("_Net", bound=nn.Module)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Sources:
    """What a run is made from besides its recipe.

    Attributes:
        data: Folder of HR pictures to train on.
        validation: Folder of HR pictures to validate on; None holds some of ``data`` back.
        start: Weights of the network's own key names to start from, or None for fresh ones.
        start_discriminator: Weights to start the discriminator from, or None for fresh ones.
        vgg_weights: File with the weights of VGG19; None looks at torchvision's own.
        lpips_weights: File with the weights of the LPIPS term's backbone; None looks where LPIPS
            always looks.
    """

    data: Path
    validation: Path | None = None
    start: Mapping[str, Tensor] | None = None
    start_discriminator: Mapping[str, Tensor] | None = None
    vgg_weights: Path | None = None
    lpips_weights: Path | None = None


@dataclass
class Prepared:
    """A run ready for its first update."""

    learner: Learner
    crops: CropMaker
    validator: Validator
    report: FolderReport
    fingerprint: str


def prepare(
    recipe: Recipe, sources: Sources, acceleration: Acceleration, world: World, say: Say
) -> Prepared:
    """Read the pictures and build the networks.

    Raises:
        StudioError: Whatever would make the run fail later; nothing was written yet.
    """
    learner = build_learner(recipe, sources, acceleration)
    paths = find_pictures(sources.data)
    if sources.validation is None:
        training, held_out = hold_out(paths, recipe.validation.held_out)
        validation = paths
    else:
        training, held_out = paths, find_pictures(sources.validation)
        validation = held_out
    say(f"Opening {len(paths)} pictures; they are decoded the first time.")
    with leader_first(world):
        crops, report = open_crops(recipe, paths, training, world)
        pictures = _held_out_pictures(recipe, validation, held_out)
    for sentence in report.sentences():
        say(sentence)
    validator = Validator(recipe, pictures, acceleration)
    return Prepared(learner, crops, validator, report, fingerprint(paths, sources.data))


def open_crops(
    recipe: Recipe, paths: Sequence[Path], training: Collection[Path], world: World
) -> tuple[CropMaker, FolderReport]:
    """What makes the batches of a recipe from those of ``paths`` that are for training.

    Raises:
        StudioError: No picture can be used, or too few for a batch.
    """
    data = recipe.data
    cache = open_cache(paths)
    chosen, report = _usable(cache, training, data.crop)
    if not chosen:
        raise StudioError(
            f"no picture can be used for training ({'; '.join(report.sentences()[1:])})",
            where=Path(paths[0]).parent,
            remedy="Pictures must be larger than a crop; data.crop can be made smaller.",
        )
    lr = None
    if data.lr != "degraded":
        lr = cache.derived(clean_lr_name(data), lambda hr: clean_lr(hr, data)).only(chosen)
    hr = cache.hr.only(chosen)
    sizes = torch.tensor([[side // data.scale for side in size] for size in hr.sizes])
    return CropMaker(hr, lr, data, Sampler(sizes, data, recipe.seed, world)), report


def build_learner(recipe: Recipe, sources: Sources, acceleration: Acceleration) -> Learner:
    """Build and place the networks of a recipe, with their starting weights."""
    torch.manual_seed(recipe.seed)
    generator = build(recipe.network.architecture, recipe.network.parameters)
    channels = 1 if recipe.network.colour == "y" else 3
    if generator.channels != channels or generator.scale not in (1, recipe.data.scale):
        raise StudioError(
            f"the network enlarges {generator.channels} channel(s) by {generator.scale}, "
            f"the recipe asks for {channels} channel(s) by {recipe.data.scale}",
            where=recipe.name,
            remedy="Make network.parameters agree with data.scale and network.colour.",
        )
    if recipe.network.initialisation == "identity":
        _begin_as_identity(generator, recipe)
    if sources.start is not None:
        _load_start(generator, sources.start, "model", "--start")
    discriminator = None
    if recipe.discriminator is not None:
        discriminator = _build_discriminator(recipe)
    if sources.start_discriminator is not None:
        if discriminator is None:
            raise StudioError(
                f"the recipe {recipe.name} trains without a discriminator",
                where="--start-discriminator",
                remedy="Leave it out, or choose a GAN recipe.",
            )
        _load_start(
            discriminator, sources.start_discriminator, "discriminator", "--start-discriminator"
        )
    content = None
    if recipe.loss.content:
        content = _content_loss(recipe, sources.vgg_weights)
    lpips = None
    if recipe.loss.lpips:
        lpips = LpipsLoss(load_lpips(recipe.loss.lpips, sources.lpips_weights))
    loss = GeneratorLoss(recipe.loss, content, lpips, recipe.network.output_range)
    return Learner(
        recipe,
        _placed(with_global_norm(generator), acceleration),
        None if discriminator is None else _placed(with_global_norm(discriminator), acceleration),
        loss.to(acceleration.device),
        Feed(recipe, enlarged=generator.scale == 1),
        acceleration,
    )


def hold_out(paths: list[Path], count: int) -> tuple[list[Path], list[Path]]:
    """Split off up to ``count`` pictures (a quarter at most), the same ones whatever the order.

    Which ones is decided by a hash of their names, so that a folder that grows keeps its split.
    """
    by_hash = sorted(paths, key=lambda path: hashlib.sha256(path.name.encode()).digest())
    held_out = set(by_hash[: held_out_count(len(paths), count)])
    return [path for path in paths if path not in held_out], sorted(held_out)


def _usable(
    cache: PictureCache, training: Collection[Path], crop: int
) -> tuple[list[int], FolderReport]:
    """Which pictures of the cache a run trains on, and what there is to say about all of them."""
    wanted = set(training)
    mine = [index for index, path in enumerate(cache.paths) if path in wanted]
    chosen = [index for index in mine if min(cache.hr.sizes[index]) >= crop]
    report = FolderReport(
        used=[cache.paths[index].name for index in chosen],
        conversions=[cache.conversions[index] for index in chosen],
        too_small=[cache.paths[index].name for index in mine if index not in set(chosen)],
        broken={path.name: reason for path, reason in cache.broken.items() if path in wanted},
    )
    return chosen, report


def _held_out_pictures(recipe: Recipe, paths: list[Path], held_out: list[Path]) -> list[Pixels]:
    """Those of ``held_out`` that can be used, from the cache of all ``paths``."""
    cache = open_cache(paths)
    chosen, _ = _usable(cache, held_out, recipe.data.crop)
    if not chosen:
        raise StudioError(
            "none of the held-out pictures can be used for validation",
            where=held_out[0].parent,
            remedy="Name a folder of pictures larger than a crop with --validation.",
        )
    return [cache.hr[index] for index in chosen]


def _begin_as_identity(generator: Network, recipe: Recipe) -> None:
    try:
        generator.begin_as_identity()
    except NotImplementedError as error:
        raise StudioError(
            f"{recipe.network.architecture} cannot begin as the identity",
            where="network.initialisation",
            remedy='Leave it at "paper"; srcnn and espcn can.',
        ) from error


def _load_start(network: nn.Module, weights: Mapping[str, Tensor], kind: str, option: str) -> None:
    try:
        network.load_state_dict(dict(weights))
    except RuntimeError as error:
        raise StudioError(
            f"the starting {kind} does not fit the recipe's network "
            f"({' '.join(str(error).split())[:300]})",
            where=option,
            remedy=f"Start from a {kind} of the same architecture and parameters.",
        ) from error


def _build_discriminator(recipe: Recipe) -> nn.Module:
    assert recipe.discriminator is not None
    name = recipe.discriminator.architecture
    if name not in _DISCRIMINATORS:
        raise StudioError(
            f"there is no discriminator {name!r}",
            where="discriminator.architecture",
            remedy=f"Known are {', '.join(_DISCRIMINATORS)}.",
        )
    parameters = {"crop": recipe.data.crop} | recipe.discriminator.parameters
    try:
        return _DISCRIMINATORS[name](**parameters)
    except (TypeError, ValueError) as error:
        raise StudioError(str(error), where="discriminator.parameters") from error


def _content_loss(recipe: Recipe, weights: Path | None) -> ContentLoss:
    if recipe.network.colour != "rgb":
        raise StudioError(
            "the content loss needs an RGB network", where="loss.content", remedy="Remove it."
        )
    loss = recipe.loss
    features = load_vgg19((loss.content,), loss.content_before_activation, weights)
    return ContentLoss(features, loss.content_distance, loss.content_feature_scale)


def _placed(network: _Net, acceleration: Acceleration) -> _Net:
    return network.to(acceleration.device).to(memory_format=torch.channels_last)
