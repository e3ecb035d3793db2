"""Values of objective metrics for the stimuli of a study, from a CSV."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sr_studio.metrics.metric import METRICS
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.statistics.table import Floats, RatingTable

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
        stimuli = table.stimuli
        own = (stimuli.sets == table.sets.index(set_name)) & (
            stimuli.systems == table.systems.index(system)
        )
        values = self.stimuli[self.names.index(name), own]
        values = values[np.isfinite(values)]
        return float(values.mean()) if len(values) else float("nan")


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
