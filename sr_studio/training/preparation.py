"""Everything a run needs before its first update: pictures, networks, losses, all checked."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from sr_studio.errors import StudioError
from sr_studio.networks.base import Network
from sr_studio.networks.registry import build, build_discriminator
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.cards import card_of
from sr_studio.training.crops import CropMaker
from sr_studio.training.distributed import World, leader_first, with_global_norm
from sr_studio.training.learner import Learner
from sr_studio.training.loss_terms import LossSetup
from sr_studio.training.memory import explained_lack_of_memory
from sr_studio.training.objective import Objective
from sr_studio.training.pictures import FolderReport, find_pictures, fingerprint
from sr_studio.training.preprocessing import Preprocessor
from sr_studio.training.recipes import Recipe
from sr_studio.training.training_set import held_out_pictures, open_crops, split_pictures
from sr_studio.training.validation import Validator
from sr_studio.zoo.model import Model

_Net = TypeVar("_Net", bound=nn.Module)
Say = Callable[[str], None]

#: Scales at which a model may have been trained that another scale starts from.
_SCALES = (1, 2, 3, 4, 8)


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
        model: What gives the network and its first weights, where the recipe names no architecture.
    """

    data: Path
    validation: Path | None = None
    start: Mapping[str, Tensor] | None = None
    start_discriminator: Mapping[str, Tensor] | None = None
    vgg_weights: Path | None = None
    lpips_weights: Path | None = None
    model: Model | None = None


@dataclass
class Prepared:
    """A run ready for its first update."""

    learner: Learner
    crops: CropMaker
    validator: Validator
    report: FolderReport
    fingerprint: str


@explained_lack_of_memory("End other programs that use it, or choose a smaller network.")
def prepare(
    recipe: Recipe, sources: Sources, acceleration: Acceleration, world: World, say: Say
) -> Prepared:
    """Read the pictures and build the networks.

    Raises:
        StudioError: Whatever would make the run fail later; nothing was written yet.
    """
    learner = build_learner(recipe, sources, acceleration, say)
    paths = find_pictures(sources.data)
    training, held_out = split_pictures(paths, recipe, sources.validation)
    say(f"Opening {len(paths)} pictures; they are decoded the first time.")
    with leader_first(world):
        crops, report = open_crops(recipe, paths, training, world, folder=sources.data)
        pictures, left_out = held_out_pictures(
            recipe,
            paths if sources.validation is None else held_out,
            held_out,
            folder=sources.validation or sources.data,
        )
    report = replace(report, not_validated=left_out)
    for sentence in report.sentences():
        say(sentence)
    start = None if sources.model is None else sources.model.card
    validator = Validator(card_of(recipe, start=start), recipe, pictures, acceleration)
    return Prepared(learner, crops, validator, report, fingerprint(paths, sources.data))


def build_learner(
    recipe: Recipe,
    sources: Sources,
    acceleration: Acceleration,
    say: Say = lambda sentence: None,
) -> Learner:
    """Build and place the networks of a recipe, with their starting weights."""
    torch.manual_seed(recipe.seed)
    if sources.model is not None:
        generator = copy.deepcopy(sources.model.module).train()
    else:
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
        weights = sources.start
        if not _same_shapes(generator, weights) and _is_of_another_scale(recipe, weights):
            say("The model to start from has another scale; what makes the size is learned anew.")
            weights = _fitting(generator, weights)
        _load_start(generator, weights, "model", "--start")
    discriminator = None
    if recipe.discriminator is not None:
        wanted = recipe.discriminator
        discriminator = build_discriminator(
            wanted.architecture, {"crop": recipe.data.crop} | wanted.parameters
        )
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
    setup = LossSetup(
        acceleration.device,
        recipe.network.output_range,
        recipe.network.colour,
        {"vgg": sources.vgg_weights, "lpips": sources.lpips_weights},
        say,
        acceleration.autocast,
    )
    return Learner(
        recipe,
        _placed(with_global_norm(generator, acceleration.device), acceleration),
        None
        if discriminator is None
        else _placed(with_global_norm(discriminator, acceleration.device), acceleration),
        Objective(recipe, setup),
        Preprocessor(recipe, enlarged=generator.scale == 1),
        acceleration,
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


def _same_shapes(network: nn.Module, weights: Mapping[str, Tensor]) -> bool:
    own = network.state_dict()
    return own.keys() == weights.keys() and all(
        weights[name].shape == mine.shape for name, mine in own.items()
    )


def _is_of_another_scale(recipe: Recipe, weights: Mapping[str, Tensor]) -> bool:
    """Whether ``weights`` are those of the recipe's network at another scale, and only that."""
    for scale in _SCALES:
        parameters = recipe.network.parameters | {"scale": scale}
        try:
            other = build(recipe.network.architecture, parameters)
        except StudioError:  # this architecture has no such scale
            continue
        if _same_shapes(other, weights):
            return True
    return False


def _fitting(network: nn.Module, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of ``weights`` that have a place in ``network``, and its own for the others.

    EDSR's authors began their ×3 and ×4 networks with the ×2 one so [arXiv 1707.02921, Sec. 3.2].
    """
    own = network.state_dict()
    return {
        name: weights[name] if name in weights and weights[name].shape == mine.shape else mine
        for name, mine in own.items()
    }


def _placed(network: _Net, acceleration: Acceleration) -> _Net:
    return network.to(acceleration.device).to(memory_format=torch.channels_last)
