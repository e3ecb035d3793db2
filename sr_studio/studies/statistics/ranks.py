"""Mean ranks, 1 = best, as in the paper's Fig. 10."""

from __future__ import annotations

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.table import Floats


def ranks(scores: Floats) -> Floats:
    """Rank the systems within each (rater, image), ties averaged, 1 = best.

    Args:
        scores: I × J × S; a (rater, image) with a missing system is left out (all NaN).
    """
    whole = ~np.isnan(scores).any(axis=2, keepdims=True)
    # Whole scores take few values, so the rank of a score is a matter of counting.
    higher = np.zeros_like(scores)
    equal = np.zeros_like(scores)
    for other in range(scores.shape[2]):
        column = scores[:, :, other : other + 1]
        higher += column > scores
        equal += column == scores
    return np.where(whole, higher + (equal + 1) / 2, np.nan)


def mean_ranks(scores: Floats) -> Floats:
    """S mean ranks over the (rater, image) with every system; NaN where there is none."""
    each = ranks(scores).reshape(-1, scores.shape[2])
    seen = ~np.isnan(each[:, 0])
    return each[seen].mean(axis=0) if seen.any() else np.full(scores.shape[2], np.nan)


def rank_rows(values: Floats) -> Floats:
    """Average ranks along the last axis; NaN cells keep NaN."""
    if not np.isnan(values).any():
        return np.asarray(stats.rankdata(values, axis=-1))
    return np.asarray(stats.rankdata(values, axis=-1, nan_policy="omit"))
