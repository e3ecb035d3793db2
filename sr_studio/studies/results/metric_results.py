"""Objective metrics: their values from a CSV, and what they say of every set against people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sr_studio.metrics.metric import METRICS
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.metric_correlation import (
    MOST_STIMULI,
    TOO_MANY,
    MetricFit,
    PairClassing,
    StimulusPairs,
    class_pairs,
    difference_p,
    fit_metric,
    steiger,
    stimulus_pairs,
    unclassed,
)
from sr_studio.studies.statistics.table import Floats, Ints, RatingTable

_HEADS = {
    "reference": ("reference", "image", "content", "picture", "ref"),
    "system": ("system", "model", "method", "condition"),
    "set": ("set", "dataset", "database"),
}
_NOT_METRICS = {"pictures", "source", "stimulus", "seconds", "megapixels"}
_MEANS = {"mean"}


def _with_brackets(title: str) -> str:
    return title.replace("[", "(").replace("]", ")")


#: Names as printed, with units.
PRINTED = {
    **{key: _with_brackets(metric.title) for key, metric in METRICS.items()},
    "psnr": "PSNR (dB)",
    "ssim": "SSIM",
    "lpips": "LPIPS",
}


@dataclass(frozen=True)
class MetricValues:
    """Metrics of the stimuli of a study.

    Attributes:
        names: M metrics, as the file calls them.
        stimuli: M × K values in the order of ``RatingTable.stimuli``; NaN where the file has
            none, infinite where a picture is the reference itself.
        unmatched: Rows of the file that belong to no stimulus.
    """

    names: tuple[str, ...]
    stimuli: Floats
    unmatched: int

    def printed(self, name: str) -> str:
        """Name with unit."""
        return PRINTED.get(name.lower(), name)

    def mean(self, name: str, table: RatingTable, set_name: str, system: str) -> float:
        """Mean of the finite values of a system in a set; NaN without any."""
        values = self._finite(name, table, set_name, system)
        return float(np.mean(list(values.values()))) if values else float("nan")

    def pictures(self, name: str, table: RatingTable, set_name: str, system: str) -> frozenset[int]:
        """The references that :meth:`mean` is of: such means compare where these are the same."""
        return frozenset(self._finite(name, table, set_name, system))

    def _finite(
        self, name: str, table: RatingTable, set_name: str, system: str
    ) -> dict[int, float]:
        stimuli = table.stimuli
        values = self.stimuli[self.names.index(name)]
        own = (stimuli.sets == table.sets.index(set_name)) & (
            stimuli.systems == table.systems.index(system)
        )
        found = np.flatnonzero(own & np.isfinite(values))
        return {int(stimuli.references[k]): float(values[k]) for k in found}


def read_metrics_csv(path: Path, table: RatingTable) -> MetricValues:
    """Read what ``sr-studio evaluate --csv`` or ``--json`` writes, or any table of its shape.

    Needs a column of systems and one of references; a column of sets where references of two sets
    share a name; every other column of numbers is a metric. Names are compared without case and
    without suffix.

    Raises:
        RatingsError: The file cannot be read, or no row belongs to the study.
    """
    try:
        frame = (
            _rows_of_json(path)
            if path.suffix.lower() == ".json"
            else pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        )
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise RatingsError(f"the table of metrics cannot be read ({error})", where=path) from error
    lower = {str(name).strip().lower(): name for name in frame.columns}
    heads = {
        ours: lower[theirs]
        for ours, names in _HEADS.items()
        for theirs in reversed(names)
        if theirs in lower
    }
    missing = [name for name in ("reference", "system") if name not in heads]
    if missing:
        raise RatingsError(
            f"the table of metrics has no column {' and no column '.join(missing)}", where=path
        )
    if "metric" in lower and "value" in lower:
        frame = _wide(frame, heads, lower)
    metrics = [
        name
        for name in frame.columns
        if name not in heads.values()
        and str(name).lower() not in _NOT_METRICS
        and _numbers(frame[name]).notna().any()
    ]
    if not metrics:
        raise RatingsError("the table has no column of numbers", where=path)
    place = _places(table)
    values = np.full((len(metrics), len(table.stimuli.names)), np.nan)
    numbers = np.stack([_numbers(frame[name]).to_numpy() for name in metrics])
    unmatched = 0
    sets = frame[heads["set"]] if "set" in heads else pd.Series([""] * len(frame))
    rows = zip(sets, frame[heads["reference"]], frame[heads["system"]], strict=True)
    for row, (set_name, reference, system) in enumerate(rows):
        if reference.lower() in _MEANS:
            continue
        key = (_folded(reference), _folded(system))
        column = place.get((_folded(set_name), *key), place.get(("", *key)))
        if column is None:
            unmatched += 1
        else:
            values[:, column] = numbers[:, row]
    if np.isnan(values).all():
        raise RatingsError(
            "no row of the table of metrics belongs to a stimulus of this study",
            where=path,
            remedy="References and systems must have the names they have in the study.",
        )
    return MetricValues(tuple(map(str, metrics)), values, unmatched)


def _rows_of_json(path: Path) -> pd.DataFrame:
    """The pictures of an evaluation's document, as texts like those of its CSV.

    Raises:
        ValueError: The document is something else.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    rows = document.get("images") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("it is not a document of sr-studio evaluate --json")
    return pd.DataFrame(rows).astype(object).map(lambda v: "" if pd.isna(v) else str(v))


def _wide(frame: pd.DataFrame, heads: dict[str, str], lower: dict[str, str]) -> pd.DataFrame:
    index = list(heads.values())
    wide = frame.pivot_table(
        index=index, columns=lower["metric"], values=lower["value"], aggfunc="first", sort=False
    )
    return wide.reset_index().fillna("")


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.where(column != ""), errors="coerce")


def _folded(name: str) -> str:
    """Lower case, without the suffix of a picture file."""
    text = str(name).strip().lower()
    stem, dot, suffix = text.rpartition(".")
    return stem if dot and suffix in ("png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp") else text


def _places(table: RatingTable) -> dict[tuple[str, str, str], int]:
    stimuli = table.stimuli
    found: dict[tuple[str, str, str], int] = {}
    for k in range(len(stimuli.names)):
        key = (
            _folded(table.references[stimuli.references[k]]),
            _folded(table.systems[stimuli.systems[k]]),
        )
        found[(_folded(table.sets[stimuli.sets[k]]), *key)] = k
        found.setdefault(("", *key), k)
    return found


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
    """All metrics of a set, over the stimuli that every one of them knows.

    Attributes:
        stimuli: Which they are, among those of ``RatingTable.stimuli``.
    """

    set: str
    stimuli: np.ndarray
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
    return SetMetrics(name, own, tuple(metrics), tuple(_differences(metrics, values, mos, own)))


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
    """One row a metric and set, for CSV and JSON: what :class:`MetricFit` and
    :class:`PairClassing` hold."""
    return [
        {
            "set": one.set,
            "metric": metric.name,
            **{
                name: value
                for name, value in (vars(metric.fit) | vars(metric.classing)).items()
                if name not in ("without", "reason")
            },
            "note": metric.fit.reason or metric.classing.reason,
        }
        for one in found
        for metric in one.metrics
    ]


def difference_rows(found: tuple[SetMetrics, ...]) -> list[dict[str, Any]]:
    """One row a pair of metrics and set, for CSV and JSON."""
    return [{"set": one.set} | vars(pair) for one in found for pair in one.differences]
