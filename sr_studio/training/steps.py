"""What one update does: by pixels alone, or with a discriminator.

A step has the networks' gradients made and their optimisers moved; learning rates and the average
are the learner's. Another way to train is another :class:`Step`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from sr_studio.training.crops import Crops
from sr_studio.training.running import Runner

if TYPE_CHECKING:
    from sr_studio.training.learner import Learner


class Step(Protocol):
    """One update of all networks by one batch."""

    def __call__(self, crops: Crops, iteration: int) -> dict[str, Tensor]:
        """Update; gives the terms, detached, on the device."""


class PixelStep:
    """The generator learns from distances of pictures."""

    def __init__(self, learner: Learner) -> None:
        self._learner = learner

    def __call__(self, crops: Crops, iteration: int) -> dict[str, Tensor]:
        """One forward and backward pass of the generator for each part of the batch."""
        learner = self._learner
        told = _Means()
        learner.optimiser.zero_grad(set_to_none=True)
        for lr, hr, share, last in _parts(crops, learner.recipe.accumulate):
            with learner.run_generator.gathering(more_to_come=not last):
                target = learner.target(hr)
                with learner.acceleration.casting():
                    sr = learner.run_generator(learner.input(lr))
                    terms = learner.objective.of_pictures(sr.float(), target)
                learner.scaler.scale(_total(terms) * share).backward()
            told.add(terms, share)
        learner.step(learner.generator, learner.optimiser)
        learner.scaler.update()
        return told.terms


class GanStep:
    """Generator and discriminator learn from each other.

    Both step from where they stood before the update, so that the generator runs forward once and
    the statistics of its BatchNorm move once. Further steps of the discriminator (its ``steps``)
    follow, by the same crops.
    """

    def __init__(self, learner: Learner, discriminator: nn.Module, optimiser: Optimizer) -> None:
        self._learner = learner
        self._discriminator = discriminator
        self._optimiser = optimiser
        assert learner.recipe.discriminator is not None
        self._steps = learner.recipe.discriminator.steps

    def __call__(self, crops: Crops, iteration: int) -> dict[str, Tensor]:
        """One update of the generator, and as many of the discriminator as the recipe says."""
        learner = self._learner
        told = _Means()
        learner.optimiser.zero_grad(set_to_none=True)
        self._optimiser.zero_grad(set_to_none=True)
        shown: list[tuple[Tensor, Tensor]] = []
        for lr, hr, share, last in _parts(crops, learner.recipe.accumulate):
            target = learner.target(hr)
            with (
                learner.run_generator.gathering(more_to_come=not last),
                self._run.gathering(more_to_come=not last),
            ):
                sr, terms = self._backward(learner.input(lr), target, iteration, share)
            told.add(terms, share)
            shown.append((sr, target))
        learner.step(learner.generator, learner.optimiser)
        learner.step(self._discriminator, self._optimiser)
        for _ in range(self._steps - 1):
            learner.scaler.update()  # else it refuses another step of the same optimiser
            self._once_more(shown)
        learner.scaler.update()
        return told.terms

    @property
    def _run(self) -> Runner:
        assert self._learner.run_discriminator is not None
        return self._learner.run_discriminator

    def _backward(
        self, lr: Tensor, hr: Tensor, iteration: int, share: float
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Gradients of both networks from one part; gives SR, detached, and all terms."""
        learner = self._learner
        objective = learner.objective
        with learner.acceleration.casting():
            sr = learner.run_generator(lr)
            of_hr = self._run(hr).float()
            # One pass over SR serves both networks. Compiled, each backward pass would compute the
            # gradients of both, and may not be walked twice: there it is a pass for each.
            apart = learner.acceleration.compile
            of_sr = self._run(sr.detach() if apart else sr).float()
            judged = objective.of_discriminator(of_hr, of_sr)
            terms = objective.of_pictures(sr.float(), hr)
            seen = self._convinced(sr) if apart else of_sr
            terms |= objective.of_generator(of_hr.detach(), seen)
        penalties = objective.penalties(self._discriminator, hr, sr.detach().float(), iteration)
        of_discriminator = _total({"": judged["discriminator"], **penalties}) * share
        learner.scaler.scale(of_discriminator).backward(
            retain_graph=not apart, inputs=_trained(self._discriminator)
        )
        learner.scaler.scale(_total(terms) * share).backward(inputs=_trained(learner.generator))
        return sr.detach(), terms | judged | penalties

    def _once_more(self, shown: list[tuple[Tensor, Tensor]]) -> None:
        """One more update of the discriminator alone."""
        learner = self._learner
        self._optimiser.zero_grad(set_to_none=True)
        for number, (sr, hr) in enumerate(shown, 1):
            with self._run.gathering(more_to_come=number < len(shown)):
                with learner.acceleration.casting():
                    of_hr, of_sr = self._run(hr).float(), self._run(sr).float()
                    loss = learner.objective.of_discriminator(of_hr, of_sr)["discriminator"]
                learner.scaler.scale(loss / len(shown)).backward()
        learner.step(self._discriminator, self._optimiser)

    def _convinced(self, sr: Tensor) -> Tensor:
        """Logits on SR whose gradient passes through the discriminator but is not its own."""
        self._discriminator.requires_grad_(False)
        logits = self._run.alone(sr).float()
        self._discriminator.requires_grad_(True)
        return logits


class _Means:
    """Means of terms over the parts of a batch."""

    def __init__(self) -> None:
        self.terms: dict[str, Tensor] = {}

    def add(self, terms: Mapping[str, Tensor], share: float) -> None:
        for name, value in terms.items():
            part = value.detach().float() * share
            self.terms[name] = self.terms[name] + part if name in self.terms else part


def _parts(crops: Crops, count: int) -> Iterator[tuple[Tensor, Tensor, float, bool]]:
    """LR, HR, share of the batch, and whether it is the last, for each part."""
    pairs = list(zip(crops.lr.chunk(count), crops.hr.chunk(count), strict=True))
    for number, (lr, hr) in enumerate(pairs, 1):
        yield lr, hr, 1 / count, number == count


def _trained(network: nn.Module) -> list[nn.Parameter]:
    return [weight for weight in network.parameters() if weight.requires_grad]


def _total(terms: Mapping[str, Tensor]) -> Tensor:
    return torch.stack(list(terms.values())).sum()
