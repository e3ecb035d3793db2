"""How scores spread: the SOS parameter, the generalised score distribution and its fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special, stats

from sr_studio.studies.statistics.table import Floats, Ints, ratio

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
    a = float(ratio(products.sum(), weights.sum()))
    rated = int((n >= 2).sum())
    if np.isnan(a):
        return OpinionSpread(a, np.nan, np.nan, rated, "no stimulus between the ends of the scale")
    _, code = np.unique(images, return_inverse=True)
    by_image = [products.sum() - np.bincount(code, products)]
    by_image += [weights.sum() - np.bincount(code, weights)]
    without_image = ratio(*by_image)
    parts = []
    for start in range(0, len(scores), _RATERS_AT_ONCE):
        rows = slice(start, start + _RATERS_AT_ONCE)
        left = _terms(n - seen[rows], total - own[rows], squares - own[rows] ** 2, span)
        parts.append(ratio(left[0].sum(axis=-1), left[1].sum(axis=-1)))
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


#: Scales with more scores than this have no distribution of this kind.
MOST_SCORES = 11
_QUALITY_STEPS = 81
_AGREEMENT_STEPS = 41
_ZOOMS = 60
_CLOSE = 1e-7
_SMALLEST = 1e-300
#: Rows whose likelihood on the whole grid is in memory at one time.
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class ScoreDistribution:
    """The distribution fitted to each of K stimuli.

    Attributes:
        quality: ψ, the mean, on the scale of the scores; NaN without ratings.
        agreement: ρ from 0 (all scores at the two ends) to 1 (all at the nearest scores).
        g: The G statistic of the fit.
        p: Bootstrapped p of the fit, never below 1/(resamples + 1); None where not asked for.
    """

    quality: Floats
    agreement: Floats
    g: Floats
    p: Floats | None


@dataclass(frozen=True)
class Consistency:
    """Whether the scores of many stimuli come from such distributions.

    Attributes:
        stimuli: With a p value.
        poor: How many of them have p below alpha.
        share: poor / stimuli.
        bound: The largest share that chance explains (one-sided 95 %).
    """

    stimuli: int
    poor: int
    share: float
    bound: float

    @property
    def consistent(self) -> bool:
        """No more stimuli fit badly than chance explains."""
        return self.share <= self.bound


def gsd_probabilities(quality: Floats, agreement: Floats, scores: int = 5) -> Floats:
    """Probabilities of the scores 1…M.

    Args:
        quality: ψ from 1 to M, any shape.
        agreement: ρ from 0 to 1, the same shape.
        scores: M, at least 3.

    Returns:
        … × M, the last axis adding up to 1; mean ψ, variance ρ·Vmin + (1 − ρ)·Vmax.

    Source: Ćmiel, Nawała, Janowski and Rusek, Statistical Papers 65 (2024), equations 3 and 4; the
    common factors of numerator and denominator are cancelled so that ρ = 0 needs no limit.
    """
    psi, rho = (np.asarray(part, dtype=np.float64)[..., None] for part in (quality, agreement))
    k = np.arange(1, scores + 1)
    trials = scores - 1
    up, down = (psi - 1) / trials, (scores - psi) / trials
    # Both are 0 at the ends of the scale, where the distribution is one point for every ρ.
    widest = (psi - 1) * (scores - psi)
    narrowest = (np.ceil(psi) - psi) * (psi - np.floor(psi))
    between = widest - narrowest
    inside = between > 0
    critical = np.where(inside, (trials - 1) / trials * widest / np.where(inside, between, 1), 1.0)
    binomial = special.comb(trials, k - 1) * up ** (k - 1) * down ** (scores - k)

    low = np.minimum(rho, critical)
    step = critical - low
    i = np.arange(trials)[:, None]
    rising = i * step[..., None, :]  # … × trials × 1
    of_up = np.where(i < k - 1, up[..., None, :] * low[..., None, :] + rising, 1.0)
    of_down = np.where(i < scores - k, down[..., None, :] * low[..., None, :] + rising, 1.0)
    under = low[..., None, :] + rising
    # The factors i = 0 hold ρ: one of them cancels that of the denominator.
    of_up[..., 0, :] = np.where(k > 1, up, 1.0)
    of_down[..., 0, :] = np.where(k < scores, down, 1.0) * np.where((k > 1) & (k < scores), low, 1)
    under[..., 0, :] = 1.0
    top = of_up.prod(axis=-2) * of_down.prod(axis=-2)
    bottom = under.prod(axis=-2)
    spread = special.comb(trials, k - 1) * np.divide(
        top, bottom, out=np.zeros_like(top), where=bottom > 0
    )

    nearest = np.maximum(0.0, 1 - np.abs(k - psi))
    room = np.where(critical < 1, 1 - critical, 1.0)
    mixed = ((rho - critical) * nearest + (1 - rho) * binomial) / room
    return np.where(~inside | (critical >= 1), nearest, np.where(rho < critical, spread, mixed))


def fit_gsd(
    counts: Ints, *, resamples: int = 0, seed: int = 0, lowest: float = 1.0, step: float = 1.0
) -> ScoreDistribution:
    """Fit by maximum likelihood, and say by a G test how well it fits.

    The p is that of a parametric bootstrap in which every resample is fitted again, on a grid of
    81 means × 41 agreements, the same for the scores and their resamples.

    Args:
        counts: K × M ratings of each score.
        resamples: Of the bootstrap; 0 for none.
        lowest, step: Of the scale, so that ``quality`` is a score.

    Raises:
        ValueError: Fewer than 3 or more than 11 scores.

    Source: the fit of :func:`gsd_probabilities`; test and its use as in Nawała, Janowski, Ćmiel and
    Rusek, "Describing subjective experiment consistency by p-value P–P plot", ACM Multimedia 2020.
    """
    counts = np.asarray(counts)
    scores = counts.shape[1]
    if not 3 <= scores <= MOST_SCORES:
        raise ValueError(f"a distribution of {scores} scores cannot be fitted")
    n = counts.sum(axis=1)
    quality, agreement = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    g = np.full(len(counts), np.nan)
    # Equal counts have equal fits; small panels have few different ones.
    different, place = np.unique(counts, axis=0, return_inverse=True)
    rated = different.sum(axis=1) > 0
    psi, rho = _zoomed(different[rated])
    spot = (np.cumsum(rated) - 1)[place.ravel()]
    known = n > 0
    quality[known], agreement[known] = psi[spot[known]], rho[spot[known]]
    g[known] = _g(counts[known], gsd_probabilities(quality[known], agreement[known], scores))
    p = None
    if resamples:
        p = np.full(len(counts), np.nan)
        enough = n >= 2
        p[enough] = _bootstrap(counts[enough], quality[enough], agreement[enough], resamples, seed)
    return ScoreDistribution(lowest + step * (quality - 1), agreement, g, p)


def consistency(p: Floats, *, alpha: float = 0.05) -> Consistency:
    """Compare how many stimuli fit badly with what chance explains.

    Source: the bound of Nawała et al., ACM Multimedia 2020: alpha and 1.645 of its standard errors.
    """
    known = p[~np.isnan(p)]
    n = len(known)
    if not n:
        return Consistency(0, 0, float("nan"), float("nan"))
    poor = int((known < alpha).sum())
    bound = alpha + stats.norm.ppf(0.95) * np.sqrt(alpha * (1 - alpha) / n)
    return Consistency(n, poor, poor / n, float(bound))


@cache
def _grid(scores: int) -> tuple[Floats, Floats, Floats]:
    """(ψ, ρ, logarithms of the probabilities) of every point of the grid."""
    psi, rho = np.meshgrid(
        np.linspace(1, scores, _QUALITY_STEPS), np.linspace(0, 1, _AGREEMENT_STEPS), indexing="ij"
    )
    likely = gsd_probabilities(psi.ravel(), rho.ravel(), scores)
    return psi.ravel(), rho.ravel(), np.log(np.maximum(likely, _SMALLEST))


def _on_grid(counts: Ints) -> Ints:
    """Place of the most likely point of the grid for each row of counts."""
    _, _, logs = _grid(counts.shape[1])
    parts = [
        (counts[start : start + _ROWS_AT_ONCE].astype(np.float64) @ logs.T).argmax(axis=1)
        for start in range(0, len(counts), _ROWS_AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _zoomed(counts: Ints) -> tuple[Floats, Floats]:
    """Maximum likelihood from the best point of the grid, by smaller and smaller squares."""
    psi_grid, rho_grid, _ = _grid(counts.shape[1])
    scores = counts.shape[1]
    best = _on_grid(counts)
    psi, rho = psi_grid[best], rho_grid[best]
    around = np.array([(x, y) for x in (-1, -0.5, 0, 0.5, 1) for y in (-1, -0.5, 0, 0.5, 1)])
    reach = np.tile(
        [(scores - 1) / (_QUALITY_STEPS - 1), 1 / (_AGREEMENT_STEPS - 1)], (len(psi), 1)
    )
    rows = np.arange(len(psi))
    for _ in range(_ZOOMS):
        some_psi = np.clip(psi[:, None] + reach[:, :1] * around[:, 0], 1, scores)
        some_rho = np.clip(rho[:, None] + reach[:, 1:] * around[:, 1], 0, 1)
        logs = np.log(np.maximum(gsd_probabilities(some_psi, some_rho, scores), _SMALLEST))
        better = np.einsum("km,kcm->kc", counts, logs).argmax(axis=1)
        psi, rho = some_psi[rows, better], some_rho[rows, better]
        # A best point on the rim is walked after, one inside is looked at more closely.
        reach[(np.abs(around[better]) < 1).all(axis=1)] /= 2
        if (reach < _CLOSE).all():
            break
    return psi, rho


def _g(counts: Ints, probabilities: Floats) -> Floats:
    """2 Σ n_k ln(n_k / n p_k)."""
    expected = counts.sum(axis=-1, keepdims=True) * np.maximum(probabilities, _SMALLEST)
    return np.asarray(2 * (special.xlogy(counts, counts) - special.xlogy(counts, expected)).sum(-1))


def _bootstrap(
    counts: Ints, quality: Floats, agreement: Floats, resamples: int, seed: int
) -> Floats:
    scores = counts.shape[1]
    psi, rho, _ = _grid(scores)
    rng = np.random.default_rng(seed)

    def g_on_grid(some: Ints) -> Floats:
        best = _on_grid(some)
        return _g(some, gsd_probabilities(psi[best], rho[best], scores))

    observed = g_on_grid(counts)
    probabilities = gsd_probabilities(quality, agreement, scores)
    p = np.empty(len(counts))
    for k, (own, likely) in enumerate(zip(counts, probabilities, strict=True)):
        drawn = rng.multinomial(own.sum(), likely / likely.sum(), size=resamples)
        different, times = np.unique(drawn, axis=0, return_counts=True)
        worse = int(times[g_on_grid(different) >= observed[k] - 1e-9].sum())
        p[k] = (1 + worse) / (1 + resamples)
    return p
