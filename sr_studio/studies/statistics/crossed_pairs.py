"""The crossed estimate of all pairs of a set at the price of one matrix product."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.statistics.crossed import Crossed, Sums, crossed, estimate, sums_of_margins
from sr_studio.studies.statistics.table import Floats, Ints

#: Whole scores minus the middle of the scale stay whole, so that sums are exact.
_MIDDLE = 3.0
#: Cells of differences held in memory at once where systems have different holes.
_CELLS_AT_ONCE = 4_000_000


def crossed_pairs(scores: Floats, first: Ints, second: Ints) -> Crossed:
    """:func:`crossed` of every difference ``scores[:, :, first] − scores[:, :, second]``.

    Where all systems have the same holes (complete sets, block designs) the sums of all
    differences follow from the margins of each system and one product of the scores with
    themselves; the differences are never formed.

    Args:
        scores: I × J × S, NaN for missing.
        first, second: K places along the system axis.
    """
    seen = ~np.isnan(scores)
    if not same_holes(seen):
        return _one_by_one(scores, first, second)
    y = np.where(seen, scores - _MIDDLE, 0.0)
    s_i, s_j, gram = y.sum(axis=1).T, y.sum(axis=0).T, _gram(y)
    n_i = seen[:, :, 0].sum(axis=1, dtype=np.float64)
    n_j = seen[:, :, 0].sum(axis=0, dtype=np.float64)
    return estimate(_difference_sums(n_i, n_j, s_i, s_j, gram, first, second))


def crossed_pairs_without_each(
    scores: Floats, first: Ints, second: Ints, left_out: Ints
) -> list[Crossed]:
    """:func:`crossed_pairs` without one rater at a time, for each of ``left_out``."""
    seen = ~np.isnan(scores)
    if not same_holes(seen):
        return [_one_by_one(np.delete(scores, rater, axis=0), first, second) for rater in left_out]
    y = np.where(seen, scores - _MIDDLE, 0.0)
    s_i, s_j, gram = y.sum(axis=1).T, y.sum(axis=0).T, _gram(y)
    cells = seen[:, :, 0]
    n_i, n_j = cells.sum(axis=1, dtype=np.float64), cells.sum(axis=0, dtype=np.float64)
    return [
        estimate(
            _difference_sums(
                np.delete(n_i, rater),
                n_j - cells[rater],
                np.delete(s_i, rater, axis=1),
                s_j - y[rater].T,
                gram - y[rater].T @ y[rater],
                first,
                second,
            )
        )
        for rater in left_out
    ]


def same_holes(seen: np.ndarray) -> bool:
    """Whether every system lacks the same (rater, image) cells (``seen``: I × J × S)."""
    return bool((seen == seen[:, :, :1]).all())


def _gram(y: Floats) -> Floats:
    flat = y.reshape(-1, y.shape[2])
    return flat.T @ flat


def _difference_sums(
    n_i: Floats, n_j: Floats, s_i: Floats, s_j: Floats, gram: Floats, first: Ints, second: Ints
) -> Sums:
    pairs = len(first)
    square = np.diag(gram)
    return sums_of_margins(
        n_i=np.broadcast_to(n_i, (pairs, len(n_i))),
        n_j=np.broadcast_to(n_j, (pairs, len(n_j))),
        s_i=s_i[first] - s_i[second],
        s_j=s_j[first] - s_j[second],
        squares=square[first] + square[second] - 2 * gram[first, second],
        shift=np.zeros(pairs),
    )


def _one_by_one(scores: Floats, first: Ints, second: Ints) -> Crossed:
    by_system = np.moveaxis(scores, 2, 0)
    step = max(1, _CELLS_AT_ONCE // max(1, scores[:, :, 0].size))
    parts = [
        crossed(by_system[first[k : k + step]] - by_system[second[k : k + step]])
        for k in range(0, len(first), step)
    ]
    names = Crossed.__dataclass_fields__
    return Crossed(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})
