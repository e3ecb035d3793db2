"""The terms of a recipe's loss, built and weighted: what the networks of a run minimise."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from sr_studio.training.loss_terms import (
    AdversarialLoss,
    Adversary,
    DiscriminatorLoss,
    LossSetup,
    Penalty,
    PictureDistance,
    PictureLoss,
)
from sr_studio.training.recipes import Recipe


@dataclass(frozen=True)
class _Regular:
    name: str
    weight: float
    every: int
    penalty: Penalty


class Objective:
    """All terms of a recipe; those of weight 0 are not built.

    Args:
        recipe: Gives the terms.
        setup: What they are built with.

    Raises:
        StudioError: A term cannot be built, because its weights are missing for example.
    """

    def __init__(self, recipe: Recipe, setup: LossSetup) -> None:
        self._pictures: list[tuple[str, float, PictureDistance]] = []
        self._penalties: list[_Regular] = []
        self._adversary: tuple[str, float, Adversary] | None = None
        for name, term in recipe.loss.items():
            if not term.weight:
                continue
            if isinstance(term, PictureLoss):
                self._pictures.append((name, term.weight, term.build(setup)))
            elif isinstance(term, AdversarialLoss):
                self._adversary = name, term.weight, term.build(setup)
            elif isinstance(term, DiscriminatorLoss):
                penalty = term.build(setup)
                self._penalties.append(_Regular(name, term.weight, term.every, penalty))

    def of_pictures(self, sr: Tensor, hr: Tensor) -> dict[str, Tensor]:
        """The generator's weighted terms, from N×C×H×W ``sr`` and ``hr`` in the output range."""
        return {name: weight * distance(sr, hr) for name, weight, distance in self._pictures}

    def of_generator(self, of_hr: Tensor, of_sr: Tensor) -> dict[str, Tensor]:
        """The generator's weighted adversarial term, from the logits on HR and on SR."""
        name, weight, adversary = self._adversarial()
        return {name: weight * adversary.generator(of_hr, of_sr)}

    def of_discriminator(self, of_hr: Tensor, of_sr: Tensor) -> dict[str, Tensor]:
        """The discriminator's loss, and how real it finds HR and SR (which are no losses)."""
        adversary = self._adversarial()[2]
        return {
            "discriminator": adversary.discriminator(of_hr, of_sr),
            "realness_of_hr": adversary.realness(of_hr, of_sr),
            "realness_of_sr": adversary.realness(of_sr, of_hr),
        }

    def penalties(
        self, discriminator: nn.Module, hr: Tensor, sr: Tensor, iteration: int
    ) -> dict[str, Tensor]:
        """The discriminator's further terms that are due at an iteration, weighted."""
        return {
            term.name: term.weight * term.every * term.penalty(discriminator, hr, sr)
            for term in self._penalties
            if iteration % term.every == 0
        }

    def _adversarial(self) -> tuple[str, float, Adversary]:
        assert self._adversary is not None, "a recipe with a discriminator has an adversarial term"
        return self._adversary
