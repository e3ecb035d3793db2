"""All pairs of a set's systems: the crossed test, the test over raters, and the pooled one.

With Holm's correction, two one-sided tests, and the declared test, whose estimate, interval and p
come from one source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.crossed import Crossed, crossed_pairs, same_holes
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.signed_rank import (
    PooledSignedRank,
    SignedRank,
    joined,
    signed_rank,
    signed_rank_of_counts,
    signed_rank_shift,
)
from sr_studio.studies.statistics.table import Floats, Ints, means


def holm(p: Floats) -> Floats:
    """Step-down adjusted p values of one family.

    An undefined p (NaN) stays undefined but keeps its place in the size of the family, so that a
    comparison which could not be computed never makes the others look better.

    Args:
        p: Raw p values, any order.

    Returns:
        Adjusted p values in the same order: min(1, max over l ≤ k of (m − l + 1)·p₍l₎).

    Source: Holm, Scandinavian Journal of Statistics 6 (1979).
    """
    p = np.asarray(p, dtype=np.float64)
    defined = np.flatnonzero(~np.isnan(p))
    order = defined[np.argsort(p[defined], kind="stable")]
    factors = len(p) - np.arange(len(order))
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(factors * p[order]))
    return adjusted


def holm_by_set(p: Sequence[Floats], family: str) -> list[Floats]:
    """:func:`holm` of the raw p of several sets.

    Args:
        p: The p values of each set.
        family: What is corrected together: each ``set``, or ``all`` sets.
    """
    if family == "set" or not p:
        return [holm(values) for values in p]
    return np.split(holm(np.concatenate(p)), np.cumsum([len(values) for values in p])[:-1])


def tost(difference: Floats, se: Floats, df: Floats, bound: float) -> Floats:
    """p of the two one-sided tests; NaN where there is no standard error.

    p < α says the same as: the 1 − 2α interval lies inside ±bound.

    Args:
        difference: The crossed estimate, score points.
        se: Its standard error.
        df: Its degrees of freedom.
        bound: Largest difference that counts as equivalent, score points, > 0.

    Source: Schuirmann (1987).
    """
    usable = np.asarray(se) > 0
    safe = np.where(usable, se, 1.0)
    p = np.maximum(
        stats.t.sf((difference + bound) / safe, df), stats.t.cdf((difference - bound) / safe, df)
    )
    return np.where(usable, p, np.nan)


@dataclass(frozen=True)
class PairTests:
    """Every pair (first − second) of the S systems of a set; K = S(S − 1)/2 values each.

    Attributes:
        first, second: Places along the system axis.
        difference: Mean over cells where both were rated.
        share_higher, share_equal, share_lower: Of those cells, from the first system's side.
        crossed: Raters and images random: the headline.
        halfwidth: Of its 95 % (or ``level``) interval.
        p_equivalence: Two one-sided tests with the declared bound.
        raters: Signed-rank test over rater means (these images).
        pooled: Signed-rank test of all cells, as in the paper.
    """

    first: Ints
    second: Ints
    difference: Floats
    share_higher: Floats
    share_equal: Floats
    share_lower: Floats
    crossed: Crossed
    halfwidth: Floats
    p_equivalence: Floats
    raters: SignedRank
    pooled: PooledSignedRank

    @property
    def p(self) -> dict[str, Floats]:
        """Test (``crossed``, ``raters``, ``pooled``) to its K raw p values."""
        return {"crossed": self.crossed.p, "raters": self.raters.p, "pooled": self.pooled.test.p}


def pair_indices(systems: int) -> tuple[Ints, Ints]:
    """(first, second) of all pairs, in reading order."""
    pairs = np.array(list(combinations(range(systems), 2)), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def compare_pairs(
    scores: Floats, *, bound: float = 0.2, level: float = 0.95, step: float = 1.0
) -> PairTests:
    """Test every pair of systems of one set.

    Args:
        scores: I × J × S scores in whole steps, NaN for missing.
        bound: Of the equivalence test, score points.
        level: Of the intervals.
        step: Between two neighbouring scores of the scale.
    """
    first, second = pair_indices(scores.shape[2])
    if not len(first):
        raise ValueError("a set with one system has no pairs")
    of_cells = crossed_pairs(scores, first, second)
    over_raters = signed_rank(rater_differences(scores, first, second))
    pooled, shares = _pooled(scores, step)
    return PairTests(
        first=first,
        second=second,
        difference=of_cells.mean,
        share_higher=shares[:, 2],
        share_equal=shares[:, 1],
        share_lower=shares[:, 0],
        crossed=of_cells,
        halfwidth=of_cells.halfwidth(level),
        p_equivalence=tost(of_cells.mean, of_cells.se, of_cells.df, bound),
        raters=over_raters,
        pooled=pooled,
    )


def _pooled(scores: Floats, step: float) -> tuple[PooledSignedRank, Floats]:
    """The pooled tests of all pairs, and K × 3 shares lower, equal, higher."""
    tests, sides = [], []
    for counts in difference_counts(scores, step):
        m = counts.shape[1] // 2
        tests.append(signed_rank_of_counts(counts))
        parts = (counts[:, :m], counts[:, m : m + 1], counts[:, m + 1 :])
        sides.append(np.stack([part.sum(axis=1) for part in parts], axis=1))
    of_pairs = np.concatenate(sides)
    return joined(tests), of_pairs / np.maximum(of_pairs.sum(axis=1, keepdims=True), 1)


def rater_differences(scores: Floats, first: Ints, second: Ints) -> Floats:
    """I × K mean differences of each rater, over the images where the rater rated both."""
    seen = ~np.isnan(scores)
    if same_holes(seen):
        of_raters = means(scores, axis=1)
        return of_raters[:, first] - of_raters[:, second]
    columns = [
        means(scores[:, :, a] - scores[:, :, b], axis=1) for a, b in zip(first, second, strict=True)
    ]
    return np.stack(columns, axis=1)


def difference_counts(scores: Floats, step: float = 1.0) -> Iterator[Ints]:
    """For each system but the last: how often it differs from each later one by −m…m steps.

    Args:
        scores: I × J × S, in whole steps.

    Yields:
        (S − 1 − first) × (2m + 1) counts; m is the largest difference there could be. All of them
        together are the pairs in the order of :func:`pair_indices`; one after the other they stay
        small, however many systems and grades there are.
    """
    flat = scores.reshape(-1, scores.shape[2])
    low, high = (np.nanmin(flat), np.nanmax(flat)) if not np.isnan(flat).all() else (0.0, 0.0)
    largest = int(np.rint((high - low) / step))
    width = 2 * largest + 1
    # Missing scores lie so far below that a difference with one falls outside of −m…m.
    grade = np.where(np.isnan(flat), -4 * largest - 4, np.rint((flat - low) / step))
    grade = np.ascontiguousarray(grade.T.astype(np.int32))
    for first in range(len(grade) - 1):
        apart = grade[first] - grade[first + 1 :]
        apart[(apart < -largest) | (apart > largest) | (grade[first] < 0)] = largest + 1
        apart += largest
        yield np.stack([np.bincount(own, minlength=width + 1)[:width] for own in apart])


@dataclass(frozen=True)
class Declared:
    """What the declared test says of K pairs (first − second).

    Attributes:
        column: ``crossed`` (images like these) or ``raters`` (these images).
        estimate: Mean difference of the cells, or Hodges–Lehmann estimate over rater means.
        low, high: Its interval at the declared level; NaN where there is none.
        p, p_holm: Raw, and adjusted over the declared family.
        p_equivalence: Two one-sided tests with the declared bound.
        reason: Why there is no p; empty where there is one.
    """

    column: str
    estimate: Floats
    low: Floats
    high: Floats
    p: Floats
    p_holm: Floats
    p_equivalence: Floats
    reason: np.ndarray

    @property
    def halfwidth(self) -> Floats:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def declared_test(scores: Floats, pairs: PairTests, p_holm: Floats, plan: AnalysisPlan) -> Declared:
    """The test that the plan names, on the pairs of a set.

    Args:
        scores: I × J × S of the set.
        pairs: All its tests.
        p_holm: K adjusted p values of the declared test.
    """
    if plan.column == "crossed":
        return Declared(
            "crossed",
            pairs.difference,
            pairs.difference - pairs.halfwidth,
            pairs.difference + pairs.halfwidth,
            pairs.crossed.p,
            p_holm,
            pairs.p_equivalence,
            pairs.crossed.reason,
        )
    shift = signed_rank_shift(
        rater_differences(scores, pairs.first, pairs.second),
        bound=plan.analysis.equivalence_bound,
        level=plan.level,
    )
    reason = np.where(np.isnan(pairs.raters.p), "no rater rated both on one image", "")
    return Declared(
        "raters",
        shift.estimate,
        shift.low,
        shift.high,
        pairs.raters.p,
        p_holm,
        shift.p_equivalence,
        reason.astype(object),
    )
