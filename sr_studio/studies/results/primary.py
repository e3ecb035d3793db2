"""The contrasts that were declared beforehand: a family of their own, told in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sr_studio.studies.results.results import Primary, SetResults
from sr_studio.studies.results.words import p_words
from sr_studio.studies.statistics.pairs import holm
from sr_studio.studies.statistics.plan import AnalysisPlan


def find_pair(one: SetResults, first: str, second: str) -> tuple[int, float] | None:
    """(place among the pairs, +1 or −1 for its direction); None where it is not in the set."""
    if one.pairs is None or first not in one.systems or second not in one.systems:
        return None
    a, b = one.systems.index(first), one.systems.index(second)
    low, high = min(a, b), max(a, b)
    place = np.flatnonzero((one.pairs.first == low) & (one.pairs.second == high))
    return (int(place[0]), 1.0 if a < b else -1.0) if len(place) else None


def primary_contrasts(sets: Sequence[SetResults], plan: AnalysisPlan) -> tuple[Primary, ...]:
    """Test the declared contrasts by the declared test, Holm over them alone.

    A contrast that cannot be computed stays in the table and in the number Holm corrects for.
    """
    found = [_contrast(*contrast, sets, plan) for contrast in plan.analysis.primary]
    adjusted = holm(np.array([row.p for row in found]))
    by_name = {one.name: one for one in sets}
    return tuple(
        replace(row, p_holm=p, verdict=_verdict(replace(row, p_holm=p), by_name, plan))
        for row, p in zip(found, adjusted.tolist(), strict=True)
    )


def _contrast(
    first: str, second: str, name: str, sets: Sequence[SetResults], plan: AnalysisPlan
) -> Primary:
    nan = float("nan")
    one = next((one for one in sets if one.name == name), None)
    place = find_pair(one, first, second) if one is not None else None
    if one is None or one.declared is None or place is None:
        lacking = [s for s in (first, second) if one is None or s not in one.systems]
        reason = f"no ratings of {' and '.join(lacking)} on {name}"
        return Primary(first, second, name, nan, nan, nan, nan, nan, nan, "", reason)
    k, sign = place
    d = one.declared
    low, high = float(d.low[k]), float(d.high[k])
    if sign < 0:
        low, high = -high, -low
    difference = sign * float(d.estimate[k])
    p, equivalence = float(d.p[k]), float(d.p_equivalence[k])
    reason = str(d.reason[k])
    return Primary(first, second, name, difference, low, high, p, nan, equivalence, "", reason)


def _verdict(row: Primary, sets: Mapping[str, SetResults], plan: AnalysisPlan) -> str:
    """What a comparison says, and never that two systems are equal."""
    first, second, difference = row.first, row.second, row.difference
    if np.isnan(row.p):
        known = "" if np.isnan(difference) else f" The mean difference is {difference:+.2f}."
        return (
            f"{first} and {second} could not be compared by the declared test: {row.reason}.{known}"
        )
    interval = "no interval" if np.isnan(row.low) else f"[{row.low:+.2f}, {row.high:+.2f}]"
    if row.p_holm < plan.alpha:
        better, worse = (first, second) if difference > 0 else (second, first)
        text = (
            f"{better} was rated higher than {worse}: {first} − {second} = {difference:+.2f} "
            f"{interval}, {p_words(row.p_holm)}."
        )
    else:
        text = (
            f"A difference between {first} and {second} was not shown: {difference:+.2f} "
            f"{interval}, {p_words(row.p_holm)}."
        )
        if row.p_equivalence < plan.alpha:
            bound = plan.analysis.equivalence_bound
            text += (
                f" Any true difference is smaller than {bound:g} points "
                f"(two one-sided tests, {p_words(row.p_equivalence)})."
            )
    if plan.column == "raters":
        text += " This holds for these images."
    elif sets[row.set].few_images:
        text += (
            f" With {len(sets[row.set].references)} images nothing follows for images in general."
        )
    return text
