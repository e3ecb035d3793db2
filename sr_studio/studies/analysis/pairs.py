"""All pairs of a set's systems: the crossed test, the test over raters, and the pooled one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sr_studio.studies.analysis.crossed import Crossed
from sr_studio.studies.analysis.crossed_pairs import crossed_pairs, same_holes
from sr_studio.studies.analysis.equivalence import tost
from sr_studio.studies.analysis.multiplicity import holm
from sr_studio.studies.analysis.signed_rank import (
    PooledSignedRank,
    SignedRank,
    signed_rank,
    signed_rank_of_counts,
)
from sr_studio.studies.analysis.table import HIGHEST, LOWEST, Floats, Ints

#: Differences of whole scores lie within ± this.
_LARGEST = HIGHEST - LOWEST
_ROWS_AT_ONCE = 50_000


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
        holm_crossed, holm_raters, holm_pooled: Adjusted over the K pairs of the set.
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
    holm_crossed: Floats
    holm_raters: Floats
    holm_pooled: Floats


def pair_indices(systems: int) -> tuple[Ints, Ints]:
    """(first, second) of all pairs, in reading order."""
    pairs = np.array(list(combinations(range(systems), 2)), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def compare_pairs(scores: Floats, *, bound: float = 0.2, level: float = 0.95) -> PairTests:
    """Test every pair of systems of one set.

    Args:
        scores: I × J × S whole scores, NaN for missing.
        bound: Of the equivalence test, score points.
        level: Of the intervals.
    """
    first, second = pair_indices(scores.shape[2])
    if not len(first):
        raise ValueError("a set with one system has no pairs")
    of_cells = crossed_pairs(scores, first, second)
    over_raters = signed_rank(rater_differences(scores, first, second))
    counts = difference_counts(scores, first, second)
    pooled = signed_rank_of_counts(counts)
    total = np.maximum(counts.sum(axis=1), 1)
    return PairTests(
        first=first,
        second=second,
        difference=of_cells.mean,
        share_higher=counts[:, _LARGEST + 1 :].sum(axis=1) / total,
        share_equal=counts[:, _LARGEST] / total,
        share_lower=counts[:, :_LARGEST].sum(axis=1) / total,
        crossed=of_cells,
        halfwidth=of_cells.halfwidth(level),
        p_equivalence=tost(of_cells.mean, of_cells.se, of_cells.df, bound),
        raters=over_raters,
        pooled=pooled,
        holm_crossed=holm(of_cells.p),
        holm_raters=holm(over_raters.p),
        holm_pooled=holm(pooled.test.p),
    )


def rater_differences(scores: Floats, first: Ints, second: Ints) -> Floats:
    """I × K mean differences of each rater, over the images where the rater rated both."""
    seen = ~np.isnan(scores)
    if same_holes(seen):
        means = rater_means(scores)
        return means[:, first] - means[:, second]
    columns = [
        rater_means((scores[:, :, a] - scores[:, :, b])[:, :, None])[:, 0]
        for a, b in zip(first, second, strict=True)
    ]
    return np.stack(columns, axis=1)


def rater_means(scores: Floats) -> Floats:
    """I × S means over images; NaN for a rater without any."""
    count = (~np.isnan(scores)).sum(axis=1)
    total = np.nansum(scores, axis=1)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def difference_counts(scores: Floats, first: Ints, second: Ints) -> Ints:
    """K × 9: how often the difference of a pair is −4…4, from one table of grades against grades.

    Args:
        scores: I × J × S whole scores.
    """
    systems = scores.shape[2]
    flat = scores.reshape(-1, systems)
    grades = np.arange(LOWEST, HIGHEST + 1)
    together = np.zeros((systems * len(grades),) * 2)
    for start in range(0, len(flat), _ROWS_AT_ONCE):
        rows = flat[start : start + _ROWS_AT_ONCE]
        # float32 counts whole numbers exactly up to 2²⁴, more than the rows of one step.
        is_grade = (rows[:, :, None] == grades).astype(np.float32).reshape(len(rows), -1)
        together += is_grade.T @ is_grade
    table = together.reshape(systems, len(grades), systems, len(grades))
    of_pairs = table[first, :, second, :]  # K × grade of first × grade of second
    apart = grades[:, None] - grades[None, :]
    counts = [of_pairs[:, apart == value].sum(axis=1) for value in range(-_LARGEST, _LARGEST + 1)]
    return np.rint(np.stack(counts, axis=1)).astype(np.int64)
