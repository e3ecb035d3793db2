"""Screening of a pair comparison: every rule on every rater. Nobody is excluded here."""

from __future__ import annotations

import numpy as np
from scipy import stats

from sr_studio.studies.definition.sections import Screening
from sr_studio.studies.statistics.choices import Choices
from sr_studio.studies.statistics.conduct import haste
from sr_studio.studies.statistics.flags import Flag, flags_of, flags_of_haste
from sr_studio.studies.statistics.table import Floats, Ints

#: Below this chance a share is no accident. Strict, because every rater is tried.
CHANCE = 0.01

#: Rule to what it finds, for the head of the screening table.
CHOICE_RULES = {
    "side": "one side chosen more often than by accident (binomial)",
    "majority": "agreement with the other raters below the panel's and no better than a coin",
    "repeats": "same answer to hidden repeats below the panel's and no better than a coin",
    "haste": "answers sooner than anybody can look",
}


def screen_choices(choices: Choices, rules: Screening, soonest_ms: float | None) -> list[Flag]:
    """Apply every rule that the data allow to every rater.

    Args:
        choices: The comparisons.
        rules: Thresholds of the plan.
        soonest_ms: Answers up to this time after the first paint are too fast; None: not known.
    """
    raters = len(choices.raters)
    flags = []
    sided = (choices.first_side != 0) & (choices.outcome != 0)
    if sided.any():
        left = choices.outcome[sided] == choices.first_side[sided]
        flags += _of_sides(*_shares(choices.rater[sided], left, raters))
    judged, agrees = _with_the_others(choices)
    if judged.any():
        flags += _below_the_panel(
            "majority",
            *_shares(choices.rater[judged], agrees[judged], raters),
            "{hits} of {asked} choices are those of most other raters",
        )
    if len(choices.repeat_rater):
        flags += _below_the_panel(
            "repeats",
            *_shares(choices.repeat_rater, choices.repeat_same, raters),
            "{hits} of {asked} repeated comparisons got the same answer",
        )
    if soonest_ms is not None and not np.isnan(choices.rt_ms).all():
        fast = haste(choices.rater, choices.rt_ms, soonest_ms, raters)
        flags += flags_of_haste(fast, rules, "answers")
    order = {name: place for place, name in enumerate(CHOICE_RULES)}
    return sorted(flags, key=lambda flag: (flag.rater, order[flag.rule]))


def _shares(rater: Ints, hit: np.ndarray, raters: int) -> tuple[Ints, Ints]:
    """(hits, asked) of each rater."""
    return np.bincount(rater[hit], minlength=raters), np.bincount(rater, minlength=raters)


def _of_sides(left: Ints, asked: Ints) -> list[Flag]:
    share = _over(left, asked)
    # Sides are balanced by the plan, so a rater without a habit takes each in half of the cases.
    chance = np.minimum(1.0, 2 * stats.binom.cdf(np.minimum(left, asked - left), asked, 0.5))
    return flags_of(
        "side",
        share,
        0.5,
        (asked > 0) & (chance < CHANCE),
        lambda i: (
            f"The left picture was chosen in {left[i]} of {asked[i]} comparisons; without a habit "
            f"that has a chance of {chance[i]:.1%}."
        ),
    )


def _below_the_panel(rule: str, hits: Ints, asked: Ints, words: str) -> list[Flag]:
    """Raters whose share of hits is below that of all others by more than accident."""
    others = _over(hits.sum() - hits, asked.sum() - asked)
    chance = np.where(np.isnan(others), 1.0, stats.binom.cdf(hits, asked, np.nan_to_num(others)))
    # A taste of one's own is no fault: only who agrees no better than a coin is looked at.
    guessed = stats.binom.sf(hits - 1, asked, 0.5) > CHANCE
    flagged = (asked > 0) & (chance < CHANCE) & guessed
    return [
        flag
        for i in range(len(hits))
        for flag in [
            Flag(
                i,
                rule,
                float(_over(hits, asked)[i]),
                float(others[i]),
                bool(flagged[i]),
                f"{words.format(hits=hits[i], asked=asked[i])}; of the others {others[i]:.0%}."
                if flagged[i]
                else "",
            )
        ]
    ]


def _over(hits: Ints, asked: Ints) -> Floats:
    return np.divide(hits, asked, out=np.full(len(hits), np.nan), where=asked > 0)


def _with_the_others(choices: Choices) -> tuple[np.ndarray, np.ndarray]:
    """(comparisons that others decided with a majority, whether this one agrees with it)."""
    low = np.minimum(choices.first, choices.second)
    high = np.maximum(choices.first, choices.second)
    sign = np.where(choices.first == low, choices.outcome, -choices.outcome)
    systems = len(choices.systems)
    _, cell = np.unique((choices.reference * systems + low) * systems + high, return_inverse=True)
    lead = np.bincount(cell, weights=sign)[cell] - sign
    return (lead != 0) & (sign != 0), sign == np.sign(lead)
