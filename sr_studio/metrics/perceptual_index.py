"""The perceptual index of the PIRM challenge, where somebody supplies the Ma scores.

Source: Y. Blau et al., "The 2018 PIRM challenge on perceptual image super-resolution", ECCV
workshops 2018. Ma's score is a MATLAB random forest without a free re-implementation, so it is read
from a table and never computed here.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sr_studio.metrics.errors import MetricError


def perceptual_index(ma: float, niqe: float) -> float:
    """((10 - Ma) + NIQE)/2; lower is better."""
    return ((10 - ma) + niqe) / 2


def read_ma_scores(path: Path) -> dict[tuple[str, str, str], float]:
    """Ma scores from a CSV file with the columns ``model``, ``dataset``, ``image`` and ``ma``.

    Raises:
        MetricError: The file cannot be read, lacks a column, or holds something that is no number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise MetricError("the Ma scores cannot be read", where=path) from error
    scores = {}
    for line, row in enumerate(rows, start=2):
        try:
            scores[row["model"], row["dataset"], row["image"]] = float(row["ma"])
        except (KeyError, TypeError, ValueError) as error:
            raise MetricError(
                "a row needs model, dataset, image and a number under ma",
                where=f"{path}, line {line}",
            ) from error
    return scores
