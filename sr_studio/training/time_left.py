"""How long a run still takes, from what it did so far. No torch."""

from __future__ import annotations

from sr_studio.training.cost import Cost, validations_after
from sr_studio.training.recipes import Recipe

#: The pace wavers from second to second; the one that is reckoned with forgets this slowly.
_KEPT = 0.9


class TimeLeft:
    """Learns what updates, validations and checkpoints cost, and adds up what is to come."""

    def __init__(self) -> None:
        self._rate: float | None = None
        self._validation = 0.0
        self._checkpoint = 0.0

    def updated(self, rate: float) -> None:
        """Updates were made at this rate, per second."""
        self._rate = rate if self._rate is None else _KEPT * self._rate + (1 - _KEPT) * rate

    def saved(self, seconds: float, *, validated: bool) -> None:
        """A checkpoint took so long, with a validation before it or without."""
        if validated:
            self._validation = max(0.0, seconds - self._checkpoint)
        else:
            self._checkpoint = seconds

    def seconds(self, recipe: Recipe, iteration: int) -> float | None:
        """What the rest of a run takes; None while no update was timed."""
        if not self._rate:
            return None
        cost = Cost(self._rate, self._validation, self._checkpoint)
        left = recipe.iterations - iteration
        return cost.seconds_left(left, validations_after(recipe, iteration))
