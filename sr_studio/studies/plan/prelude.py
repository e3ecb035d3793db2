"""What a session begins with, before the test goes on: training, calibration, stabilising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sr_studio.studies.plan.basis import PlanBasis
from sr_studio.studies.plan.keys import Keys
from sr_studio.studies.plan.rows import Cell, PlannedPresentation


def prelude(
    basis: PlanBasis,
    number: int,
    ordinal: int,
    main: Sequence[PlannedPresentation],
    *,
    first: bool,
) -> list[PlannedPresentation]:
    """The rows of block ``ordinal``.

    The first session has all training pictures, all calibration pictures and the first stabilising
    showings. A later one has some pairs of told scores again and fewer stabilising showings.

    Args:
        first: Nothing of the main stream is rated yet.
        main: The rater's main stream from the place where the session will go on; the stabilising
            showings are drawn from what comes last in it.
    """
    keys = Keys(basis.seed, number)
    rows: list[PlannedPresentation] = []
    if first:
        training = keys.shuffled(basis.training, "training") if basis.method != "pc" else []
        rows += [PlannedPresentation(ordinal, 0, "training", cell) for cell in training]
    told = _told(basis, keys, ordinal, first)
    rows += [
        PlannedPresentation(ordinal, 0, "calibration", cell, told_score=score)
        for cell, score in told
    ]
    count = basis.stabilising.first if first else basis.stabilising.next
    rows += _stabilising(basis, keys, ordinal, main, count)
    return [replace(row, seq=seq) for seq, row in enumerate(rows, 1)]


def _told(basis: PlanBasis, keys: Keys, ordinal: int, first: bool) -> list[tuple[Cell, int]]:
    """Calibration pictures: by content, lowest score first, all or the few of a later session."""
    if basis.method == "pc":
        return []
    scores = dict(basis.calibration)
    contents = list(dict.fromkeys(_content(cell) for cell in scores))
    contents = keys.shuffled(contents, "calibration", ordinal)
    if not first:
        contents = contents[: basis.calibration_later]
    return [
        (cell, score)
        for content in contents
        for cell, score in sorted(scores.items(), key=lambda one: one[1])
        if _content(cell) == content
    ]


def _stabilising(
    basis: PlanBasis, keys: Keys, ordinal: int, main: Sequence[PlannedPresentation], count: int
) -> list[PlannedPresentation]:
    """Showings from the far end of what is left, spread over systems, references apart."""
    if basis.stabilising.pool == "training" and basis.training:
        cells = keys.shuffled(basis.training, "stabilising", ordinal)[:count]
        return [PlannedPresentation(ordinal, 0, "stabilising", cell) for cell in cells]
    ahead = [row for row in main if row.role == "test"]
    # The last third, but enough of it to choose from.
    far = ahead[-max(3 * count, len(ahead) // 3) :] if count else []
    waiting = sorted(
        far, key=lambda row: keys.key("stabilising", ordinal, row.shown.reference, _system(row))
    )
    chosen: list[PlannedPresentation] = []
    while waiting and len(chosen) < count:
        shown = [row.shown.system for row in chosen]
        last = chosen[-1].shown.reference if chosen else None
        best = min(
            waiting, key=lambda row: (row.shown.reference == last, shown.count(row.shown.system))
        )
        waiting.remove(best)
        chosen.append(best)
    return [
        replace(row, block=ordinal, role="stabilising", golden=False, repeat_of=None)
        for row in chosen
    ]


def _content(cell: Cell) -> str:
    """``calibration-3`` for ``calibration-3-2``: ready pictures of one content are numbered."""
    return "-".join(cell.reference.split("-")[:2])


def _system(row: PlannedPresentation) -> str:
    return row.shown.system or ""
