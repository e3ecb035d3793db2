"""The contrasts declared beforehand, and whether verdicts hold when other raters are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sr_studio.sentences import Sentence, joined
from sr_studio.studies.results.results import (
    OneSet,
    Primary,
    SetResults,
)
from sr_studio.studies.results.sensitivity import Sensitivity, Trial, VerdictChange
from sr_studio.studies.results.words import p_words
from sr_studio.studies.statistics.crossed import crossed_pairs, crossed_pairs_without_each
from sr_studio.studies.statistics.data import StudyData
from sr_studio.studies.statistics.flags import Flag
from sr_studio.studies.statistics.pairs import holm, holm_by_set, rater_differences
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.power import Stopping, stopping
from sr_studio.studies.statistics.signed_rank import signed_rank
from sr_studio.studies.statistics.table import Floats, Ints, RatingTable


def find_pair(one: OneSet, first: str, second: str) -> tuple[int, float] | None:
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
    by_name = {one.name: one for one in sets}
    found = [_contrast(*contrast, sets) for contrast in plan.analysis.primary]
    return with_verdicts(found, lambda row: _verdict(row, by_name, plan))


def with_verdicts(
    contrasts: Sequence[Primary], verdict: Callable[[Primary], str]
) -> tuple[Primary, ...]:
    """The declared contrasts after Holm's correction over them alone, each with its verdict."""
    adjusted = holm(np.array([row.p for row in contrasts])).tolist()
    rows = [replace(row, p_holm=p) for row, p in zip(contrasts, adjusted, strict=True)]
    return tuple(replace(row, verdict=verdict(row)) for row in rows)


def judged(plan: AnalysisPlan, complete: int, primary: Sequence[Primary]) -> Stopping | None:
    """How the declared stopping rule stands after so many complete raters; None without a plan."""
    if not plan.declared:
        return None
    halfwidth = (primary[0].high - primary[0].low) / 2 if primary else float("nan")
    return stopping(plan.analysis.stop, complete, halfwidth)


def _contrast(first: str, second: str, name: str, sets: Sequence[SetResults]) -> Primary:
    one = next((one for one in sets if one.name == name), None)
    place = find_pair(one, first, second) if one is not None else None
    if one is None or one.declared is None or place is None:
        lacking = [s for s in (first, second) if one is None or s not in one.systems]
        reason = Sentence("no ratings of %1 on %2", joined(" and ", lacking), name)
        return Primary.untested(first, second, name, reason)
    k, sign = place
    d = one.declared
    low, high = float(d.low[k]), float(d.high[k])
    if sign < 0:
        low, high = -high, -low
    difference = sign * float(d.estimate[k])
    return replace(
        Primary.untested(first, second, name, Sentence(d.reason[k])),
        difference=difference,
        low=low,
        high=high,
        p=float(d.p[k]),
        p_equivalence=float(d.p_equivalence[k]),
    )


def _verdict(row: Primary, sets: Mapping[str, SetResults], plan: AnalysisPlan) -> str:
    """What a comparison says, and never that two systems are equal."""
    first, second, difference = row.first, row.second, row.difference
    if np.isnan(row.p):
        parts = [
            Sentence(
                "%1 and %2 could not be compared by the declared test: %3.",
                first,
                second,
                row.reason,
            )
        ]
        if not np.isnan(difference):
            parts.append(Sentence("The mean difference is %1.", f"{difference:+.2f}"))
        return joined(" ", parts)
    known = not np.isnan(row.low)
    interval = f"[{row.low:+.2f}, {row.high:+.2f}]" if known else Sentence("no interval")
    numbers = (f"{difference:+.2f}", interval, p_words(row.p_holm))
    if row.p_holm < plan.alpha:
        better, worse = (first, second) if difference > 0 else (second, first)
        shown = "%1 was rated higher than %2: %3 − %4 = %5 %6, %7."
        parts = [Sentence(shown, better, worse, first, second, *numbers)]
    else:
        not_shown = "A difference between %1 and %2 was not shown: %3 %4, %5."
        parts = [Sentence(not_shown, first, second, *numbers)]
        if row.p_equivalence < plan.alpha:
            bound = f"{plan.analysis.equivalence_bound:g}"
            smaller = "Any true difference is smaller than %1 points (two one-sided tests, %2)."
            parts.append(Sentence(smaller, bound, p_words(row.p_equivalence)))
    return joined(" ", [*parts, *reach(plan.column == "raters", sets[row.set])])


def reach(only_these: bool, one: OneSet) -> list[Sentence]:
    """What a verdict does not speak of, where its set says nothing of images in general.

    Args:
        only_these: The declared inference is about the images that were shown.
    """
    if only_these:
        return [Sentence("This holds for these images.")]
    if one.few_images:
        general = "With %1 images nothing follows for images in general."
        return [Sentence(general, len(one.references))]
    return []


#: The trial with what a decision leaves out.
EXCLUDED = Sentence("with the excluded raters")
#: Single raters tried one by one; beyond this only rules and all together are.
_MOST_SINGLE = 200
#: Pairs times raters left out one by one.
_MOST_TESTS = 200_000


def exclusion_sensitivity(
    sets: Sequence[SetResults],
    primary: Sequence[Primary],
    flags: Sequence[Flag],
    data: StudyData,
) -> Sensitivity:
    """Recompute the declared test with what is excluded, and without each flagged rater, each
    rule's, and all of them."""
    table, everybody, plan = data.table, data.with_excluded, data.plan
    assert table is not None
    with_pairs = [one for one in sets if one.pairs is not None]
    if not with_pairs:
        return Sensitivity()
    before = [one.declared.p_holm for one in with_pairs if one.declared is not None]
    trials: list[Trial] = []

    def compare(label: str, others: int, p: list[Floats]) -> int:
        changes = verdict_changes(with_pairs, primary, before, p, plan)
        trials.append(Trial(label, others, changes))
        return len(changes)

    excluded = None
    if isinstance(everybody, RatingTable):
        p = [_of_everybody(one, everybody) for one in with_pairs]
        changes = verdict_changes(with_pairs, primary, before, p, plan)
        excluded = Trial(EXCLUDED, len(everybody.raters) - len(table.raters), changes)
    flagged = sorted({flag.rater for flag in flags if flag.flagged})
    if not flagged:
        return Sensitivity(excluded)
    pairs = sum(len(one.pairs.first) for one in with_pairs if one.pairs)
    singles = flagged[: min(_MOST_SINGLE, _MOST_TESTS // pairs)]
    by_set = [_without_each(one, singles) for one in with_pairs]
    rater_changes = {}
    for place, rater in enumerate(singles):
        label = Sentence("without %1", table.raters[rater])
        rater_changes[rater] = compare(label, 1, [p[place] for p in by_set])
    for rule in dict.fromkeys(flag.rule for flag in flags if flag.flagged):
        gone = sorted({flag.rater for flag in flags if flag.flagged and flag.rule == rule})
        if len(gone) > 1:
            label = Sentence("without the raters flagged by %1", rule)
            compare(label, len(gone), [_without_all(one, gone) for one in with_pairs])
    if len(flagged) > 1:
        label = Sentence("without all flagged raters")
        compare(label, len(flagged), [_without_all(one, flagged) for one in with_pairs])
    return Sensitivity(excluded, tuple(trials), rater_changes)


def _places(one: SetResults, raters: Sequence[int]) -> Ints:
    """Where raters sit in the set; those who did not rate there are left out."""
    return np.flatnonzero(np.isin(one.block.raters, raters))


def _without_each(one: SetResults, raters: Sequence[int]) -> list[Floats]:
    """Raw p of the declared test without one rater at a time."""
    assert one.pairs is not None
    assert one.declared is not None
    present = [rater for rater in raters if rater in one.block.raters]
    if one.declared.column == "raters":
        each = rater_differences(one.block.scores, one.pairs.first, one.pairs.second)
        places = {rater: int(_places(one, [rater])[0]) for rater in present}
        return [
            signed_rank(np.delete(each, places[rater], axis=0)).p
            if rater in places
            else one.declared.p
            for rater in raters
        ]
    estimates = crossed_pairs_without_each(
        one.block.scores, one.pairs.first, one.pairs.second, _places(one, present)
    )
    p = dict(zip(sorted(present), [estimate.p for estimate in estimates], strict=True))
    return [p.get(rater, one.pairs.crossed.p) for rater in raters]


def _without_all(one: SetResults, raters: Sequence[int]) -> Floats:
    return _declared_p(one, np.delete(one.block.scores, _places(one, raters), axis=0))


def _of_everybody(one: SetResults, everybody: RatingTable) -> Floats:
    """Raw p with the scores that a decision leaves out, of systems that have others as well."""
    block = everybody.block(one.name)
    names = [everybody.systems[code] for code in block.systems]
    return _declared_p(one, block.scores[:, :, [names.index(name) for name in one.systems]])


def _declared_p(one: SetResults, scores: Floats) -> Floats:
    """Raw p of the declared test on other scores of the set: raters × images × its systems."""
    assert one.pairs is not None
    if not len(scores):
        return np.full(len(one.pairs.first), np.nan)
    if one.declared is not None and one.declared.column == "raters":
        return signed_rank(rater_differences(scores, one.pairs.first, one.pairs.second)).p
    return crossed_pairs(scores, one.pairs.first, one.pairs.second).p


def verdict_changes(
    sets: Sequence[OneSet],
    primary: Sequence[Primary],
    before: Sequence[Floats],
    p: Sequence[Floats],
    plan: AnalysisPlan,
) -> tuple[VerdictChange, ...]:
    """Which verdicts are others, of primary contrasts first.

    Args:
        sets: Those with pairs.
        primary: The declared contrasts as analysed.
        before: Of every pair of each set, corrected.
        p: The same with other raters, not corrected yet.
    """
    after = holm_by_set(p, plan.analysis.family)
    return (
        *_primary_changes(sets, primary, p, plan.alpha),
        *_changes(sets, before, after, plan.alpha),
    )


def _primary_changes(
    sets: Sequence[OneSet], primary: Sequence[Primary], p: Sequence[Floats], alpha: float
) -> Iterator[VerdictChange]:
    """Declared contrasts with another verdict, corrected over them alone as in the analysis."""
    by_name = {one.name: (one, values) for one, values in zip(sets, p, strict=True)}

    def raw(row: Primary) -> float:
        if row.set not in by_name:
            return float("nan")
        one, values = by_name[row.set]
        place = find_pair(one, row.first, row.second)
        return float("nan") if place is None else float(values[place[0]])

    after = holm(np.array([raw(row) for row in primary]))
    for row, new in zip(primary, after.tolist(), strict=True):
        if (row.p_holm < alpha) != (new < alpha):  # what is undefined shows nothing
            yield VerdictChange(row.set, row.first, row.second, True, row.p_holm, new)


def _changes(
    sets: Sequence[OneSet], before: Sequence[Floats], after: Sequence[Floats], alpha: float
) -> Iterator[VerdictChange]:
    """Pairs with another verdict, corrected over the declared family."""
    for one, old, new in zip(sets, before, after, strict=True):
        assert one.pairs is not None
        for k in np.flatnonzero((old < alpha) != (new < alpha)):
            a, b = one.systems[one.pairs.first[k]], one.systems[one.pairs.second[k]]
            yield VerdictChange(one.name, a, b, False, float(old[k]), float(new[k]))
