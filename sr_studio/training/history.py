"""What a run has measured so far, as curves by name: ``loss/pixel``, ``validation/psnr_y`` …"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sr_studio.training.series import Floats, Series

#: Keys of a line whose values are tables of numbers, and the group each is a part of.
_TABLES = {"losses": "loss", "validation": "validation"}
#: Keys of a line that are numbers, all in the group ``run``.
_NUMBERS = ("learning_rate", "rate", "gradient_norm", "memory")

#: Name of a curve -> points (N×3: iteration, value, time).
Points = dict[str, Floats]


@dataclass(frozen=True)
class Note:
    """A sentence of the trainer, and where it was said."""

    iteration: int
    text: str


@dataclass(frozen=True)
class Measured:
    """Lines of a log, read and sorted by curve."""

    points: Points
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.points or self.notes)


@dataclass
class History:
    """All measurements of a run, in the order they were made."""

    curves: dict[str, Series] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def add(self, measured: Measured) -> None:
        """Take in what was read since the last time."""
        for name, points in measured.points.items():
            self.curves.setdefault(name, Series()).extend(points)
        self.notes += measured.notes

    def names(self, group: str) -> list[str]:
        """The curves of a group, by their names in it."""
        start = f"{group}/"
        return [name.removeprefix(start) for name in self.curves if name.startswith(start)]

    @property
    def best(self) -> tuple[int, float] | None:
        """Iteration and PSNR-Y of the best validation."""
        curve = self.curves.get("validation/psnr_y")
        if curve is None or not len(curve) or np.isnan(curve.values).all():
            return None
        place = int(np.nanargmax(curve.values))
        return int(curve.iterations[place]), float(curve.values[place])


def measured_in(lines: Iterable[dict[str, Any]]) -> Measured:
    """Sort the lines of ``metrics.jsonl`` by curve."""
    points: dict[str, list[tuple[float, float, float]]] = {}
    notes = []
    nowhere = float("nan")
    for line in lines:
        iteration, when = line.get("iteration", 0), line.get("time", nowhere)
        for key, group in _TABLES.items():
            for name, value in line.get(key, {}).items():
                points.setdefault(f"{group}/{name}", []).append((iteration, value, when))
        for key in _NUMBERS:
            value = line.get(key)
            if value is not None:
                points.setdefault(f"run/{key}", []).append((iteration, value, when))
        if "note" in line:
            notes.append(Note(int(iteration), str(line["note"])))
    return Measured(
        {name: np.array(rows, dtype=np.float64) for name, rows in points.items()}, tuple(notes)
    )


def overview_of(path: Path, count: int) -> Measured:
    """Some ``count`` lines of a log, evenly spread: a first look at one that takes long to read."""
    lines = []
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        for place in np.linspace(0, size, count, endpoint=False).astype(np.int64):
            file.seek(int(place))
            file.readline()  # the rest of a line begun before
            try:
                lines.append(json.loads(file.readline()))
            except ValueError:
                continue  # the end, or a line that is being written
    lines.sort(key=lambda line: line.get("iteration", 0))
    return measured_in(lines)
