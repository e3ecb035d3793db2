"""All pairs of a set's systems: the crossed test, the test over raters, and the pooled one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sr_studio.studies.analysis.crossed import Crossed, crossed
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
#: Cells of differences held in memory at once.
_CELLS_AT_ONCE = 4_000_000


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
    parts = [_part(scores, a, b) for a, b in _chunks(first, second, scores[:, :, 0].size)]
    of_cells = _joined([part[0] for part in parts], Crossed)
    over_raters = signed_rank(np.concatenate([part[1] for part in parts], axis=1))
    counts = np.concatenate([part[2] for part in parts])
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


def rater_mean_differences(differences: Floats) -> Floats:
    """Mean over images of … × I × J differences; NaN for a rater without any."""
    count = (~np.isnan(differences)).sum(axis=-1)
    total = np.nansum(differences, axis=-1)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _chunks(first: Ints, second: Ints, cells: int) -> Iterator[tuple[Ints, Ints]]:
    step = max(1, _CELLS_AT_ONCE // max(1, cells))
    for start in range(0, len(first), step):
        yield first[start : start + step], second[start : start + step]


def _part(scores: Floats, first: Ints, second: Ints) -> tuple[Crossed, Floats, Ints]:
    by_system = np.moveaxis(scores, 2, 0)
    differences = by_system[first] - by_system[second]
    flat = differences.reshape(len(first), -1)
    counts = np.stack(
        [(flat == value).sum(axis=1) for value in range(-_LARGEST, _LARGEST + 1)], axis=1
    )
    return crossed(differences), rater_mean_differences(differences).T, counts


def _joined(parts: list[Crossed], kind: type[Crossed]) -> Crossed:
    names = kind.__dataclass_fields__
    return kind(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})
