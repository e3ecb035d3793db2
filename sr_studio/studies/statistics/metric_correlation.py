"""How well metrics predict people: correlations, a logistic fit, and Krasula's two analyses."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.statistics.table import Floats, Ints, ratio

_FEWEST = 4


@dataclass(frozen=True)
class MetricFit:
    """One metric against MOS over n stimuli.

    Attributes:
        n: Stimuli with both values, infinite metric values left out and counted.
        left_out: Stimuli without a finite metric value (HR against itself has no PSNR).
        plcc, plcc_low, plcc_high: Pearson r of the raw values, with Fisher's 95 % interval.
        srocc, krocc: Spearman and Kendall (tau-b).
        plcc_fitted: Pearson r of MOS with the fitted curve.
        rmse: Of the fit, score points, with n − parameters in the denominator.
        outliers, outlier_ratio: Stimuli that the fitted curve misses by more than half the width of
            the 95 % interval of their MOS, and their share; only among those with an interval.
        curve: "logistic", "line" or "none".
        parameters: (upper, lower, middle, width) of the logistic curve, or (slope, offset) of the
            straight line taken where the curve could not be fitted.
        reason: Why there is less than everything; empty otherwise.
    """

    n: int
    left_out: int
    plcc: float
    plcc_low: float
    plcc_high: float
    srocc: float
    krocc: float
    plcc_fitted: float
    rmse: float
    outliers: int
    outlier_ratio: float
    curve: str
    parameters: tuple[float, ...]
    reason: str = ""

    def predict(self, metric: Floats) -> Floats:
        """MOS predicted for metric values."""
        if self.curve == "logistic":
            return _logistic(metric, *self.parameters)
        if self.curve == "line":
            return self.parameters[0] * metric + self.parameters[1]
        return np.full(np.shape(metric), np.nan)


def _logistic(x: Floats, upper: float, lower: float, middle: float, width: float) -> Floats:
    with np.errstate(over="ignore"):
        return lower + (upper - lower) / (1 + np.exp(-(x - middle) / width))


def fit_metric(
    metric: Floats, mos: Floats, scale: Scale = FIVE_POINTS, *, halfwidth: Floats | None = None
) -> MetricFit:
    """Correlate and fit.

    Args:
        metric: One value a stimulus; may hold NaN or infinity.
        mos: NaN where nobody rated.
        scale: Of the scores; the curve may leave it by a quarter of its range.
        halfwidth: Of the interval of each MOS, for the outliers; NaN where there is none.

    Source: the four-parameter logistic of the VQEG reports; statistics as P.1401 lists them.
    """
    metric, mos = np.asarray(metric, dtype=np.float64), np.asarray(mos, dtype=np.float64)
    rated = ~np.isnan(mos)
    usable = rated & np.isfinite(metric)
    x, y = metric[usable], mos[usable]
    n, left_out = len(x), int((rated & ~usable).sum())
    nan = float("nan")

    def none(reason: str) -> MetricFit:
        return MetricFit(n, left_out, *(nan,) * 7, 0, nan, "none", (), reason)

    if n < _FEWEST:
        return none(f"fewer than {_FEWEST} stimuli")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return none("no variation of the metric or of MOS")
    plcc = float(stats.pearsonr(x, y).statistic)
    spread = stats.norm.ppf(0.975) / np.sqrt(n - 3)
    z = np.arctanh(np.clip(plcc, -1 + 1e-12, 1 - 1e-12))
    parameters, curve = _fitted(x, y, plcc, scale)
    predicted = (
        _logistic(x, *parameters) if curve == "logistic" else parameters[0] * x + parameters[1]
    )
    varies = np.ptp(predicted) > 0
    freedom = max(1, n - len(parameters))
    width = np.full(n, nan) if halfwidth is None else np.asarray(halfwidth, dtype=float)[usable]
    judged = ~np.isnan(width)
    outliers = int((np.abs(predicted - y) > width)[judged].sum())
    return MetricFit(
        n=n,
        left_out=left_out,
        plcc=plcc,
        plcc_low=float(np.tanh(z - spread)),
        plcc_high=float(np.tanh(z + spread)),
        srocc=float(stats.spearmanr(x, y).statistic),
        krocc=float(stats.kendalltau(x, y).statistic),
        plcc_fitted=float(stats.pearsonr(predicted, y).statistic) if varies else nan,
        rmse=float(np.sqrt(((predicted - y) ** 2).sum() / freedom)),
        outliers=outliers,
        outlier_ratio=outliers / int(judged.sum()) if judged.any() else nan,
        curve=curve,
        parameters=tuple(float(value) for value in parameters),
        reason="" if curve == "logistic" else "the logistic curve could not be fitted",
    )


def steiger(r_first: float, r_second: float, r_between: float, n: int) -> float:
    """Two-sided p of two metrics correlating equally well with the same MOS.

    Args:
        r_first, r_second: Pearson r of each metric with MOS, over the same n stimuli; taken
            without their signs, since less can be better.
        r_between: Of the two metrics, with the sign that makes both point the same way.
        n: Stimuli.

    Returns:
        NaN with fewer than four stimuli, or where a correlation is not known.

    Source: Steiger, Psychological Bulletin 87 (1980), equation 14 (pooled).
    """
    if n < _FEWEST or np.isnan([r_first, r_second, r_between]).any():
        return float("nan")
    a, b = abs(r_first), abs(r_second)
    if abs(r_between) >= 1 - 1e-12 or max(a, b) >= 1 - 1e-12:
        return 1.0 if abs(a - b) < 1e-12 else float("nan")
    mean = (a + b) / 2
    psi = r_between * (1 - 2 * mean**2) - mean**2 * (1 - 2 * mean**2 - r_between**2) / 2
    covariance = psi / (1 - mean**2) ** 2
    z = (np.arctanh(a) - np.arctanh(b)) * np.sqrt((n - 3) / (2 - 2 * covariance))
    return float(2 * stats.norm.sf(abs(z)))


def _fitted(x: Floats, y: Floats, plcc: float, points: Scale) -> tuple[Floats, str]:
    """Least squares on standardised metric values, so that scale and sign do not matter."""
    centre, scale = x.mean(), x.std()
    u = (x - centre) / scale
    direction = 1.0 if plcc >= 0 else -1.0
    start = (y.max(), y.min(), 0.0, direction * 0.5)
    if len(x) > len(start):
        bottom, top = points.lowest - points.stretch, points.highest + points.stretch
        low, high = (bottom, bottom, -10.0, -20.0), (top, top, 10.0, 20.0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", optimize.OptimizeWarning)
                found, _ = optimize.curve_fit(
                    _logistic, u, y, p0=start, bounds=(low, high), max_nfev=5000
                )
        except (RuntimeError, ValueError):
            found = None
        if found is not None and abs(found[3]) > 1e-6:
            upper, lower, middle, width = found
            return np.array([upper, lower, centre + scale * middle, scale * width]), "logistic"
    return np.polyfit(x, y, 1), "line"


#: More stimuli than this make more pairs (4.5 million) than are worth their time.
MOST_STIMULI = 3_000
#: Images are left out one by one up to this number, beyond it in so many groups.
_MOST_GROUPS = 50
_FEWEST_GROUPS = 3

FEW_PAIRS = "no pairs of both kinds"
TOO_MANY = f"more than {MOST_STIMULI:,} stimuli"


@dataclass(frozen=True)
class StimulusPairs:
    """Every unordered pair of K stimuli, and what people say of it.

    Attributes:
        first, second: P places among the stimuli, first < second.
        verdict: P values: 1 where the first has the higher MOS, −1 where the second has, 0 where
            the two are not told apart.
    """

    first: Ints
    second: Ints
    verdict: Ints


@dataclass(frozen=True)
class PairClassing:
    """How well a metric sorts the pairs.

    Attributes:
        pairs_different, pairs_similar: Pairs that people tell apart, and do not.
        auc_different: Chance that the metric differs more on a pair that people tell apart than on
            one they do not (Krasula's different/similar analysis).
        auc_better: Chance that it orders such a pair as people do, over thresholds (better/worse).
        correct: Share of such pairs ordered as people do; a tie of the metric is not correct.
        *_low, *_high: 95 % limits from leaving out the images; NaN where there are none.
        without: G × 3 values of the three measures without each group of images, for
            :func:`difference_p`.
        reason: Why there is less than everything.
    """

    pairs_different: int
    pairs_similar: int
    auc_different: float
    auc_different_low: float
    auc_different_high: float
    auc_better: float
    auc_better_low: float
    auc_better_high: float
    correct: float
    correct_low: float
    correct_high: float
    without: Floats
    reason: str = ""


def stimulus_pairs(mos: Floats, se: Floats, *, level: float = 0.95) -> StimulusPairs:
    """Sort all pairs into told apart and not told apart by their ratings.

    Two stimuli are told apart where their MOS differ by more than z standard errors of the
    difference, z the two-sided normal quantile of ``level``.

    Args:
        mos: K means, none missing.
        se: K standard errors, 0 for unanimous stimuli, NaN (one rating) taken as unknown: such a
            pair is never told apart.
    """
    first, second = (part.astype(np.int64) for part in np.triu_indices(len(mos), 1))
    gap = mos[first] - mos[second]
    noise = np.sqrt(se[first] ** 2 + se[second] ** 2)
    apart = np.abs(gap) > stats.norm.ppf(0.5 + level / 2) * noise
    return StimulusPairs(first, second, np.where(apart, np.sign(gap), 0).astype(np.int64))


def class_pairs(metric: Floats, pairs: StimulusPairs, images: Ints) -> PairClassing:
    """Both areas and the share of correct orders, with limits over images.

    Pairs share stimuli and stimuli share images, so pairs are not independent; the limits come
    from a jackknife that leaves out one image (or one of 50 groups of images) at a time.

    Args:
        metric: K finite values; higher must mean better.
        images: K codes of the images the stimuli show.

    Source: Krasula, Fliegel, Le Callet and Klíma, QoMEX 2016; the areas are Mann–Whitney
    statistics (Hanley and McNeil 1982).
    """
    gap = metric[pairs.first] - metric[pairs.second]
    told = pairs.verdict != 0
    signed = gap[told] * pairs.verdict[told]
    size = _Ranked(np.abs(gap), told)
    order = _Ranked(np.concatenate([signed, -signed]), np.arange(2 * len(signed)) < len(signed))
    _, code = np.unique(images, return_inverse=True)
    groups = code % _MOST_GROUPS
    of_first, of_second = groups[pairs.first], groups[pairs.second]

    def measured(kept: np.ndarray) -> tuple[float, float, float]:
        own = kept[told]
        right = float((signed[own] > 0).mean()) if own.any() else float("nan")
        return size.area(kept), order.area(np.tile(own, 2)), right

    whole = measured(np.ones(len(gap), dtype=bool))
    names = range(int(groups.max()) + 1 if len(groups) else 0)
    without = np.array([measured((of_first != g) & (of_second != g)) for g in names])
    without = without.reshape(-1, 3)
    half = _halfwidths(without)
    lows, highs = np.maximum(0.0, whole - half), np.minimum(1.0, whole + half)
    different = int(told.sum())
    limits = [
        (float(v), float(low), float(high)) for v, low, high in zip(whole, lows, highs, strict=True)
    ]
    return PairClassing(
        different,
        len(gap) - different,
        *limits[0],
        *limits[1],
        *limits[2],
        without=without,
        reason="" if 0 < different < len(gap) else FEW_PAIRS,
    )


def unclassed(reason: str) -> PairClassing:
    """Nothing but the reason for it."""
    return PairClassing(0, 0, *(float("nan"),) * 9, without=np.empty((0, 3)), reason=reason)


def difference_p(one: PairClassing, other: PairClassing) -> tuple[float, float, float]:
    """Two-sided p of two metrics being equal in each of the three measures.

    Both must have sorted the same pairs. The standard error of the difference is that of the
    jackknife over images, so that it knows that the metrics saw the same pairs.

    Returns:
        For different/similar, better/worse and correct orders; NaN with fewer than three groups
        of images or without any variation.
    """
    nan = float("nan")
    if one.without.shape != other.without.shape or len(one.without) < _FEWEST_GROUPS:
        return nan, nan, nan
    gap = np.array(
        [
            one.auc_different - other.auc_different,
            one.auc_better - other.auc_better,
            one.correct - other.correct,
        ]
    )
    se = _jackknife_se(one.without - other.without)
    t = ratio(gap, se)
    p = 2 * stats.t.sf(np.abs(t), len(one.without) - 1)
    return float(p[0]), float(p[1]), float(p[2])


def _jackknife_se(without: Floats) -> Floats:
    g = len(without)
    return np.sqrt((g - 1) / g * ((without - without.mean(axis=0)) ** 2).sum(axis=0))


def _halfwidths(without: Floats) -> Floats:
    """Of the 95 % limits; NaN without variation, which says nothing about the next image."""
    if len(without) < _FEWEST_GROUPS:
        return np.full(3, np.nan)
    se = _jackknife_se(without)
    return np.where(se > 0, stats.t.ppf(0.975, len(without) - 1) * se, np.nan)


class _Ranked:
    """Values sorted once, for the areas of many of their parts."""

    def __init__(self, values: Floats, positive: np.ndarray) -> None:
        unique, self._code = np.unique(values, return_inverse=True)
        self._size = len(unique)
        self._positive = positive

    def area(self, kept: np.ndarray) -> float:
        """Chance that a positive value lies above another one, ties counted half."""
        up = np.bincount(self._code[kept & self._positive], minlength=self._size)
        down = np.bincount(self._code[kept & ~self._positive], minlength=self._size)
        both = float(up.sum()) * float(down.sum())
        if not both:
            return float("nan")
        below = np.cumsum(down) - down
        return float((up * (below + 0.5 * down)).sum() / both)
