"""Tells of a run that learns little, with what to set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sr_studio.training.callback import Callback, Moment

if TYPE_CHECKING:
    from sr_studio.training.recipes import Recipe
    from sr_studio.training.trainer import Trainer

#: A discriminator this sure, for this many looks in a row, teaches the generator nothing any more.
_SATURATED = 0.98
_SATURATED_LOOKS = 20
#: A term this many times as large as all others together leaves them without a say.
_OVERWHELMING = 1e3


class Watch(Callback):
    """Looks at the terms: each thing that is wrong is said once."""

    order = 20

    def __init__(self) -> None:
        self._saturated = 0
        self._compared = False

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """Look at the means since the last moment."""
        realness = moment.terms.get("realness_of_hr")
        if realness is not None:
            self._saturated = self._saturated + 1 if realness > _SATURATED else 0
            if self._saturated == _SATURATED_LOOKS:
                trainer.note(
                    "The discriminator is nearly always sure; the adversarial term teaches little. "
                    "A lower learning rate in [discriminator_optimiser] may help."
                )
        if not self._compared:
            self._compared = True
            sentence = _overwhelming_term(trainer.recipe, moment.terms)
            if sentence:
                trainer.note(sentence)


def _overwhelming_term(recipe: Recipe, terms: Mapping[str, float]) -> str:
    """What to say of a term beside which the others are nothing; empty where there is none."""
    sizes = {
        name: abs(terms[name])
        for name, term in recipe.loss.items()
        if name in terms and not term.restrains
    }
    if len(sizes) < 2:
        return ""
    largest = max(sizes, key=lambda name: sizes[name])
    others = sum(sizes.values()) - sizes[largest]
    if others <= 0 or sizes[largest] <= _OVERWHELMING * others:
        return ""
    weight = recipe.loss[largest].weight * others / sizes[largest]
    names = " and ".join(name for name in sizes if name != largest)
    return (
        f"The {largest} term ({sizes[largest]:.3g}) is {sizes[largest] / others:.0f} times as "
        f"large as {names} ({others:.3g}): the generator learns from it alone. With "
        f"--set loss.{largest}.weight={weight:.1g} they would be of one size."
    )
