"""Raters against the panel: fixed and relative correlation, BT.500-style screening with a guard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sr_studio.studies.definition.sections import Screening
from sr_studio.studies.statistics.descriptives import sample_sd
from sr_studio.studies.statistics.omnibus import rank_rows
from sr_studio.studies.statistics.table import Floats, Ints, means, ratio

#: The thresholds of a plan that declares none.
_RULES = Screening()
_DIGITS = 12
#: The scores are moved by the middle of the scale before sums of squares are taken.
_MIDDLE = 3.0


@dataclass(frozen=True)
class FixedCorrelation:
    """The rule with a fixed threshold.

    Attributes:
        first_pass: I correlations with the mean of everybody; NaN for a rater without variance.
        final: I correlations when a rater was dropped, or at the end for those kept.
        dropped: Places of the dropped raters, in order; raters without variance come first.
        no_variance: I: all own ratings equal (or fewer than two ratings).
    """

    first_pass: Floats
    final: Floats
    dropped: tuple[int, ...]
    no_variance: np.ndarray


@dataclass(frozen=True)
class RelativeCorrelation:
    """The rule whose threshold follows the panel.

    Attributes:
        r: I values of min(Pearson, Spearman) with the mean of all raters that vary; NaN for
            a rater without variance.
        threshold: min(0.70, mean(r) − SD(r)); NaN with fewer than two raters.
        flagged: r below it.
        no_variance: Raters left out.
    """

    r: Floats
    threshold: float
    flagged: np.ndarray
    no_variance: np.ndarray


def without_variance(scores: Floats) -> np.ndarray:
    """Which rows have no two different ratings."""
    low = np.where(np.isnan(scores), np.inf, scores).min(axis=1)
    high = np.where(np.isnan(scores), -np.inf, scores).max(axis=1)
    return ~(high > low)


def correlation_with_panel(
    scores: Floats, *, threshold: float = _RULES.correlation
) -> FixedCorrelation:
    """Drop the rater with the lowest correlation with the panel mean while it is below threshold.

    The panel mean is over all raters still kept, the rater among them; only the rater's own
    stimuli count. A rater without variance goes first and never harms the others.

    Args:
        scores: I × K, NaN for missing.
    """
    panel = _Panel(scores)
    constant = without_variance(scores)
    first_pass = np.where(constant, np.nan, panel.correlations())
    dropped = [int(i) for i in np.flatnonzero(constant)]
    panel.drop(dropped)
    final = np.full(len(scores), np.nan)
    kept = ~constant
    while kept.any():
        r = np.where(kept, panel.correlations(), np.nan)
        final[kept] = r[kept]
        if not (r < threshold).any() or kept.sum() <= 2:
            break
        lowest = int(np.nanargmin(r))
        kept[lowest] = False
        dropped.append(lowest)
        panel.drop([lowest])
    return FixedCorrelation(first_pass, final, tuple(dropped), constant)


class _Panel:
    """The mean of the kept raters, updated by one matrix–vector product for each drop."""

    def __init__(self, scores: Floats) -> None:
        self._seen = ~np.isnan(scores)
        self._complete = bool(self._seen.all())
        self._mask = self._seen.astype(np.float64)
        self._own = np.where(self._seen, scores - _MIDDLE, 0.0)
        self._n = self._seen.sum(axis=1)
        self._own_sum = self._own.sum(axis=1)
        self._own_squares = np.einsum("ij,ij->i", self._own, self._own)
        self._sum = self._own.sum(axis=0)
        self._count = self._mask.sum(axis=0)

    def drop(self, raters: list[int]) -> None:
        """Take raters out of the panel mean."""
        self._sum = self._sum - self._own[raters].sum(axis=0)
        self._count = self._count - self._mask[raters].sum(axis=0)

    def correlations(self) -> Floats:
        """Pearson r of everybody with the panel mean; NaN where either has no variance."""
        mean = np.divide(
            self._sum, self._count, out=np.zeros_like(self._sum), where=self._count > 0
        )
        # A stimulus nobody kept has rated cannot enter a dropped rater's correlation.
        if self._complete:
            n: Floats | float = float(len(mean))
            m_sum, m_squares = mean.sum(), mean @ mean
        else:
            n = self._n.astype(np.float64)
            m_sum, m_squares = self._mask @ mean, self._mask @ mean**2
        with np.errstate(invalid="ignore", divide="ignore"):
            covariance = self._own @ mean - self._own_sum * m_sum / n
            own = self._own_squares - self._own_sum**2 / n
            panel = m_squares - m_sum**2 / n
            r = covariance / np.sqrt(own * panel)
        return np.where((own > 1e-9) & (panel > 1e-9), np.clip(r, -1.0, 1.0), np.nan)


def relative_correlation(
    scores: Floats, *, ceiling: float = _RULES.relative_correlation
) -> RelativeCorrelation:
    """Compare each rater with the panel mean; the threshold follows everybody's correlation.

    Raters without variance are out of the panel; the rater judged is part of it.

    Args:
        scores: I × K, NaN for missing.
    """
    constant = without_variance(scores)
    r = np.full(len(scores), np.nan)
    judged = np.flatnonzero(~constant)
    if len(judged) >= 2:
        r[judged] = _with_the_mean(scores[judged])
    known = r[~np.isnan(r)]
    enough = len(known) >= 2
    threshold = min(ceiling, float(known.mean() - known.std())) if enough else np.nan
    return RelativeCorrelation(r, threshold, r < threshold, constant)


def _with_the_mean(scores: Floats) -> Floats:
    seen = ~np.isnan(scores)
    panel = np.where(seen, np.round(means(scores, axis=0), _DIGITS), np.nan)
    ranked = rank_rows(panel) if not seen.all() else rank_rows(panel[:1]).repeat(len(panel), 0)
    return np.minimum(row_correlations(scores, panel), row_correlations(rank_rows(scores), ranked))


def row_correlations(a: Floats, b: Floats) -> Floats:
    """Pearson r of each row of ``a`` with the same row of ``b``, over cells where both exist."""
    both = ~(np.isnan(a) | np.isnan(b))
    n = np.maximum(both.sum(axis=1, keepdims=True), 1)

    def centred(x: Floats) -> Floats:
        zeroed = np.where(both, x, 0.0)
        return np.where(both, zeroed - zeroed.sum(axis=1, keepdims=True) / n, 0.0)

    x, y = centred(a), centred(b)
    xx, yy = np.einsum("ij,ij->i", x, x), np.einsum("ij,ij->i", y, y)
    usable = (xx > 1e-12) & (yy > 1e-12)
    product = np.sqrt(np.where(usable, xx * yy, 1.0))
    r = np.clip(np.einsum("ij,ij->i", x, y) / product, -1.0, 1.0)
    return np.where(usable, r, np.nan)


#: Halves that correlate less would be wholes below −1.
_LOWEST_HALVES = -1 / 3


def spearman_brown(r: Floats) -> Floats:
    """What halves that correlate so would have as wholes: 2r/(1 + r), and −1 where it is less."""
    kept = np.maximum(r, _LOWEST_HALVES)
    return 2 * kept / (1 + kept)


#: A stimulus whose kurtosis lies in this range is taken as normal.
NORMAL_KURTOSIS = (2.0, 4.0)
NORMAL_LIMIT = 2.0
OTHER_LIMIT = float(np.sqrt(20.0))
#: A rating that lies on the limit to within rounding counts as on it.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Outliers:
    """For each of I raters.

    Attributes:
        above, below: P and Q, ratings at or beyond the limits.
        share: (P + Q) / own ratings; NaN without ratings.
        asymmetry: |P − Q| / (P + Q); NaN where both are 0.
        flagged: share > 0.05 and asymmetry < 0.3.
    """

    above: Ints
    below: Ints
    share: Floats
    asymmetry: Floats
    flagged: np.ndarray


def bt500_outliers(
    scores: Floats,
    *,
    most: float = _RULES.bt500_share,
    balance: float = _RULES.bt500_balance,
) -> Outliers:
    """Count each rater's extreme ratings.

    A unanimous stimulus (SD 0) has no limits and contributes nothing; the share is of the rater's
    own ratings.

    Args:
        scores: I × K, NaN for missing.
        most: Largest share of extreme ratings that is not flagged.
        balance: From this asymmetry on a rater is biased, not erratic, and not flagged.

    Source: the screening rule known from ITU-R BT.500, with our guard and denominators.
    """
    seen = ~np.isnan(scores)
    n = seen.sum(axis=0)
    sd = sample_sd(scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        around = np.where(seen, scores - means(scores, axis=0), 0.0)
        squares = around**2
        second = squares.sum(axis=0) / n
        kurtosis = (squares**2).sum(axis=0) / n / second**2
    normal = (kurtosis >= NORMAL_KURTOSIS[0]) & (kurtosis <= NORMAL_KURTOSIS[1])
    limit = np.where(normal, NORMAL_LIMIT, OTHER_LIMIT) * sd
    limit = np.where((n >= 2) & (sd > 0), limit, np.inf) - _ROUNDING
    above = (seen & (around >= limit)).sum(axis=1)
    below = (seen & (around <= -limit)).sum(axis=1)
    both, own = above + below, seen.sum(axis=1)
    share, asymmetry = ratio(both, own), ratio(np.abs(above - below), both)
    flagged = (share > most) & (asymmetry < balance)
    return Outliers(above, below, share, asymmetry, flagged)
