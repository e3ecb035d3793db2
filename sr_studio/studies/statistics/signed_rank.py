"""Wilcoxon's signed-rank test with its interval: over rater means, and on many differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy import special, stats

from sr_studio.studies.statistics.table import Floats, Ints, ratio

#: Up to this many non-zero differences the p of all sign patterns is used.
EXACT_UP_TO = 12
#: Float means that are equal on paper are made equal before ranking.
DIGITS = 12
#: What is left of an exact zero after a subtraction.
_ZERO = 1e-12
#: Width at which the search for an end of an interval stops, and the digits that are then known.
_WIDTH, _BISECTED = 1e-8, 7


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
        plus[k], minus[k], p[k] = _test(x[~np.isnan(x[:, k]), k])
    total = plus + minus
    return SignedRank(
        statistic=np.minimum(plus, minus),
        n=n,
        n_nonzero=n_nonzero,
        p=p,
        exact=exact,
        rank_biserial=ratio(plus - minus, total),
    )


@dataclass(frozen=True)
class Shift:
    """How far K columns are moved from 0, by the signed-rank test itself.

    Attributes:
        estimate: Hodges–Lehmann: the shift with equal rank sums on both sides; NaN without values.
        low, high: All shifts that the two-sided test does not reject; NaN where there are so few
            values that no shift could be rejected. 0 lies inside exactly where p ≥ 1 − level.
        p_equivalence: Of two one-sided tests with ±bound; NaN without values.
    """

    estimate: Floats
    low: Floats
    high: Floats
    p_equivalence: Floats


def signed_rank_shift(differences: Floats, *, bound: float, level: float = 0.95) -> Shift:
    """Estimate and interval of each column (N × K, NaN for missing) by inverting the test.

    Args:
        differences: As for :func:`signed_rank`.
        bound: Of the equivalence tests, score points.
        level: Of the interval.

    Source: Hodges and Lehmann (1963).
    """
    x = np.round(np.asarray(differences, dtype=np.float64), DIGITS)
    found = np.full((4, x.shape[1]), np.nan)
    for k in range(x.shape[1]):
        values = x[~np.isnan(x[:, k]), k]
        if len(values):
            found[:, k] = _shift(values, bound, 1 - level)
    return Shift(*found)


def _shift(values: Floats, bound: float, alpha: float) -> tuple[float, float, float, float]:
    below, above = float(values.min()) - 1.0, float(values.max()) + 1.0

    def balance(shift: float) -> float:
        plus, minus, _ = _test(values - shift)
        return plus - minus

    first, last = _cross(balance, below, above, 0.0), _cross(balance, below, above, -1e-9)
    estimate = round((first + last) / 2, _BISECTED) + 0.0
    equivalence = max(_one_sided(values + bound), _one_sided(bound - values))
    if _test(values - below)[2] >= alpha:
        return estimate, np.nan, np.nan, equivalence
    low = _cross(lambda shift: alpha - _test(values - shift)[2], below, first, 0.0)
    high = -_cross(lambda shift: alpha - _test(values + shift)[2], -above, -last, 0.0)
    # A difference of exactly 0 drops out of the test at 0 and nowhere else: follow the test there.
    if _test(values)[2] >= alpha:
        low, high = min(low, 0.0), max(high, 0.0)
    elif low <= 0 <= high:
        low, high = (0.0, high) if estimate > 0 else (low, 0.0)
    return estimate, round(low, _BISECTED) + 0.0, round(high, _BISECTED) + 0.0, equivalence


def _cross(falling: Callable[[float], float], low: float, high: float, level: float) -> float:
    """Where a step function falls to ``level`` or below; it is above at ``low``."""
    while high - low > _WIDTH:
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > level else (low, middle)
    return high


def _one_sided(values: Floats) -> float:
    """p of the values not lying above 0."""
    plus, minus, p = _test(values)
    return p / 2 if plus >= minus else 1 - p / 2


def _test(values: Floats) -> tuple[float, float, float]:
    """(R⁺, R⁻, two-sided p) of values without NaN; zeros are dropped."""
    values = values[np.abs(values) > _ZERO]
    if not len(values):
        return 0.0, 0.0, 1.0
    size = np.round(np.abs(values), DIGITS)
    in_order = np.sort(size)
    below, upto = np.searchsorted(in_order, size), np.searchsorted(in_order, size, side="right")
    ranks = (below + upto + 1) / 2
    plus = float(ranks[values > 0].sum())
    minus = float(ranks.sum()) - plus
    if len(values) <= EXACT_UP_TO:
        return plus, minus, _all_sign_patterns(ranks, plus)
    ties = float(((upto - below) ** 2 - 1.0).sum())
    return plus, minus, _asymptotic(len(values), ties, min(plus, minus))


def _all_sign_patterns(ranks: Floats, plus: float) -> float:
    patterns = np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks)) & 1
    possible = patterns @ ranks
    middle = ranks.sum() / 2
    return float(np.mean(np.abs(possible - middle) >= abs(plus - middle) - 1e-9))


def _asymptotic(n: int, ties: float, statistic: float) -> float:
    """Normal approximation; ``ties`` is the sum of t³ − t over groups of t equal ranks."""
    variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
    z = (statistic - n * (n + 1) / 4) / np.sqrt(variance)
    return float(min(1.0, 2 * special.ndtr(-abs(z))))


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
            rank_biserial=ratio(plus - minus, total),
        ),
        p_zsplit,
    )


def joined(parts: Sequence[PooledSignedRank]) -> PooledSignedRank:
    """The tests of several groups of pairs as one."""
    test = {
        field.name: np.concatenate([getattr(part.test, field.name) for part in parts])
        for field in fields(SignedRank)
    }
    return PooledSignedRank(SignedRank(**test), np.concatenate([p.p_zsplit for p in parts]))


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
