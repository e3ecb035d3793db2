"""All pairs of a set's systems: the crossed test, the test over raters, and the pooled one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sr_studio.studies.statistics.crossed import Crossed
from sr_studio.studies.statistics.crossed_pairs import crossed_pairs, same_holes
from sr_studio.studies.statistics.equivalence import tost
from sr_studio.studies.statistics.multiplicity import holm
from sr_studio.studies.statistics.signed_rank import (
    PooledSignedRank,
    SignedRank,
    joined,
    signed_rank,
    signed_rank_of_counts,
)
from sr_studio.studies.statistics.table import Floats, Ints


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
        holm_crossed=holm(of_cells.p),
        holm_raters=holm(over_raters.p),
        holm_pooled=holm(pooled.test.p),
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
