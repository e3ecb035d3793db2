"""How well a metric predicts what people say: correlations, and a logistic fit, P.1401-style."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.statistics.table import Floats

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
        parameters: (upper, lower, middle, width) of the logistic curve, or (slope, offset) of the
            straight line taken where the curve could not be fitted.
        outliers, outlier_ratio: Stimuli that the fitted curve misses by more than half the width of
            the 95 % interval of their MOS, and their share; only among those with an interval.
        curve: "logistic", "line" or "none".
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
    parameters: tuple[float, ...]
    curve: str
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
        return MetricFit(n, left_out, *(nan,) * 7, 0, nan, (), "none", reason)

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
        parameters=tuple(float(value) for value in parameters),
        curve=curve,
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
