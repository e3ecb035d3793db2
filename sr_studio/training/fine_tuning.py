"""Training on from a model of any architecture: its file gives the network, not the recipe."""

from __future__ import annotations

import torch

from sr_studio.errors import StudioError
from sr_studio.networks.base import Network
from sr_studio.training.recipes import Recipe
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model


def with_start(recipe: Recipe) -> tuple[Recipe, Model | None]:
    """A recipe without an architecture with that of its start, and the model; else as it is.

    Raises:
        StudioError: The start cannot be opened, does not enlarge by the recipe's scale, or cannot
            be trained on crops of the recipe's size.
    """
    if recipe.network.architecture:
        return recipe, None
    model = load_model(recipe.network.start)
    card = model.card
    if card.scale != recipe.data.scale:
        raise StudioError(
            f"this model enlarges {card.scale} times, the recipe asks for {recipe.data.scale}",
            where=recipe.network.start,
            remedy=f"Use --set data.scale={card.scale}.",
        )
    if "imagenet" in (card.input_normalisation, card.output_normalisation) or card.input_range != (
        0,
        1,
    ):
        raise StudioError(
            "this model wants its input in another range than [0, 1]",
            where=recipe.network.start,
            remedy="It cannot be trained on.",
        )
    network = recipe.network.model_copy(
        update={
            "architecture": card.architecture,
            "parameters": card.parameters,
            "colour": card.colour,
            "output_range": card.output_range,
        }
    )
    resolved = recipe.model_copy(update={"network": network})
    _require_trainable(model.module, resolved)
    return resolved, model


def _require_trainable(network: Network, recipe: Recipe) -> None:
    """Try one small step."""
    side = recipe.data.crop // recipe.data.scale
    where = recipe.network.start
    if side % network.alignment or side < network.minimum:
        step = network.alignment * recipe.data.scale
        least = -(-max(network.minimum, side) // network.alignment) * step
        raise StudioError(
            f"crops of {recipe.data.crop} pixels do not suit this network",
            where=where,
            remedy=f"Use --set data.crop={least}.",
        )
    was_training = network.training
    with torch.random.fork_rng(devices=[]):  # what is drawn here is not drawn from the run's dice
        try:
            network.train()
            output = network(torch.rand(2, network.channels, side, side))
            output.sum().backward()
        except (RuntimeError, ValueError, TypeError, AttributeError, NotImplementedError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise StudioError(
                f"this network cannot be trained ({reason})",
                where=where,
                remedy="Start from a model of another architecture.",
            ) from error
        learned = any(weight.grad is not None for weight in network.parameters())
        network.zero_grad(set_to_none=True)
        network.train(was_training)
    if not learned:
        raise StudioError(
            "this network has nothing that could be trained",
            where=where,
            remedy="Start from a model of another architecture.",
        )
