"""How much opinions spread at a given MOS: the SOS parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.table import Floats, Ints

_RATERS_AT_ONCE = 16


@dataclass(frozen=True)
class OpinionSpread:
    """The SOS parameter of one set.

    Attributes:
        a: SD² = a·(MOS − lowest)(highest − MOS): 0 where everybody agrees, 1 where all scores lie
            at the two ends.
        low, high: Its interval with raters and images as samples; NaN with fewer than two of
            either.
        stimuli: With at least two ratings, which is what the curve goes through.
        reason: Why there is less than everything.
    """

    a: float
    low: float
    high: float
    stimuli: int
    reason: str = ""


def opinion_spread(
    scores: Floats, images: Ints, lowest: float, highest: float, *, level: float = 0.95
) -> OpinionSpread:
    """Fit the SOS curve by least squares of the variances.

    The interval adds the jackknife variances over raters and over images, a little too wide since
    the residual is in both, with Satterthwaite's degrees of freedom.

    Args:
        scores: I × K, NaN for missing.
        images: K codes of the images the stimuli show.
        lowest, highest: Ends of the scale.

    Source: Hoßfeld, Schatz and Egger, "SOS: The MOS is not enough!", QoMEX 2011; variances with
    n − 1 in the denominator.
    """
    scores = np.asarray(scores, dtype=np.float64)
    seen = ~np.isnan(scores)
    # Scores from the lowest end, so that sums of squares lose no digits.
    own = np.where(seen, scores - lowest, 0.0)
    span = highest - lowest
    n, total, squares = seen.sum(axis=0), own.sum(axis=0), np.einsum("ij,ij->j", own, own)
    products, weights = _terms(n, total, squares, span)
    a = float(_ratio(products.sum(), weights.sum()))
    rated = int((n >= 2).sum())
    if np.isnan(a):
        return OpinionSpread(a, np.nan, np.nan, rated, "no stimulus between the ends of the scale")
    _, code = np.unique(images, return_inverse=True)
    by_image = [products.sum() - np.bincount(code, products)]
    by_image += [weights.sum() - np.bincount(code, weights)]
    without_image = _ratio(*by_image)
    parts = []
    for start in range(0, len(scores), _RATERS_AT_ONCE):
        rows = slice(start, start + _RATERS_AT_ONCE)
        left = _terms(n - seen[rows], total - own[rows], squares - own[rows] ** 2, span)
        parts.append(_ratio(left[0].sum(axis=-1), left[1].sum(axis=-1)))
    half = _halfwidth([np.concatenate(parts), without_image], level)
    return OpinionSpread(
        a,
        max(0.0, a - half),
        a + half,
        rated,
        "" if np.isfinite(half) else "fewer than two raters or images",
    )


def _terms(n: Ints, total: Floats, squares: Floats, span: float) -> tuple[Floats, Floats]:
    """(variance × widest variance, widest variance²) of each stimulus."""
    known = n >= 2
    count = np.maximum(n, 2)
    mean = total / count
    variance = np.where(known, np.maximum(0.0, squares - total * mean) / (count - 1), 0.0)
    widest = np.where(known, mean * (span - mean), 0.0)
    return variance * widest, widest**2


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)


def _halfwidth(samples: list[Floats], level: float) -> float:
    """Of the interval from the values without each rater and without each image."""
    variance, freedom = 0.0, 0.0
    for without in samples:
        g = len(without)
        if g < 2 or np.isnan(without).any():
            return float("nan")
        own = (g - 1) / g * float(((without - without.mean()) ** 2).sum())
        variance += own
        freedom += own**2 / (g - 1)
    if variance == 0:
        return 0.0
    return float(stats.t.ppf(0.5 + level / 2, variance**2 / freedom) * np.sqrt(variance))
