"""Objective metrics against what people said: every set by itself, all metrics on one footing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from sr_studio.studies.results.metrics_csv import MetricValues
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.metric_correlation import MetricFit, fit_metric, steiger
from sr_studio.studies.statistics.pair_classes import (
    MOST_STIMULI,
    TOO_MANY,
    PairClassing,
    StimulusPairs,
    class_pairs,
    difference_p,
    stimulus_pairs,
    unclassed,
)
from sr_studio.studies.statistics.table import Floats, Ints

#: Fewer stimuli say nothing about two metrics.
_FEWEST_STIMULI = 4


@dataclass(frozen=True)
class MetricResult:
    """One metric on the stimuli of a set.

    Attributes:
        name: As the file calls it; label: as printed, with its unit.
        fit: Correlations, curve, outliers.
        classing: How it sorts the pairs of stimuli.
    """

    name: str
    label: str
    fit: MetricFit
    classing: PairClassing


@dataclass(frozen=True)
class MetricDifference:
    """Two metrics on the same stimuli: is one of them better?

    Attributes:
        first, second: Labels.
        n: Stimuli; r_first, r_second: Pearson with MOS, without signs.
        p_correlation: Steiger's test; p_different, p_better, p_correct: of the three measures of
            :class:`PairClassing`. None is corrected for the number of pairs of metrics.
    """

    first: str
    second: str
    n: int
    r_first: float
    r_second: float
    p_correlation: float
    p_different: float
    p_better: float
    p_correct: float


@dataclass(frozen=True)
class SetMetrics:
    """All metrics of a set, over the stimuli that every one of them knows."""

    set: str
    metrics: tuple[MetricResult, ...]
    differences: tuple[MetricDifference, ...]

    def fit(self, name: str) -> MetricFit:
        """The fit of the metric that the file calls ``name``."""
        return next(metric.fit for metric in self.metrics if metric.name == name)


def metric_results(results: ScoreResults, values: MetricValues) -> tuple[SetMetrics, ...]:
    """Hold every metric against the scores of every set.

    A metric that is not known in a set at all takes no stimulus from the others.
    """
    table = results.table
    measured = np.isfinite(values.stimuli)
    found = []
    for one in results.sets:
        own = table.stimuli.sets == table.sets.index(one.name)
        known = measured[:, own].any(axis=1)
        own &= measured[known].all(axis=0)
        found.append(_one_set(one.name, results, values, own))
    return tuple(found)


def _one_set(name: str, results: ScoreResults, values: MetricValues, own: np.ndarray) -> SetMetrics:
    stimuli, plan = results.stimuli, results.data.plan
    mos, images = stimuli.mos[own], results.table.stimuli.references[own]
    pairs: StimulusPairs | str = TOO_MANY
    if len(mos) <= MOST_STIMULI:
        pairs = stimulus_pairs(mos, stimuli.se[own], level=plan.level)
    metrics = []
    for row, metric in enumerate(values.names):
        x = values.stimuli[row, own]
        fit = fit_metric(x, mos, plan.scale, halfwidth=stimuli.halfwidth[own])
        metrics.append(
            MetricResult(metric, values.printed(metric), fit, _classing(x, fit, pairs, images))
        )
    return SetMetrics(name, tuple(metrics), tuple(_differences(metrics, values, mos, own)))


def _classing(
    metric: Floats, fit: MetricFit, pairs: StimulusPairs | str, images: Ints
) -> PairClassing:
    if np.isnan(fit.plcc):
        return unclassed(fit.reason)
    if isinstance(pairs, str):
        return unclassed(pairs)
    # Of some metrics less is better; the correlation over all stimuli says which way it points.
    return class_pairs(np.copysign(1.0, fit.plcc) * metric, pairs, images)


def _differences(
    metrics: list[MetricResult], values: MetricValues, mos: Floats, own: np.ndarray
) -> Iterator[MetricDifference]:
    rated = ~np.isnan(mos)
    for a, b in combinations(range(len(metrics)), 2):
        one, other = metrics[a], metrics[b]
        if np.isnan([one.fit.plcc, other.fit.plcc]).any() or rated.sum() < _FEWEST_STIMULI:
            continue
        x, y = values.stimuli[a, own][rated], values.stimuli[b, own][rated]
        sign = np.sign(one.fit.plcc * other.fit.plcc)
        between = float(sign * np.corrcoef(x, y)[0, 1])
        yield MetricDifference(
            one.label,
            other.label,
            one.fit.n,
            abs(one.fit.plcc),
            abs(other.fit.plcc),
            steiger(one.fit.plcc, other.fit.plcc, between, one.fit.n),
            *difference_p(one.classing, other.classing),
        )


def metric_rows(found: tuple[SetMetrics, ...]) -> list[dict[str, Any]]:
    """One row a metric and set, for CSV and JSON."""
    return [
        {
            "set": one.set,
            "metric": metric.name,
            "n": metric.fit.n,
            "left_out": metric.fit.left_out,
            "plcc": metric.fit.plcc,
            "plcc_low": metric.fit.plcc_low,
            "plcc_high": metric.fit.plcc_high,
            "srocc": metric.fit.srocc,
            "krocc": metric.fit.krocc,
            "plcc_fitted": metric.fit.plcc_fitted,
            "rmse": metric.fit.rmse,
            "outliers": metric.fit.outliers,
            "outlier_ratio": metric.fit.outlier_ratio,
            "curve": metric.fit.curve,
            "parameters": list(metric.fit.parameters),
            "pairs_different": metric.classing.different,
            "pairs_similar": metric.classing.similar,
            "auc_different": metric.classing.auc_different,
            "auc_different_low": metric.classing.auc_different_low,
            "auc_different_high": metric.classing.auc_different_high,
            "auc_better": metric.classing.auc_better,
            "auc_better_low": metric.classing.auc_better_low,
            "auc_better_high": metric.classing.auc_better_high,
            "correct": metric.classing.correct,
            "correct_low": metric.classing.correct_low,
            "correct_high": metric.classing.correct_high,
            "note": metric.fit.reason or metric.classing.reason,
        }
        for one in found
        for metric in one.metrics
    ]


def difference_rows(found: tuple[SetMetrics, ...]) -> list[dict[str, Any]]:
    """One row a pair of metrics and set, for CSV and JSON."""
    return [{"set": one.set} | vars(pair) for one in found for pair in one.differences]
