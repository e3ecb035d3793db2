"""The contrasts that were declared beforehand: a family of their own, told in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sr_studio.studies.analysis.multiplicity import holm
from sr_studio.studies.analysis.plan import AnalysisPlan
from sr_studio.studies.analysis.results import Primary, SetResults
from sr_studio.studies.analysis.words import p_words


def find_pair(one: SetResults, first: str, second: str) -> tuple[int, float] | None:
    """(place among the pairs, +1 or −1 for its direction); None where it is not in the set."""
    if one.pairs is None or first not in one.systems or second not in one.systems:
        return None
    a, b = one.systems.index(first), one.systems.index(second)
    low, high = min(a, b), max(a, b)
    place = np.flatnonzero((one.pairs.first == low) & (one.pairs.second == high))
    return (int(place[0]), 1.0 if a < b else -1.0) if len(place) else None


def primary_contrasts(sets: Sequence[SetResults], plan: AnalysisPlan) -> tuple[Primary, ...]:
    """Test the declared contrasts by the declared test, Holm over them alone."""
    found = []
    for first, second, name in plan.analysis.primary:
        one = next((one for one in sets if one.name == name), None)
        place = find_pair(one, first, second) if one is not None else None
        if one is None or one.pairs is None or place is None:
            continue
        k, sign = place
        raw = one.pairs.crossed.p if plan.column == "crossed" else one.pairs.raters.p
        found.append((first, second, one, k, sign, float(raw[k])))
    adjusted = holm(np.array([row[-1] for row in found]))
    return tuple(_primary(*row, float(p), plan) for row, p in zip(found, adjusted, strict=True))


def _primary(
    first: str,
    second: str,
    one: SetResults,
    k: int,
    sign: float,
    p: float,
    p_holm: float,
    plan: AnalysisPlan,
) -> Primary:
    assert one.pairs is not None
    difference = sign * float(one.pairs.difference[k])
    half = float(one.pairs.halfwidth[k])
    equivalence = float(one.pairs.p_equivalence[k])
    return Primary(
        first,
        second,
        one.name,
        difference,
        difference - half,
        difference + half,
        p,
        p_holm,
        equivalence,
        verdict(first, second, difference, half, p_holm, equivalence, plan, one.few_images),
    )


def verdict(
    first: str,
    second: str,
    difference: float,
    half: float,
    p: float,
    equivalence: float,
    plan: AnalysisPlan,
    few_images: bool,
) -> str:
    """What a comparison says, and never that two systems are equal."""
    interval = f"[{difference - half:+.2f}, {difference + half:+.2f}]"
    bound = plan.analysis.equivalence_bound
    if np.isnan(p):
        return (
            f"{first} and {second} could not be compared by the declared test; the mean "
            f"difference is {difference:+.2f}."
        )
    if p < plan.alpha:
        better, worse = (first, second) if difference > 0 else (second, first)
        text = (
            f"{better} was rated higher than {worse}: {first} − {second} = {difference:+.2f} "
            f"{interval}, {p_words(p)}."
        )
    else:
        text = (
            f"A difference between {first} and {second} was not shown: {difference:+.2f} "
            f"{interval}, {p_words(p)}."
        )
        if equivalence < plan.alpha:
            text += (
                f" Any true difference is smaller than {bound:g} points "
                f"(two one-sided tests, {p_words(equivalence)})."
            )
    if plan.column == "raters":
        text += " This holds for these images."
    elif few_images:
        text += " With so few images nothing follows for images in general."
    return text
