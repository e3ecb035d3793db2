"""How raters behaved: repeats, golden items, speed, straight-lining, even against odd."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.panel import row_correlations, spearman_brown
from sr_studio.studies.statistics.reliability import repeat_agreement
from sr_studio.studies.statistics.signed_rank import signed_rank
from sr_studio.studies.statistics.table import Floats, Ints, ratio

#: Below this many repeats a κ says nothing and is not judged.
FEWEST_REPEATS = 5
FEWEST_SYSTEMS = 3
#: Golden items: below this chance more misses than the accepted share are no accident.
GOLDEN_CHANCE = 0.05


def _no_codes() -> Ints:
    return np.empty(0, dtype=np.int64)


def _no_scores() -> Floats:
    return np.empty(0)


def _no_flags() -> np.ndarray:
    return np.empty(0, dtype=bool)


@dataclass(frozen=True)
class Conduct:
    """What is known about a study beside its scores. Codes are those of the rating table.

    Attributes:
        position: For each rating of the table its place in the rater's order, or None.
        rt_ms: For each rating the milliseconds from first paint to the key, NaN unknown; or None.
        min_view_ms: Before this no key is taken; None where it is not known: haste is not judged.
        repeat_rater, repeat_first, repeat_second: N repeated ratings, first revision of both.
        golden_rater, golden_hit: N golden ratings and whether each was accepted.
        trouble: Per rater code, what went wrong with display or self-test, in words.
    """

    position: Ints | None = None
    rt_ms: Floats | None = None
    min_view_ms: float | None = 1000.0
    repeat_rater: Ints = field(default_factory=_no_codes)
    repeat_first: Floats = field(default_factory=_no_scores)
    repeat_second: Floats = field(default_factory=_no_scores)
    golden_rater: Ints = field(default_factory=_no_codes)
    golden_hit: np.ndarray = field(default_factory=_no_flags)
    trouble: tuple[tuple[int, str], ...] = ()


def longest_runs(rater: Ints, position: Ints, score: Floats, raters: int) -> Ints:
    """I lengths of the longest run of equal ratings in the order they were given."""
    order = np.lexsort((position, rater))
    who, what = rater[order], score[order]
    longest = np.zeros(raters, dtype=np.int64)
    if not len(who):
        return longest
    new = np.ones(len(who), dtype=bool)
    new[1:] = (who[1:] != who[:-1]) | (what[1:] != what[:-1])
    starts = np.flatnonzero(new)
    lengths = np.diff(np.append(starts, len(who)))
    np.maximum.at(longest, who[starts], lengths)
    return longest


def haste(rater: Ints, rt_ms: Floats, soonest_ms: float, raters: int) -> Floats:
    """I shares of ratings given no later than ``soonest_ms``; NaN where no time is known."""
    known = ~np.isnan(rt_ms)
    n = np.bincount(rater[known], minlength=raters)
    fast = known & (rt_ms <= soonest_ms)
    quick = np.bincount(rater[fast], minlength=raters)
    return ratio(quick, n)


def golden_misses(
    rater: Ints, hit: np.ndarray, raters: int, accepted: float
) -> tuple[Ints, Ints, Floats]:
    """(asked, missed, chance) of golden items for each of I raters.

    The chance is that of at least so many misses for somebody who misses a share ``accepted``; NaN
    without items. One miss of four says nothing about a rater; four of five does.
    """
    asked = np.bincount(rater, minlength=raters)
    missed = np.bincount(rater[~hit], minlength=raters)
    return asked, missed, np.where(asked > 0, stats.binom.sf(missed - 1, asked, accepted), np.nan)


def rater_kappas(conduct: Conduct, raters: int) -> tuple[Ints, Floats]:
    """(how many repeats, weighted κ) for each of I raters; NaN below five repeats."""
    n = np.bincount(conduct.repeat_rater, minlength=raters)
    kappa = np.full(raters, np.nan)
    for i in np.flatnonzero(n >= FEWEST_REPEATS):
        own = conduct.repeat_rater == i
        kappa[i] = repeat_agreement(conduct.repeat_first[own], conduct.repeat_second[own]).kappa
    return n, kappa


def even_odd(
    rater: Ints, position: Ints, group: Ints, score: Floats, raters: int, groups: int
) -> Floats:
    """I correlations of a rater's system means at even and odd positions, Spearman–Brown.

    Args:
        group: For each rating the system it shows (system within set).

    Returns:
        NaN where fewer than three systems were rated in both halves, or without variance.
    """
    place = np.empty(len(rater), dtype=np.int64)
    order = np.lexsort((position, rater))
    begins = np.searchsorted(rater[order], np.arange(raters))
    place[order] = np.arange(len(rater)) - begins[rater[order]]
    key = (place % 2) * raters * groups + rater * groups + group
    n = np.bincount(key, minlength=2 * raters * groups)
    total = np.bincount(key, weights=score, minlength=2 * raters * groups)
    even, odd = ratio(total, n).reshape(2, raters, groups)
    enough = (~np.isnan(even) & ~np.isnan(odd)).sum(axis=1) >= FEWEST_SYSTEMS
    r = np.where(enough, row_correlations(even, odd), np.nan)
    return spearman_brown(r)


def first_against_second(conduct: Conduct) -> float:
    """p of repeated ratings differing in mean, over raters: the question of the paper's pilot.

    NaN without repeats; 1 where every rater's mean is the same.
    """
    if not len(conduct.repeat_rater):
        return float("nan")
    raters = int(conduct.repeat_rater.max()) + 1
    apart = conduct.repeat_second - conduct.repeat_first
    n = np.bincount(conduct.repeat_rater, minlength=raters)
    means = np.bincount(conduct.repeat_rater, weights=apart, minlength=raters)[n > 0] / n[n > 0]
    return float(signed_rank(means[:, None]).p[0])


def mean_order_balance(position: Ints, group: Ints, groups: int) -> Floats:
    """Mean position of each system, as a share 0..1 of the longest stream; NaN without ratings."""
    last = max(1, int(position.max())) if len(position) else 1
    n = np.bincount(group, minlength=groups)
    total = np.bincount(group, weights=position / last, minlength=groups)
    return ratio(total, n)


def kruskal_of_position(position: Ints, group: Ints) -> float:
    """p of systems sitting at different places of the order; NaN with one system."""
    parts = [position[group == g] for g in np.unique(group)]
    if len(parts) < 2 or not np.ptp(position):
        return float("nan")
    return float(stats.kruskal(*parts).pvalue)
