"""The networks of a run, their optimisers, and what one update does to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.crops import Crops
from sr_studio.training.distributed import average_gradients
from sr_studio.training.ema import AveragedModel
from sr_studio.training.feed import Feed
from sr_studio.training.losses import (
    GeneratorLoss,
    discriminator_loss,
    generator_loss,
    realness,
)
from sr_studio.training.optimisers import make_optimiser, set_learning_rate
from sr_studio.training.recipes import Recipe
from sr_studio.training.schedules import learning_rate


class Learner:
    """Generator, its average, and, in a GAN recipe, the discriminator.

    Args:
        recipe: What to do.
        generator: The network to train, on the device already.
        discriminator: The critic, present when the recipe has one.
        loss: The generator's loss terms.
        feed: Makes inputs and targets.
        acceleration: What to compute with.
    """

    def __init__(
        self,
        recipe: Recipe,
        generator: Network,
        discriminator: nn.Module | None,
        loss: GeneratorLoss,
        feed: Feed,
        acceleration: Acceleration,
    ) -> None:
        self.recipe = recipe
        self.generator = generator
        self.discriminator = discriminator
        self.loss = loss
        self.feed = feed
        self.acceleration = acceleration
        self.average = AveragedModel(generator, recipe.ema_decay)
        self.optimiser = make_optimiser(generator, recipe.optimiser)
        self.critic_optimiser = None
        if discriminator is not None and recipe.discriminator_optimiser is not None:
            self.critic_optimiser = make_optimiser(discriminator, recipe.discriminator_optimiser)
        fp16 = acceleration.autocast is torch.float16
        self.scaler = torch.amp.GradScaler(acceleration.device.type, enabled=fp16)
        self._run_generator = _maybe_compiled(generator, acceleration)
        self._run_discriminator = (
            None if discriminator is None else _maybe_compiled(discriminator, acceleration)
        )

    def update(self, crops: Crops, iteration: int) -> dict[str, Tensor]:
        """One update of every network by one batch; gives the loss terms, detached, on the device.

        Generator and discriminator both step from where they stood before the update, so that the
        generator runs forward once and the statistics of its BatchNorm move once.
        """
        self._set_rates(iteration)
        self.optimiser.zero_grad(set_to_none=True)
        if self.critic_optimiser is not None:
            self.critic_optimiser.zero_grad(set_to_none=True)
        parts = self.recipe.accumulate
        sums: dict[str, Tensor] = {}
        for lr, hr in zip(crops.lr.chunk(parts), crops.hr.chunk(parts), strict=True):
            for name, value in self._backward(lr, hr, 1 / parts).items():
                sums[name] = sums.get(name, torch.zeros_like(value)) + value / parts
        self._step(self.generator, self.optimiser)
        if self.discriminator is not None and self.critic_optimiser is not None:
            self._step(self.discriminator, self.critic_optimiser)
        self.scaler.update()
        self.average.update(self.generator)
        return sums

    def calibrate_average(self, batches: Iterable[Crops]) -> None:
        """Fit the average's statistics of batch normalisation to its weights, by these crops."""
        with self.acceleration.casting():
            self.average.calibrate(self._laid_out(self.feed.input(crops.lr)) for crops in batches)

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
        if self.discriminator is not None and self.critic_optimiser is not None:
            state["discriminator"] = self.discriminator.state_dict()
            state["critic_optimiser"] = self.critic_optimiser.state_dict()
        return state

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Put back what :meth:`state` gave."""
        self.average.module.load_state_dict(state["params_ema"])
        self.generator.load_state_dict(state["params"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.scaler.load_state_dict(state["scaler"])
        if self.discriminator is not None and self.critic_optimiser is not None:
            self.discriminator.load_state_dict(state["discriminator"])
            self.critic_optimiser.load_state_dict(state["critic_optimiser"])

    def is_finite(self) -> bool:
        """Whether every weight of the generator and its average is a number."""
        networks: list[nn.Module] = [self.generator, self.average.module]
        networks += [] if self.discriminator is None else [self.discriminator]
        return all(
            bool(torch.isfinite(weight).all()) for net in networks for weight in net.parameters()
        )

    def _backward(self, lr: Tensor, hr: Tensor, share: float) -> dict[str, Tensor]:
        target = self._laid_out(self.feed.target(hr))
        with self.acceleration.casting():
            sr = self._run_generator(self._laid_out(self.feed.input(lr)))
            critic_loss, real, sureness = self._judge(sr.detach(), target)
            terms = self.loss(sr.float(), target)
            if self.discriminator is not None:
                terms |= self._adversarial(sr, real)
        self.scaler.scale(torch.stack(list(terms.values())).sum() * share).backward()
        if critic_loss is not None:
            self.scaler.scale(critic_loss * share).backward()
            terms["discriminator"] = critic_loss
            terms["realness_of_hr"] = sureness
        return {name: value.detach().float() for name, value in terms.items()}

    def _judge(self, sr: Tensor, hr: Tensor) -> tuple[Tensor | None, Tensor, Tensor]:
        """The discriminator's loss, its logits on HR, and how sure it is of HR."""
        if self._run_discriminator is None:
            return None, torch.empty(0), torch.empty(0)
        kind = self.recipe.loss.adversarial
        real = self._run_discriminator(hr).float()
        fake = self._run_discriminator(sr).float()
        return discriminator_loss(real, fake, kind), real, realness(real, fake, kind)

    def _adversarial(self, sr: Tensor, real: Tensor) -> dict[str, Tensor]:
        assert self.discriminator is not None and self._run_discriminator is not None
        # The generator's gradient passes through the discriminator but is not the discriminator's.
        self.discriminator.requires_grad_(False)
        fake = self._run_discriminator(sr).float()
        self.discriminator.requires_grad_(True)
        loss = generator_loss(real.detach(), fake, self.recipe.loss.adversarial)
        return {"adversarial": self.recipe.loss.adversarial_weight * loss}

    def _laid_out(self, values: Tensor) -> Tensor:
        return values.contiguous(memory_format=torch.channels_last)

    def _step(self, network: nn.Module, optimiser: torch.optim.Optimizer) -> None:
        if self.scaler.is_enabled():
            self.scaler.unscale_(optimiser)
        average_gradients(network.parameters())
        if self.recipe.clip_norm:
            nn.utils.clip_grad_norm_(network.parameters(), self.recipe.clip_norm)
        self.scaler.step(optimiser)

    def _set_rates(self, iteration: int) -> None:
        set_learning_rate(self.optimiser, self.rate(iteration))
        if self.critic_optimiser is not None and self.recipe.discriminator_optimiser is not None:
            peak = self.recipe.discriminator_optimiser.lr
            rate = learning_rate(self.recipe, peak, iteration)
            set_learning_rate(self.critic_optimiser, rate)


def _maybe_compiled(network: nn.Module, acceleration: Acceleration) -> Any:
    if not acceleration.compile:
        return network
    mode = "reduce-overhead" if acceleration.device.type == "cuda" else "default"
    return torch.compile(network, mode=mode)
