"""How far the raters agree with each other and with themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.panel import row_correlations, spearman_brown
from sr_studio.studies.statistics.table import Floats

#: Random halves of the raters that the noise ceiling is taken over.
_HALVES = 200


@dataclass(frozen=True)
class Agreement:
    """Intraclass correlations, two-way random, absolute agreement, with limits.

    Attributes:
        single, single_low, single_high: ICC(A,1): one rater.
        average, average_low, average_high: ICC(A,k): the mean of all raters.
        reason: Why all of them are NaN; empty where they are not.
    """

    single: float = np.nan
    single_low: float = np.nan
    single_high: float = np.nan
    average: float = np.nan
    average_low: float = np.nan
    average_high: float = np.nan
    reason: str = ""


def intraclass(scores: Floats, *, level: float = 0.95) -> Agreement:
    """ICC(A,1) and ICC(A,k).

    Args:
        scores: Raters × stimuli, complete; with holes there is no value but a reason.

    Source: McGraw and Wong (1996), cases 2 and 2k, absolute agreement.
    """
    k, n = scores.shape
    if np.isnan(scores).any():
        return Agreement(reason="some raters did not rate every stimulus")
    if k < 2 or n < 2:
        return Agreement(reason="fewer than two raters or stimuli")
    y = scores - scores.mean()
    of_stimulus, of_rater = y.mean(axis=0), y.mean(axis=1)
    ms_s = float(k * (of_stimulus**2).sum() / (n - 1))
    ms_r = float(n * (of_rater**2).sum() / (k - 1))
    rest = y - of_stimulus - of_rater[:, None]
    ms_e = float((rest**2).sum() / ((n - 1) * (k - 1)))
    whole = ms_s + (k - 1) * ms_e + k * (ms_r - ms_e) / n
    if ms_s + ms_r + ms_e < 1e-12 or whole <= 0:
        return Agreement(reason="no variation at all")
    single = (ms_s - ms_e) / whole
    average = (ms_s - ms_e) / (ms_s + (ms_r - ms_e) / n)
    low, high = _limits(single, ms_s, ms_r, ms_e, n, k, level)

    def stepped(rho: float) -> float:
        return k * rho / (1 + (k - 1) * rho)

    return Agreement(single, low, high, average, stepped(low), stepped(high))


def _limits(
    rho: float, ms_s: float, ms_r: float, ms_e: float, n: int, k: int, level: float
) -> tuple[float, float]:
    if rho >= 1 or ms_e <= 0:
        return rho, rho
    a = k * rho / (n * (1 - rho))
    b = 1 + k * rho * (n - 1) / (n * (1 - rho))
    v = (a * ms_r + b * ms_e) ** 2 / (
        (a * ms_r) ** 2 / (k - 1) + (b * ms_e) ** 2 / ((n - 1) * (k - 1))
    )
    tail = 0.5 + level / 2
    f_low, f_high = stats.f.ppf(tail, n - 1, v), stats.f.ppf(tail, v, n - 1)
    others = k * ms_r + (k * n - k - n) * ms_e
    low = n * (ms_s - f_low * ms_e) / (f_low * others + n * ms_s)
    high = n * (f_high * ms_s - ms_e) / (others + n * f_high * ms_s)
    return float(low), float(high)


def ordinal_alpha(scores: Floats) -> float:
    """Krippendorff's alpha for ordered grades; any pattern of missing ratings.

    Args:
        scores: Raters × stimuli, NaN for missing.

    Returns:
        NaN where undefined: no stimulus with two ratings, or no variation at all.

    Source: Krippendorff, Content Analysis (2004), chapter 11.
    """
    # The ordinal distance of two grades is the squared distance of their mid-ranks: sums of squares
    # are enough, whatever the number of grades.
    seen = ~np.isnan(scores)
    n_j = seen.sum(axis=0)
    seen &= n_j >= 2
    if not seen.any():
        return float("nan")
    stimulus = np.nonzero(seen)[1]
    value = scores[seen]
    grades, grade = np.unique(value, return_inverse=True)
    margins = np.bincount(grade, minlength=len(grades))
    value = (np.cumsum(margins) - margins / 2)[grade]
    value -= value.mean()
    squares = np.bincount(stimulus, weights=value**2, minlength=len(n_j))
    sums = np.bincount(stimulus, weights=value, minlength=len(n_j))
    judged = n_j >= 2
    within = (n_j * squares - sums**2)[judged] / (n_j[judged] - 1)
    n = len(value)
    expected = n * float(squares.sum()) - float(sums.sum()) ** 2
    if expected <= 0:
        return float("nan")
    return float(1 - (n - 1) * within.sum() / expected)


@dataclass(frozen=True)
class Repeats:
    """First against second rating of the same stimulus.

    Attributes:
        n: Pairs of ratings.
        exact: Share of equal pairs; NaN without pairs, like the next two.
        mean_absolute: Mean absolute difference, points.
        kappa: Quadratic weighted κ; NaN where the margins leave nothing to explain.
    """

    n: int
    exact: float
    mean_absolute: float
    kappa: float


def repeat_agreement(first: Floats, second: Floats) -> Repeats:
    """Agreement of N repeated ratings."""
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    nan = float("nan")
    if not len(first):
        return Repeats(0, nan, nan, nan)
    return Repeats(
        n=len(first),
        exact=float(np.mean(first == second)),
        mean_absolute=float(np.mean(np.abs(first - second))),
        kappa=weighted_kappa(first, second),
    )


def weighted_kappa(first: Floats, second: Floats) -> float:
    """κ = 1 − Σ w·o / Σ w·e with w = (a − b)² and e from the margins; NaN where Σ w·e = 0.

    Source: Cohen (1968). With squared weights Σ w·e is the sum of both variances and the squared
    difference of the means, so the number of grades does not matter.
    """
    # Asked of the scores themselves: the mean of equal tenths is not always that tenth.
    if np.ptp(np.concatenate([first, second])) == 0:
        return float("nan")
    chance = float(first.var() + second.var() + (first.mean() - second.mean()) ** 2)
    return float(1 - ((first - second) ** 2).mean() / chance)


@dataclass(frozen=True)
class NoiseCeiling:
    """The best correlation with MOS that any metric can hope for.

    Attributes:
        r: Mean Spearman–Brown corrected correlation of two random halves; NaN where undefined.
        low, high: 2.5 and 97.5 percentiles over the halves.
    """

    r: float = np.nan
    low: float = np.nan
    high: float = np.nan


def split_half(scores: Floats, *, seed: int) -> NoiseCeiling:
    """Correlate the MOS of random halves of the raters, corrected for the halving.

    Args:
        scores: Raters × stimuli, NaN for missing.
        seed: Of the halves.
    """
    raters = len(scores)
    if raters < 2 or scores.shape[1] < 3:
        return NoiseCeiling()
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((_HALVES, raters)), axis=1)
    chosen = (order < raters // 2).astype(np.float64)
    seen = (~np.isnan(scores)).astype(np.float64)
    values = np.where(seen > 0, scores - scores[seen > 0].mean(), 0.0)
    sums, counts = chosen @ values, chosen @ seen
    other_sums, other_counts = values.sum(axis=0) - sums, seen.sum(axis=0) - counts
    with np.errstate(invalid="ignore", divide="ignore"):
        r = row_correlations(
            np.where(counts > 0, sums / counts, np.nan),
            np.where(other_counts > 0, other_sums / other_counts, np.nan),
        )
    corrected = spearman_brown(r[np.isfinite(r)])
    if not len(corrected):
        return NoiseCeiling()
    low, high = np.percentile(corrected, [2.5, 97.5])
    return NoiseCeiling(float(corrected.mean()), float(low), float(high))
