"""The learning rate as a pure function of the iteration, so that resuming needs no state."""

from __future__ import annotations

import math

from sr_studio.training.recipes import Recipe, Schedule


def learning_rate(recipe: Recipe, peak: float, iteration: int) -> float:
    """Learning rate used by update number ``iteration`` (from 0) of a run of ``recipe``.

    Args:
        recipe: Gives the schedule and, by its budget, the length of the run.
        peak: The optimiser's ``lr``.
        iteration: 0 for the first update.
    """
    schedule = recipe.schedule
    share = min(1.0, iteration / max(1, recipe.iterations - 1))
    if schedule.kind == "constant":
        return peak
    if schedule.kind == "steps":
        passed = sum(iteration >= recipe.scaled(moment) for moment in schedule.milestones)
        return peak * schedule.factor**passed
    if schedule.kind == "cosine":
        return _cosine(peak, schedule.floor, share)
    return _one_cycle(schedule, peak, share)


def _one_cycle(schedule: Schedule, peak: float, share: float) -> float:
    """Up by a cosine from a 25th of the peak, then down by a cosine to the floor."""
    if share < schedule.warm_up:
        return _cosine(peak / 25, peak, share / schedule.warm_up)
    return _cosine(peak, schedule.floor, (share - schedule.warm_up) / (1 - schedule.warm_up))


def _cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
