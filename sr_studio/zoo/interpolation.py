"""Network interpolation: a model between two models, parameter by parameter."""

from __future__ import annotations

import copy

import torch

from sr_studio.zoo.card import ModelCard, TrainingFacts, tidy_name
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.model import Model
from sr_studio.zoo.weights import State, compare

#: Card fields two models must share for a mixture to mean anything.
_SHARED = (
    "architecture",
    "scale",
    "colour",
    "luma",
    "input_range",
    "output_range",
    "input_normalisation",
    "output_normalisation",
)


def interpolate(first: Model, second: Model, alpha: float) -> Model:
    """θ = (1 - α)·θ_first + α·θ_second for every parameter [ESRGAN §3.4, §4.5].

    Made for a PSNR model (first) and the GAN model that was fine-tuned from it (second); for
    unrelated models of one architecture the result is a network, but hardly a good one. Running
    statistics of normalisations are mixed like parameters.

    Args:
        first: The result at ``alpha`` 0.
        second: The result at ``alpha`` 1.
        alpha: From 0 to 1.

    Raises:
        ModelFileError: ``alpha`` is out of range, or the models differ in kind; the differences
            are listed.
    """
    if not 0 <= alpha <= 1:
        raise ModelFileError(f"alpha must be between 0 and 1, not {alpha:g}")
    _check_same_kind(first, second)
    module = copy.deepcopy(first.module)
    module.load_state_dict(mix(first.module.state_dict(), second.module.state_dict(), alpha))
    return Model(_mixed_card(first.card, second.card, alpha), module.eval())


def mix(first: State, second: State, alpha: float) -> State:
    """(1 - α)·first + α·second of every floating-point tensor; whole numbers are the first's."""
    return {
        name: torch.lerp(value, second[name].to(value), alpha)
        if value.is_floating_point()
        else value
        for name, value in first.items()
    }


def _check_same_kind(first: Model, second: Model) -> None:
    where = f"{first.card.name} and {second.card.name}"
    for field in _SHARED:
        one, other = getattr(first.card, field), getattr(second.card, field)
        if one != other:
            what = f"these models cannot be mixed: {field} is {one} in one and {other} in the other"
            raise ModelFileError(what, where=where)
    mismatch = compare(first.module.state_dict(), second.module.state_dict())
    if mismatch:
        what = f"these models cannot be mixed, their parameters differ ({mismatch})"
        raise ModelFileError(what, where=where)


def _mixed_card(first: ModelCard, second: ModelCard, alpha: float) -> ModelCard:
    licences = dict.fromkeys(filter(None, (first.licence, second.licence)))
    both = first.with_pictures(second.data, second.data_sources)
    return both.model_copy(
        update={
            "name": tidy_name(f"{first.name}+{second.name}-{alpha:g}"),
            "title": f"{first.display_title} + {alpha:g} {second.display_title}",
            "summary": (
                f"Network interpolation of {first.name} and {second.name} at alpha {alpha:g} "
                "[ESRGAN §3.4]."
            ),
            "source": f"interpolation of {first.name} and {second.name}, alpha {alpha:g}",
            "licence": " and ".join(licences),
            "tones": "kept" if first.keeps_tones or second.keeps_tones else "",
            "recipe": "",
            "recipe_sha256": "",
            "overrides": {},
            "scores": {},
            "trained": TrainingFacts(),
            "pair": "",
            "role": "",
            "notes": "",
        }
    )
