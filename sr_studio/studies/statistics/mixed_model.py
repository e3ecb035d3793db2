"""A mixed model of a rater × image table with holes: restricted maximum likelihood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg, optimize, stats

from sr_studio.studies.statistics.crossed import Crossed
from sr_studio.studies.statistics.table import Floats

#: More tables than this (25 systems) are not fitted one by one.
MOST_FITTED = 300
#: Ratios of standard deviations (effect over residual) that are searched.
_LARGEST_RATIO = 50.0
#: A variance below this share of the residual's counts as none.
_NONE = 1e-8
_STARTS = ((1.0, 1.0), (0.2, 0.2), (0.2, 1.5), (1.5, 0.2))


@dataclass(frozen=True)
class MixedModel:
    """value = mean + rater + image + residual, both effects normal.

    Attributes:
        mean: The estimate, weighted by what each cell tells.
        se, df: Its standard error and Satterthwaite's degrees of freedom.
        var_rater, var_image, var_residual: Components, none below 0.
        deviance: −2 log restricted likelihood.
        reason: Why there is nothing; empty where there is.
    """

    mean: float
    se: float
    df: float
    var_rater: float
    var_image: float
    var_residual: float
    deviance: float
    reason: str = ""

    @property
    def p(self) -> float:
        """Two-sided p of mean = 0."""
        return float(2 * stats.t.sf(abs(self.mean / self.se), self.df)) if self.se > 0 else np.nan

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Limits of the mean."""
        half = float(stats.t.ppf(0.5 + level / 2, self.df)) * self.se
        return self.mean - half, self.mean + half


def mixed_models(layers: Iterable[Floats], known: Crossed) -> list[MixedModel]:
    """:func:`mixed_model` of each layer for which the crossed test could be computed.

    Args:
        layers: K tables of I × J, NaN for missing.
        known: Their crossed estimates, whose reasons hold for the model, too.
    """
    return [
        mixed_model(layer) if not reason else _none(str(reason))
        for layer, reason in zip(layers, known.reason, strict=True)
    ]


def mixed_model(values: Floats) -> MixedModel:
    """Fit one table.

    Args:
        values: I × J, NaN for missing; at least two raters and images with a value, some variation,
            and a degree of freedom for the residual.

    Source: restricted maximum likelihood of two crossed random effects (Bates, Mächler, Bolker and
    Walker, Journal of Statistical Software 67, 2015); degrees of freedom as in Kuznetsova,
    Brockhoff and Christensen, ibid. 82, 2017.
    """
    table = _Table(values)
    bounds = [(0.0, _LARGEST_RATIO)] * 2
    found = [
        optimize.minimize(
            lambda ratio: table.profiled(ratio[0] ** 2, ratio[1] ** 2),
            start,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-14, "gtol": 1e-9},
        )
        for start in _STARTS
    ]
    best = min(found, key=lambda one: float(one.fun))
    if not np.isfinite(best.fun):
        return _none("the likelihood has no maximum")
    ratio = np.square(best.x)
    residual = table.parts(*ratio).residual / (table.cells - 1)
    variances = np.array([ratio[0] * residual, ratio[1] * residual, residual])
    variances[:2][ratio < _NONE] = 0.0
    at_best = table.parts(*(variances[:2] / residual))
    return MixedModel(
        mean=at_best.mean,
        se=float(np.sqrt(residual / at_best.information)),
        df=table.freedom(variances),
        var_rater=float(variances[0]),
        var_image=float(variances[1]),
        var_residual=float(residual),
        deviance=table.deviance(variances),
    )


def _none(reason: str) -> MixedModel:
    return MixedModel(*(float("nan"),) * 7, reason=reason)


@dataclass(frozen=True)
class _Parts:
    """What the likelihood needs at given ratios of variances, residual variance 1."""

    log_determinant: float
    information: float  # 1'V⁻¹1
    mean: float
    residual: float  # (y − mean)'V⁻¹(y − mean)


class _Table:
    """The sums of one table. V is never formed: only the smaller of its two effects is factored."""

    def __init__(self, values: Floats) -> None:
        values = np.asarray(values, dtype=np.float64)
        seen = ~np.isnan(values)
        seen, values = seen[seen.any(axis=1)], values[seen.any(axis=1)]
        seen, values = seen[:, seen.any(axis=0)], values[:, seen.any(axis=0)]
        self._turned = seen.shape[0] < seen.shape[1]
        if self._turned:
            seen, values = seen.T, values.T
        self._shift = float(values[seen].mean())
        filled = np.where(seen, values - self._shift, 0.0)
        self.cells = int(seen.sum())
        self._seen = seen.astype(np.float64)
        self._counts = self._seen.sum(axis=1), self._seen.sum(axis=0)
        self._sums = filled.sum(axis=1), filled.sum(axis=0)
        self._squares = float((filled**2).sum())

    @cached_property
    def _total(self) -> float:
        return float(self._sums[0].sum())

    def parts(self, of_rater: float, of_image: float) -> _Parts:
        """At variances of raters and images as multiples of the residual's."""
        many, few = (of_image, of_rater) if self._turned else (of_rater, of_image)
        outer = 1 + many * self._counts[0]
        between = np.sqrt(many * few) * self._seen / outer[:, None]
        inner = np.diag(1 + few * self._counts[1])
        inner -= np.sqrt(many * few) * self._seen.T @ between
        factor = linalg.cho_factor(inner, lower=True, check_finite=False)
        determinant = float(np.log(outer).sum() + 2 * np.log(np.diag(factor[0])).sum())

        def halves(sums: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
            large, small = np.sqrt(many) * sums[0], np.sqrt(few) * sums[1]
            return large, small - between.T @ large

        ones, own = halves(self._counts), halves(self._sums)
        solved = [linalg.cho_solve(factor, part[1], check_finite=False) for part in (ones, own)]

        def taken(a: int, b: int) -> float:
            """What the effects explain of the product of two vectors."""
            left, right = (ones, own)[a], (ones, own)[b]
            return float((left[0] / outer) @ right[0] + left[1] @ solved[b])

        information = self.cells - taken(0, 0)
        cross = self._total - taken(0, 1)
        mean = cross / information
        residual = self._squares - taken(1, 1) - mean * cross
        return _Parts(determinant, information, mean + self._shift, max(residual, 0.0))

    def profiled(self, of_rater: float, of_image: float) -> float:
        """−2 log restricted likelihood with the best residual variance, but for a constant."""
        at = self.parts(of_rater, of_image)
        if not at.residual > 0:
            return float("inf")
        freedom = self.cells - 1
        return at.log_determinant + float(np.log(at.information) + freedom * np.log(at.residual))

    def deviance(self, variances: Floats) -> float:
        """−2 log restricted likelihood at (rater, image, residual) variances."""
        residual = float(variances[2])
        at = self.parts(*(variances[:2] / residual))
        freedom = self.cells - 1
        return float(
            freedom * np.log(2 * np.pi * residual)
            + at.log_determinant
            + np.log(at.information)
            + at.residual / residual
        )

    def freedom(self, variances: Floats) -> float:
        """Satterthwaite's: 2·V² / (g'Ag), g the slopes of V = Var(mean) along the variances that
        are not 0 and A their asymptotic covariance."""
        free = np.flatnonzero(variances > 0)
        # Logarithms make steps of equal worth and keep every point inside.
        steps = 1e-3

        def at(logs: Floats) -> Floats:
            moved = variances.copy()
            moved[free] = np.exp(logs)
            return moved

        def of_mean(logs: Floats) -> float:
            moved = at(logs)
            return float(moved[2] / self.parts(*(moved[:2] / moved[2])).information)

        centre = np.log(variances[free])
        unit = steps * np.eye(len(free))
        slopes = np.array([(of_mean(centre + u) - of_mean(centre - u)) / (2 * steps) for u in unit])
        curvature = np.array(
            [
                [
                    (
                        self.deviance(at(centre + u + v))
                        - self.deviance(at(centre + u - v))
                        - self.deviance(at(centre - u + v))
                        + self.deviance(at(centre - u - v))
                    )
                    / (4 * steps**2)
                    for v in unit
                ]
                for u in unit
            ]
        )
        spread = float(slopes @ (2 * np.linalg.pinv(curvature)) @ slopes)
        variance = of_mean(centre)
        return 2 * variance**2 / spread if spread > 0 else float("nan")
