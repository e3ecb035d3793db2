"""Wilcoxon's signed-rank test: over rater means, and on many whole-number differences at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.analysis.table import Floats, Ints

#: Up to this many non-zero differences the p of all sign patterns is used.
EXACT_UP_TO = 12
#: Float means that are equal on paper are made equal before ranking.
DIGITS = 12


@dataclass(frozen=True)
class SignedRank:
    """Tests of K columns.

    Attributes:
        statistic: min(R⁺, R⁻).
        n, n_nonzero: Differences, and those that are not zero.
        p: Two-sided; 1 where all differences are zero, NaN without differences.
        exact: Whether p counts all sign patterns; else it is asymptotic, without correction.
        rank_biserial: (R⁺ − R⁻)/(R⁺ + R⁻), the matched effect size; NaN where all are zero.
    """

    statistic: Floats
    n: Ints
    n_nonzero: Ints
    p: Floats
    exact: np.ndarray
    rank_biserial: Floats


def signed_rank(differences: Floats) -> SignedRank:
    """Test each column of ``differences`` (N × K, NaN for missing); zeros are dropped.

    The method never depends on ties: exact over all sign patterns up to 12 non-zero differences,
    asymptotic with tie correction above.
    """
    x = np.round(np.asarray(differences, dtype=np.float64), DIGITS)
    seen = ~np.isnan(x)
    n = seen.sum(axis=0)
    x = np.where(x == 0, np.nan, x)
    n_nonzero = (~np.isnan(x)).sum(axis=0)
    columns = x.shape[1]
    plus, minus, p = np.zeros(columns), np.zeros(columns), np.full(columns, np.nan)
    p[(n > 0) & (n_nonzero == 0)] = 1.0
    exact = (n_nonzero > 0) & (n_nonzero <= EXACT_UP_TO)
    for k in np.flatnonzero(n_nonzero):
        values = x[~np.isnan(x[:, k]), k]
        ranks = stats.rankdata(np.abs(values))
        plus[k], minus[k] = ranks[values > 0].sum(), ranks[values < 0].sum()
        p[k] = (
            _all_sign_patterns(ranks, plus[k])
            if exact[k]
            else _asymptotic(ranks, min(plus[k], minus[k]))
        )
    total = plus + minus
    return SignedRank(
        statistic=np.minimum(plus, minus),
        n=n,
        n_nonzero=n_nonzero,
        p=p,
        exact=exact,
        rank_biserial=np.divide(plus - minus, total, out=np.full(columns, np.nan), where=total > 0),
    )


def _all_sign_patterns(ranks: Floats, plus: float) -> float:
    patterns = np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks)) & 1
    possible = patterns @ ranks
    middle = ranks.sum() / 2
    return float(np.mean(np.abs(possible - middle) >= abs(plus - middle) - 1e-9))


def _asymptotic(ranks: Floats, statistic: float) -> float:
    n = len(ranks)
    _, ties = np.unique(ranks, return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24 - (ties**3.0 - ties).sum() / 48
    z = (statistic - n * (n + 1) / 4) / np.sqrt(variance)
    return float(min(1.0, 2 * stats.norm.sf(abs(z))))


@dataclass(frozen=True)
class PooledSignedRank:
    """The pooled tests of K pairs: :class:`SignedRank` with a second p that splits the zeros."""

    test: SignedRank
    p_zsplit: Floats


def signed_rank_of_counts(counts: Ints) -> PooledSignedRank:
    """The asymptotic test of whole-number differences, from how often each occurs.

    Differences of whole scores take few values, so their ranks follow from the counts; a hundred
    thousand of them cost no more than nine.

    Args:
        counts: K × (2m + 1): how often the differences −m…m occur.
    """
    n_of: Floats = counts.astype(np.float64)
    m = counts.shape[1] // 2
    zeros, positive, negative = n_of[:, m], n_of[:, m + 1 :], n_of[:, :m][:, ::-1]
    plus, minus, se = _rank_sums(positive, negative, np.zeros_like(zeros))
    nonzero = (positive + negative).sum(axis=1)
    total = plus + minus
    split_plus, split_minus, split_se = _rank_sums(positive, negative, zeros)
    p = _two_sided(plus, minus, se, nonzero)
    p_zsplit = _two_sided(split_plus, split_minus, split_se, nonzero)
    n = nonzero + zeros
    p[n == 0] = p_zsplit[n == 0] = np.nan
    return PooledSignedRank(
        SignedRank(
            statistic=np.minimum(plus, minus),
            n=n.astype(np.int64),
            n_nonzero=nonzero.astype(np.int64),
            p=p,
            exact=np.zeros(len(counts), dtype=bool),
            rank_biserial=np.divide(
                plus - minus, total, out=np.full(len(counts), np.nan), where=total > 0
            ),
        ),
        p_zsplit,
    )


def _rank_sums(positive: Floats, negative: Floats, zeros: Floats) -> tuple[Floats, Floats, Floats]:
    """R⁺ and R⁻ with half of the zeros' ranks each, and the standard error of either."""
    tied = positive + negative
    below = zeros[:, None] + np.cumsum(tied, axis=1) - tied
    rank = below + (tied + 1) / 2
    of_zeros = zeros * (zeros + 1) / 2 / 2
    plus = (positive * rank).sum(axis=1) + of_zeros
    minus = (negative * rank).sum(axis=1) + of_zeros
    n = tied.sum(axis=1) + zeros
    ties = (tied**3 - tied).sum(axis=1) + (zeros**3 - zeros)
    return plus, minus, np.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48)


def _two_sided(plus: Floats, minus: Floats, se: Floats, nonzero: Floats) -> Floats:
    distance = np.abs(plus - minus) / 2
    z = np.divide(distance, se, out=np.zeros_like(distance), where=se > 0)
    return np.where(nonzero > 0, np.minimum(1.0, 2 * stats.norm.sf(z)), 1.0)
