"""Everything a run needs before its first update: pictures, networks, losses, all checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from sr_studio.errors import StudioError
from sr_studio.networks.base import Network
from sr_studio.networks.discriminators import SRGANDiscriminator, VGGDiscriminator128
from sr_studio.networks.registry import build
from sr_studio.networks.vgg_weights import load_vgg19
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.distributed import World, with_global_norm
from sr_studio.training.feed import Feed
from sr_studio.training.learner import Learner
from sr_studio.training.losses import ContentLoss, GeneratorLoss
from sr_studio.training.pictures import (
    Census,
    PictureStore,
    ResidentStore,
    StreamedStore,
    find_pictures,
    fits_in_memory,
    read_pair,
    read_pairs,
)
from sr_studio.training.recipes import Data, Recipe
from sr_studio.training.sampling import Sampler, Share
from sr_studio.training.validation import Validator

_DISCRIMINATORS: dict[str, Callable[..., nn.Module]] = {
    "srgan-discriminator": SRGANDiscriminator,
    "vgg-discriminator-128": VGGDiscriminator128,
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
        picture_bytes: Most bytes of pictures to keep in memory; None decides by what is free.
    """

    data: Path
    validation: Path | None = None
    start: Mapping[str, Tensor] | None = None
    start_discriminator: Mapping[str, Tensor] | None = None
    vgg_weights: Path | None = None
    picture_bytes: int | None = None


@dataclass
class Prepared:
    """A run ready for its first update."""

    learner: Learner
    sampler: Sampler
    store: PictureStore
    validator: Validator
    census: Census


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
    else:
        training, held_out = paths, find_pictures(sources.validation)
    store, census = _open_store(training, recipe.data, sources, acceleration.device, say)
    for sentence in [*census.sentences(), store.place]:
        say(sentence)
    sampler = Sampler(store.lr_sizes, recipe.data, recipe.seed, Share(world.rank, world.size))
    pairs, _ = read_pairs(held_out, recipe.data)
    if not pairs:
        raise StudioError(
            "none of the held-out pictures can be used for validation",
            where=sources.validation or sources.data,
            remedy="Name a folder of pictures larger than a crop with --validation.",
        )
    validator = Validator(recipe, [pair.hr for pair in pairs], acceleration)
    return Prepared(learner, sampler, store, validator, census)


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
    loss = GeneratorLoss(recipe.loss, content, recipe.network.output_range)
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
    count = max(1, min(count, len(paths) // 4))
    held_out = set(by_hash[:count])
    return [path for path in paths if path not in held_out], sorted(held_out)


def _open_store(
    paths: list[Path], data: Data, sources: Sources, device: torch.device, say: Say
) -> tuple[PictureStore, Census]:
    expected = _expected_bytes(paths, data)
    limit = sources.picture_bytes
    if expected <= limit if limit is not None else fits_in_memory(expected):
        say(f"Reading {len(paths)} pictures.")
        pairs, census = read_pairs(paths, data)
        if pairs:
            return ResidentStore(pairs, data, device), census
        raise _no_pictures(sources.data, census)
    say(f"Measuring {len(paths)} pictures; they do not fit in memory and will be streamed.")
    census, usable, sizes = Census(), [], []
    pairs_read = 0
    for path in paths:  # one picture at a time: together they do not fit
        pairs, part = read_pairs([path], data, threads=1)
        census.too_small += part.too_small
        census.broken |= part.broken
        census.grey += part.grey
        census.sixteen_bit += part.sixteen_bit
        for pair in pairs:
            usable.append(path)
            sizes.append(pair.lr.shape[:2])
            pairs_read += 1
    census.used = usable
    if not usable:
        raise _no_pictures(sources.data, census)
    keep = limit if limit is not None else expected // 4
    return StreamedStore(usable, torch.tensor(sizes), data, device, keep), census


def _expected_bytes(paths: list[Path], data: Data) -> int:
    """Bytes of all pictures with their LR, guessed from a sample of at most twenty."""
    sample = paths[:: max(1, len(paths) // 20)]
    sizes = []
    for path in sample:
        try:
            pair = read_pair(path, data).pair
        except StudioError:
            continue
        sizes.append(0 if pair is None else pair.hr.nbytes + pair.lr.nbytes)
    return round(sum(sizes) / len(sizes) * len(paths)) if sizes else 0


def _no_pictures(folder: Path, census: Census) -> StudioError:
    return StudioError(
        f"no picture can be used for training ({'; '.join(census.sentences()[1:])})",
        where=folder,
        remedy="Pictures must be larger than a crop; data.crop can be made smaller.",
    )


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
