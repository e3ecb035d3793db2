"""What must hold for every stream, said once more and apart from the code that makes streams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from sr_studio.studies.planning.basis import PlanBasis, PlannedPresentation


def violations(basis: PlanBasis, rows: Sequence[PlannedPresentation]) -> list[str]:
    """What a main stream breaks of the rules of order, one sentence each; empty if nothing."""
    found = []
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        found.append("the places are not 1, 2, 3 …")
    by_seq = {row.seq: row for row in rows}
    run = 1
    for before, row in pairwise(rows):
        if before.shown.reference == row.shown.reference:
            found.append(f"{row.seq}: the same reference twice running")
        run = run + 1 if _systems(before) == _systems(row) else 1
        if run > basis.order.max_system_run:
            found.append(f"{row.seq}: the same system {run} times running")
    for row in rows:
        if row.golden and row.seq < 6:
            found.append(f"{row.seq}: a golden showing among the first five")
        if (row.role == "repeat") != (row.repeat_of is not None):
            found.append(f"{row.seq}: a repeat of nothing")
        if row.repeat_of is not None:
            original = by_seq[row.repeat_of]
            if (original.shown, original.beside) != (row.shown, row.beside):
                found.append(f"{row.seq}: a repeat of something else")
            if row.seq - original.seq < basis.repeats.min_gap:
                found.append(f"{row.seq}: a repeat {row.seq - original.seq} after its original")
    found += _cells(rows)
    if basis.method == "pc":
        found += _sides(rows)
    return found


def _systems(row: PlannedPresentation) -> tuple[str | None, ...]:
    return (row.shown.system, row.beside.system if row.beside else None)


def _cells(rows: Sequence[PlannedPresentation]) -> list[str]:
    shown = Counter((row.shown, row.beside) for row in rows if row.role == "test")
    return [f"{cell} is shown {count} times" for cell, count in shown.items() if count > 1]


def _sides(rows: Sequence[PlannedPresentation]) -> list[str]:
    """Left minus right for each system over the test rows: -1, 0 or 1."""
    balance: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.role == "test" and row.beside is not None:
            step = 1 if row.side == "left" else -1
            balance[str(row.shown.system)] += step
            balance[str(row.beside.system)] -= step
    return [
        f"{system} stands {value:+d} times more on the left"
        for system, value in balance.items()
        if abs(value) > 1
    ]
