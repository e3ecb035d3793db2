"""Do the systems of a set differ at all: ranks, Friedman, Kendall's W, two post hoc comparisons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.pairs import holm, pair_indices
from sr_studio.studies.statistics.table import Floats, Ints, means


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


_DIGITS = 12
#: Systems up to which Nemenyi's p are computed: an integral for every pair.
MOST_POST_HOC = 100

NO_COMMON = "no image shows every system"
FEW_SYSTEMS = "fewer than three systems"
FEW_RATERS = "fewer than two raters with every system"
ALL_TIED = "every rater gave all systems the same mean"


@dataclass(frozen=True)
class Omnibus:
    """Friedman's test on rater × system means.

    Attributes:
        n, k: Raters complete in systems; systems.
        chi2, p: NaN where undefined, see ``reason``.
        kendalls_w: 0 = no agreement of the raters' orders, 1 = full.
        mean_ranks: k mean ranks, 1 = best.
        first, second: Pairs of the post hoc comparisons.
        nemenyi_p: Familywise by itself; NaN beyond :data:`MOST_POST_HOC` systems.
        conover_p, conover_holm: Raw and Holm-adjusted.
        critical_difference: Nemenyi, of mean ranks, at alpha.
        reason: Why it was not computed; empty where it was.
    """

    n: int
    k: int
    chi2: float
    p: float
    kendalls_w: float
    mean_ranks: Floats
    first: Ints
    second: Ints
    nemenyi_p: Floats
    conover_p: Floats
    conover_holm: Floats
    critical_difference: float
    reason: str = ""


def friedman(scores: Floats, *, alpha: float = 0.05) -> Omnibus:
    """Test the systems of one set over rater means (rounded to 12 digits).

    Only images on which every system was shown count: means over different images compare the
    images, not the systems.

    Args:
        scores: I × J × S, NaN for missing.
        alpha: Of the critical difference.

    Source: Friedman (1937); Nemenyi (1963) and Demšar (2006); Conover (1999), section 5.8.
    """
    common = images_in_common(scores)
    of_raters = means(scores[:, common], axis=1)
    of_raters = np.round(of_raters[~np.isnan(of_raters).any(axis=1)], _DIGITS)
    n, k = len(of_raters), scores.shape[2]
    first, second = pair_indices(k)
    each = stats.rankdata(-of_raters, axis=1) if n else np.empty((0, k))
    reason = ""
    if k < 3:
        reason = FEW_SYSTEMS
    elif not common.any():
        reason = NO_COMMON
    elif n < 2:
        reason = FEW_RATERS
    elif not np.ptp(of_raters, axis=1).any():
        reason = ALL_TIED
    average = each.mean(axis=0) if n else np.full(k, np.nan)
    if reason:
        none = np.full(len(first), np.nan)
        nan = float("nan")
        return Omnibus(n, k, nan, nan, nan, average, first, second, none, none, none, nan, reason)
    chi2, p = stats.friedmanchisquare(*of_raters.T)
    unit = np.sqrt(k * (k + 1) / (6 * n))
    apart = np.sqrt(2) * np.abs(average[first] - average[second]) / unit
    nemenyi = np.full(len(apart), np.nan)
    if k <= MOST_POST_HOC:
        nemenyi = np.asarray(stats.studentized_range.sf(apart, k, np.inf))
    conover = _conover(each, float(chi2), first, second)
    critical = stats.studentized_range.ppf(1 - alpha, k, np.inf) / np.sqrt(2) * unit
    return Omnibus(
        n=n,
        k=k,
        chi2=float(chi2),
        p=float(p),
        kendalls_w=float(chi2) / (n * (k - 1)),
        mean_ranks=average,
        first=first,
        second=second,
        nemenyi_p=nemenyi,
        conover_p=conover,
        conover_holm=holm(conover),
        critical_difference=float(critical),
    )


def images_in_common(scores: Floats) -> np.ndarray:
    """J flags: on which images every system of the set was rated by somebody (I × J × S)."""
    shown = np.any(~np.isnan(scores), axis=0)
    return np.asarray(np.all(shown, axis=1))


def _conover(each: Floats, chi2: float, first: Ints, second: Ints) -> Floats:
    n, k = each.shape
    sums = each.sum(axis=0)
    squares = (each**2).sum()
    expected = n * k * (k + 1) ** 2 / 4
    df = (n - 1) * (k - 1)
    spread = 2 * n * (1 - chi2 / (n * (k - 1))) * (squares - expected) / df
    apart = np.abs(sums[first] - sums[second])
    if spread <= 1e-12:  # all raters agree perfectly: there is nothing to divide by
        return np.full(len(first), np.nan)
    return np.asarray(2 * stats.t.sf(apart / np.sqrt(spread), df))
