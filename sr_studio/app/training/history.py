"""What a run has measured so far, as curves. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

#: Losses are noisy from line to line; the plotted curve is an average that forgets this slowly.
_SMOOTHING = 0.9


@dataclass
class Curve:
    """One line of a plot: iterations and values of equal length."""

    iterations: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, iteration: int, value: float) -> None:
        """Append one point."""
        self.iterations.append(iteration)
        self.values.append(value)

    def smoothed(self) -> list[float]:
        """The values, each averaged with what came before it."""
        smooth: list[float] = []
        for value in self.values:
            before = smooth[-1] if smooth else value
            smooth.append(_SMOOTHING * before + (1 - _SMOOTHING) * value)
        return smooth


@dataclass
class History:
    """All measurements of a run, in the order they were made."""

    losses: dict[str, Curve] = field(default_factory=dict)
    scores: dict[str, Curve] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    place: int = 0

    def add(self, lines: Iterable[dict[str, Any]]) -> bool:
        """Take in lines of ``metrics.jsonl``; whether there was anything new."""
        changed = False
        for line in lines:
            changed = True
            iteration = int(line.get("iteration", 0))
            for name, value in line.get("losses", {}).items():
                self.losses.setdefault(name, Curve()).add(iteration, float(value))
            for name, value in line.get("validation", {}).items():
                self.scores.setdefault(name, Curve()).add(iteration, float(value))
            if "note" in line:
                self.notes.append(str(line["note"]))
        return changed

    @property
    def best(self) -> tuple[int, float] | None:
        """Iteration and PSNR-Y of the best validation."""
        curve = self.scores.get("psnr_y")
        if curve is None or not curve.values:
            return None
        value = max(curve.values)
        return curve.iterations[curve.values.index(value)], value
