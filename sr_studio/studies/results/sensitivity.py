"""Would the verdicts be the same without the raters that were flagged?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sr_studio.studies.results.results import Sensitivity, SetResults, VerdictChange
from sr_studio.studies.statistics.crossed import crossed_pairs, crossed_pairs_without_each
from sr_studio.studies.statistics.flags import Flag
from sr_studio.studies.statistics.pairs import holm, rater_differences
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.signed_rank import signed_rank
from sr_studio.studies.statistics.table import Floats, Ints

#: Single raters tried one by one; beyond this only rules and all together are.
_MOST_SINGLE = 200
#: Pairs times raters left out one by one.
_MOST_TESTS = 200_000


def exclusion_sensitivity(
    sets: Sequence[SetResults],
    flags: Sequence[Flag],
    raters: Sequence[str],
    plan: AnalysisPlan,
) -> Sensitivity:
    """Recompute the declared test without each flagged rater, each rule's, and all of them."""
    alpha, family = plan.alpha, plan.analysis.family
    with_pairs = [one for one in sets if one.pairs is not None]
    flagged = sorted({flag.rater for flag in flags if flag.flagged})
    if not flagged or not with_pairs:
        return Sensitivity((), (), {})
    before = [one.declared.p_holm for one in with_pairs if one.declared is not None]
    changes: list[VerdictChange] = []
    trials: list[tuple[str, int, int]] = []

    def compare(label: str, gone: int, after: list[Floats]) -> int:
        found = _changes(label, with_pairs, before, after, alpha)
        trials.append((label, gone, len(found)))
        changes.extend(found)
        return len(found)

    pairs = sum(len(one.pairs.first) for one in with_pairs if one.pairs)
    singles = flagged[: min(_MOST_SINGLE, _MOST_TESTS // pairs)]
    by_set = [_without_each(one, singles) for one in with_pairs]
    rater_changes = {}
    for place, rater in enumerate(singles):
        after = _family([p[place] for p in by_set], family)
        rater_changes[rater] = compare(f"without {raters[rater]}", 1, after)
    for rule in dict.fromkeys(flag.rule for flag in flags if flag.flagged):
        gone = sorted({flag.rater for flag in flags if flag.flagged and flag.rule == rule})
        if len(gone) > 1:
            after = _family([_without_all(one, gone) for one in with_pairs], family)
            compare(f"without the raters flagged by {rule}", len(gone), after)
    if len(flagged) > 1:
        after = _family([_without_all(one, flagged) for one in with_pairs], family)
        compare("without all flagged raters", len(flagged), after)
    return Sensitivity(tuple(trials), tuple(changes), rater_changes)


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
    assert one.pairs is not None
    kept = np.delete(one.block.scores, _places(one, raters), axis=0)
    if not len(kept):
        return np.full(len(one.pairs.first), np.nan)
    if one.declared is not None and one.declared.column == "raters":
        return signed_rank(rater_differences(kept, one.pairs.first, one.pairs.second)).p
    return crossed_pairs(kept, one.pairs.first, one.pairs.second).p


def _family(p: list[Floats], family: str) -> list[Floats]:
    if family == "set":
        return [holm(values) for values in p]
    together = holm(np.concatenate(p))
    return np.split(together, np.cumsum([len(values) for values in p])[:-1])


def _changes(
    label: str,
    sets: Sequence[SetResults],
    before: Sequence[Floats],
    after: Sequence[Floats],
    alpha: float,
) -> list[VerdictChange]:
    found = []
    for one, old, new in zip(sets, before, after, strict=True):
        assert one.pairs is not None
        differs = (np.nan_to_num(old, nan=1.0) < alpha) != (np.nan_to_num(new, nan=1.0) < alpha)
        for k in np.flatnonzero(differs):
            a, b = one.systems[one.pairs.first[k]], one.systems[one.pairs.second[k]]
            found.append(VerdictChange(label, one.name, a, b, float(old[k]), float(new[k])))
    return found
