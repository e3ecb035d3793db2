"""What a run costs in time: updates, validations and checkpoints together. No torch."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sr_studio.training.recipes import Recipe

#: Most seconds between two checkpoints, where nothing else is said.
CHECKPOINT_SECONDS = 300.0
_HOUR = 3600.0


@dataclass(frozen=True)
class Cost:
    """What was measured of a recipe on one computer.

    Attributes:
        rate: Updates a second.
        validation: Seconds of a validation with its previews.
        checkpoint: Seconds of a checkpoint with the statistics of batch normalisation before it.
        memory: Most bytes used at one time: of the GPU, else of the process.
        computes_with: Device and precision in words.
    """

    rate: float
    validation: float = 0.0
    checkpoint: float = 0.0
    memory: int = 0
    computes_with: str = ""

    def seconds_left(self, updates: int, validations: int) -> float:
        """Seconds that so many updates take with their validations and checkpoints."""
        training = updates / self.rate
        checkpoints = validations + training / CHECKPOINT_SECONDS
        return training + validations * self.validation + checkpoints * self.checkpoint

    def hours(self, recipe: Recipe) -> float:
        """Hours that a whole run of a recipe takes at its budget."""
        return self.seconds_left(recipe.iterations, validations_after(recipe, 0)) / _HOUR

    def budget_for(self, hours: float, recipe: Recipe) -> float:
        """The budget at which a run of a recipe takes so many hours, one update at least."""
        iterations = recipe.schedule.iterations
        # Their number does not depend on the budget: it scales their distance, too.
        fixed = self.seconds_left(0, validations_after(recipe, 0))
        whole = self.seconds_left(iterations, 0)
        return max(1 / iterations, (hours * _HOUR - fixed) / whole)


def validations_after(recipe: Recipe, iteration: int) -> int:
    """Validations that a run still has after an iteration; one comes at its end."""
    every = recipe.scaled(recipe.validation.every)
    return max(0, math.ceil(recipe.iterations / every) - iteration // every)
