"""Pair comparisons in codes: what was chosen, by whom, on which side; and their screening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.sections import Screening
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.statistics.conduct import haste
from sr_studio.studies.statistics.flags import Flag, flags_of, flags_of_haste
from sr_studio.studies.statistics.table import DEFAULT_SET, Floats, Ints, ratio

if TYPE_CHECKING:
    import pandas as pd

_OUTCOMES = {"a": 1, "b": -1, "tie": 0}
_LEFT = {"left": 1, "right": -1}


@dataclass(frozen=True)
class Choices:
    """Pair comparisons that count (role ``test``), in codes.

    Attributes:
        raters, sets, references, systems: Names. References of two sets are two references even
            when they share a name.
        rater, set_code, reference: N codes each.
        first, second: The systems shown.
        outcome: 1 first preferred, −1 second preferred, 0 tie.
        first_side: 1 where ``first`` stood left, −1 right, 0 unknown.
        rt_ms: Milliseconds from first paint to the key; NaN unknown.
        repeat_rater, repeat_same: For each hidden repeat who answered it, and whether the answer
            was the one given before.
    """

    raters: tuple[str, ...]
    sets: tuple[str, ...]
    references: tuple[str, ...]
    systems: tuple[str, ...]
    rater: Ints
    set_code: Ints
    reference: Ints
    first: Ints
    second: Ints
    outcome: Ints
    first_side: Ints
    rt_ms: Floats
    repeat_rater: Ints
    repeat_same: np.ndarray

    def __len__(self) -> int:
        return len(self.outcome)


def choices_from_frame(
    test: pd.DataFrame,
    repeat: pd.DataFrame | None = None,
    *,
    systems: Sequence[str] | None = None,
    sets: Sequence[str] | None = None,
) -> Choices:
    """Code a tidy table: ``rater, reference, system, system_b, choice`` and, if there, ``set``,
    ``side`` and ``rt_ms``.

    Args:
        test: The comparisons that count; ``system`` is "a", ``system_b`` is "b".
        repeat: Hidden repeats, in the same columns.
        systems, sets: Their order; those not named follow in order of appearance.

    Raises:
        RatingsError: A choice is none of a, b and tie, or a system was compared with itself.
    """
    unknown = set(test["choice"].astype(str)) - set(_OUTCOMES)
    if unknown:
        raise RatingsError(f"a choice is {sorted(unknown)[0]!r} and not a, b or tie")
    system_names = list(systems or [])
    for column in ("system", "system_b"):
        system_names += [
            n for n in dict.fromkeys(test[column].astype(str)) if n not in system_names
        ]
    set_column = _sets_of(test)
    seen = tuple(dict.fromkeys(set_column))
    set_names = tuple(n for n in sets or () if n in seen)
    set_names += tuple(n for n in seen if n not in set_names)
    raters = tuple(dict.fromkeys(test["rater"].astype(str)))
    cells = list(zip(set_column, test["reference"].astype(str), strict=True))
    references = list(dict.fromkeys(cells))
    first, second = _coded(test["system"], system_names), _coded(test["system_b"], system_names)
    if (first == second).any():
        raise RatingsError(
            f"{system_names[int(first[first == second][0])]} is compared with itself"
        )
    repeat_rater, repeat_same = _repeats(test, repeat, raters)
    return Choices(
        raters=raters,
        sets=set_names,
        references=tuple(name for _, name in references),
        systems=tuple(system_names),
        rater=_coded(test["rater"], raters),
        set_code=_places(set_column, set_names),
        reference=_places(cells, references),
        first=first,
        second=second,
        outcome=_places(test["choice"].astype(str), ("b", "tie", "a")) - 1,
        first_side=np.array(
            [_LEFT.get(str(side), 0) for side in test["side"]]
            if "side" in test.columns
            else np.zeros(len(test)),
            dtype=np.int64,
        ),
        rt_ms=test["rt_ms"].to_numpy(dtype=np.float64, na_value=np.nan)
        if "rt_ms" in test.columns
        else np.full(len(test), np.nan),
        repeat_rater=repeat_rater,
        repeat_same=repeat_same,
    )


def _sets_of(frame: pd.DataFrame) -> list[str]:
    if "set" in frame.columns:
        return [str(name) for name in frame["set"]]
    return [DEFAULT_SET] * len(frame)


def _coded(column: pd.Series, names: Sequence[str]) -> Ints:
    return _places(column.astype(str), names)


def _places(values: object, names: Sequence[object]) -> Ints:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[value] for value in values], dtype=np.int64)  # type: ignore[attr-defined]


def _repeats(
    test: pd.DataFrame, repeat: pd.DataFrame | None, raters: Sequence[str]
) -> tuple[Ints, np.ndarray]:
    """Whether a repeat got the answer of its original, whichever of the two was called "a"."""
    if repeat is None or not len(repeat):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=bool)
    before = dict(_winners(test))
    found = [(key[0], winner == before[key]) for key, winner in _winners(repeat) if key in before]
    who = {name: number for number, name in enumerate(raters)}
    return (
        np.array([who[rater] for rater, _ in found], dtype=np.int64),
        np.array([same for _, same in found], dtype=bool),
    )


def _winners(frame: pd.DataFrame) -> list[tuple[tuple[str, str, str, frozenset[str]], str]]:
    """((rater, set, reference, the two systems), the winner or "") of every row."""
    rows = zip(
        frame["rater"].astype(str),
        _sets_of(frame),
        frame["reference"].astype(str),
        frame["system"].astype(str),
        frame["system_b"].astype(str),
        frame["choice"].astype(str),
        strict=True,
    )
    return [
        ((rater, name, reference, frozenset((a, b))), {"a": a, "b": b}.get(choice, ""))
        for rater, name, reference, a, b, choice in rows
    ]


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
            "%1 of %2 choices are those of most other raters; of the others %3.",
        )
    if len(choices.repeat_rater):
        flags += _below_the_panel(
            "repeats",
            *_shares(choices.repeat_rater, choices.repeat_same, raters),
            "%1 of %2 repeated comparisons got the same answer; of the others %3.",
        )
    if soonest_ms is not None and not np.isnan(choices.rt_ms).all():
        fast = haste(choices.rater, choices.rt_ms, soonest_ms, raters)
        flags += flags_of_haste(fast, rules, Sentence("answers"))
    order = {name: place for place, name in enumerate(CHOICE_RULES)}
    return sorted(flags, key=lambda flag: (flag.rater, order[flag.rule]))


def _shares(rater: Ints, hit: np.ndarray, raters: int) -> tuple[Ints, Ints]:
    """(hits, asked) of each rater."""
    return np.bincount(rater[hit], minlength=raters), np.bincount(rater, minlength=raters)


def _of_sides(left: Ints, asked: Ints) -> list[Flag]:
    share = ratio(left, asked)
    # Sides are balanced by the plan, so a rater without a habit takes each in half of the cases.
    chance = np.minimum(1.0, 2 * stats.binom.cdf(np.minimum(left, asked - left), asked, 0.5))
    return flags_of(
        "side",
        share,
        0.5,
        (asked > 0) & (chance < CHANCE),
        lambda i: Sentence(
            "The left picture was chosen in %1 of %2 comparisons; without a habit that has a "
            "chance of %3.",
            left[i],
            asked[i],
            f"{chance[i]:.1%}",
        ),
    )


def _below_the_panel(rule: str, hits: Ints, asked: Ints, text: str) -> list[Flag]:
    """Raters whose share of hits is below that of all others by more than accident.

    Args:
        text: Of the sentence, with fields for hits, asked, and the share of the others.
    """
    others = ratio(hits.sum() - hits, asked.sum() - asked)
    chance = np.where(np.isnan(others), 1.0, stats.binom.cdf(hits, asked, np.nan_to_num(others)))
    # A taste of one's own is no fault: only who agrees no better than a coin is looked at.
    guessed = stats.binom.sf(hits - 1, asked, 0.5) > CHANCE
    flagged = (asked > 0) & (chance < CHANCE) & guessed
    return flags_of(
        rule,
        ratio(hits, asked),
        others,
        flagged,
        lambda i: Sentence(text, hits[i], asked[i], f"{others[i]:.0%}"),
    )


def _with_the_others(choices: Choices) -> tuple[np.ndarray, np.ndarray]:
    """(comparisons that others decided with a majority, whether this one agrees with it)."""
    low = np.minimum(choices.first, choices.second)
    high = np.maximum(choices.first, choices.second)
    sign = np.where(choices.first == low, choices.outcome, -choices.outcome)
    systems = len(choices.systems)
    _, cell = np.unique((choices.reference * systems + low) * systems + high, return_inverse=True)
    lead = np.bincount(cell, weights=sign)[cell] - sign
    return (lead != 0) & (sign != 0), sign == np.sign(lead)
