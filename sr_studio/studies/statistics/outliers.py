"""BT.500-style screening with a guard for unanimous stimuli. Finds erratic raters only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sr_studio.studies.statistics.descriptives import sample_sd
from sr_studio.studies.statistics.table import Floats, Ints

#: A stimulus whose kurtosis lies in this range is taken as normal.
NORMAL_KURTOSIS = (2.0, 4.0)
NORMAL_LIMIT = 2.0
OTHER_LIMIT = float(np.sqrt(20.0))
SHARE_THRESHOLD = 0.05
ASYMMETRY_THRESHOLD = 0.3
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
    most: float = SHARE_THRESHOLD,
    balance: float = ASYMMETRY_THRESHOLD,
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
        mean = np.nansum(scores, axis=0) / n
        around = np.where(seen, scores - mean, 0.0)
        squares = around**2
        second = squares.sum(axis=0) / n
        kurtosis = (squares**2).sum(axis=0) / n / second**2
    normal = (kurtosis >= NORMAL_KURTOSIS[0]) & (kurtosis <= NORMAL_KURTOSIS[1])
    limit = np.where(normal, NORMAL_LIMIT, OTHER_LIMIT) * sd
    limit = np.where((n >= 2) & (sd > 0), limit, np.inf) - _ROUNDING
    above = (seen & (around >= limit)).sum(axis=1)
    below = (seen & (around <= -limit)).sum(axis=1)
    both, own = above + below, seen.sum(axis=1)
    share = np.divide(both, own, out=np.full(len(own), np.nan), where=own > 0)
    asymmetry = np.divide(
        np.abs(above - below), both, out=np.full(len(own), np.nan), where=both > 0
    )
    flagged = (share > most) & (asymmetry < balance)
    return Outliers(above, below, share, asymmetry, flagged)
