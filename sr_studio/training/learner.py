"""The networks of a run, their optimisers and their average: what a checkpoint keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.crops import Crops
from sr_studio.training.ema import ExponentialMovingAverage
from sr_studio.training.objective import Objective
from sr_studio.training.optimisers import make_optimiser, set_learning_rate
from sr_studio.training.preprocessing import Preprocessor
from sr_studio.training.recipes import Recipe
from sr_studio.training.running import Runner, begin_update
from sr_studio.training.schedules import learning_rate
from sr_studio.training.steps import GanStep, PixelStep, Step


class Learner:
    """Generator, its average, and, in a GAN recipe, the discriminator.

    Args:
        recipe: What to do.
        generator: The network to train, on the device already.
        discriminator: Judges HR and SR; present when the recipe has one.
        objective: The terms of the loss.
        preprocessor: Makes inputs and targets.
        acceleration: What to compute with.
    """

    def __init__(
        self,
        recipe: Recipe,
        generator: Network,
        discriminator: nn.Module | None,
        objective: Objective,
        preprocessor: Preprocessor,
        acceleration: Acceleration,
    ) -> None:
        self.recipe = recipe
        self.generator = generator
        self.discriminator = discriminator
        self.objective = objective
        self.preprocessor = preprocessor
        self.acceleration = acceleration
        self.average = ExponentialMovingAverage(generator, recipe.ema_decay)
        self.optimiser = make_optimiser(generator, recipe.optimiser)
        fp16 = acceleration.autocast is torch.float16
        self.scaler = torch.amp.GradScaler(acceleration.device.type, enabled=fp16)
        self.run_generator = Runner(generator, acceleration)
        self.run_discriminator: Runner | None = None
        self.discriminator_optimiser: torch.optim.Optimizer | None = None
        self._step: Step = PixelStep(self)
        if discriminator is not None and recipe.discriminator_optimiser is not None:
            self.run_discriminator = Runner(discriminator, acceleration)
            self.discriminator_optimiser = make_optimiser(
                discriminator, recipe.discriminator_optimiser
            )
            self._step = GanStep(self, discriminator, self.discriminator_optimiser)

    def update(self, crops: Crops, iteration: int) -> dict[str, Tensor]:
        """One update of every network by one batch; gives the loss terms, detached, on the device.

        Which networks step how often is the business of the recipe's step (``steps``).
        """
        begin_update(self.acceleration)
        self._set_rates(iteration)
        terms = self._step(crops, iteration)
        self.average.update(self.generator)
        return terms

    def input(self, lr: Tensor) -> Tensor:
        """The generator's input for uint8 LR pictures N×3×H×W."""
        return self._laid_out(self.preprocessor.input(lr))

    def target(self, hr: Tensor) -> Tensor:
        """What uint8 HR pictures N×3×H×W are in the generator's output range."""
        return self._laid_out(self.preprocessor.target(hr))

    def step(self, network: nn.Module, optimiser: torch.optim.Optimizer) -> None:
        """Move a network by the gradients it has, clipped as the recipe says."""
        if self.scaler.is_enabled():
            self.scaler.unscale_(optimiser)
        if self.recipe.clip_norm:
            nn.utils.clip_grad_norm_(network.parameters(), self.recipe.clip_norm)
        self.scaler.step(optimiser)

    def gradient_norm(self) -> float:
        """Of the generator's last gradient, as its optimiser was given it (after clipping)."""
        gradients = [w.grad for w in self.generator.parameters() if w.grad is not None]
        norms = torch._foreach_norm(gradients)
        return float(torch.linalg.vector_norm(torch.stack(norms))) if gradients else 0.0

    def calibrate_average(self, batches: Iterable[Crops]) -> None:
        """Fit the average's statistics of batch normalisation to its weights, by these crops."""
        with self.acceleration.casting():
            self.average.calibrate(self.input(crops.lr) for crops in batches)

    def rate(self, iteration: int) -> float:
        """The generator's learning rate at an iteration."""
        return learning_rate(self.recipe, self.recipe.optimiser.lr, iteration)

    def state(self) -> dict[str, Any]:
        """All that an update depends on: tensors, numbers and texts only.

        ``params_ema`` stands at the top, where other programs look for weights.
        """
        state: dict[str, Any] = {
            "params_ema": self.average.module.state_dict(),
            "params": self.generator.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "scaler": self.scaler.state_dict(),
        }
        if self.discriminator is not None and self.discriminator_optimiser is not None:
            state["discriminator"] = self.discriminator.state_dict()
            # The key of the checkpoints that people have.
            state["critic_optimiser"] = self.discriminator_optimiser.state_dict()
        return state

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Put back what :meth:`state` gave."""
        self.average.module.load_state_dict(state["params_ema"])
        self.generator.load_state_dict(state["params"])
        self.optimiser.load_state_dict(state["optimiser"])
        if state["scaler"]:  # it is empty where the run was not in fp16 until now
            self.scaler.load_state_dict(state["scaler"])
        if self.discriminator is not None and self.discriminator_optimiser is not None:
            self.discriminator.load_state_dict(state["discriminator"])
            self.discriminator_optimiser.load_state_dict(state["critic_optimiser"])

    def is_finite(self) -> bool:
        """Whether every weight of the generator and its average is a number."""
        networks: list[nn.Module] = [self.generator, self.average.module]
        networks += [] if self.discriminator is None else [self.discriminator]
        return all(
            bool(torch.isfinite(weight).all()) for one in networks for weight in one.parameters()
        )

    def _laid_out(self, values: Tensor) -> Tensor:
        return values.contiguous(memory_format=torch.channels_last)

    def _set_rates(self, iteration: int) -> None:
        set_learning_rate(self.optimiser, self.rate(iteration))
        settings = self.recipe.discriminator_optimiser
        if self.discriminator_optimiser is not None and settings is not None:
            rate = learning_rate(self.recipe, settings.lr, iteration)
            set_learning_rate(self.discriminator_optimiser, rate)
