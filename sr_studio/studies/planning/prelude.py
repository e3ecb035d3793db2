"""What a session begins with, before the test goes on: training, calibration, stabilising."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from sr_studio.studies.planning.basis import Cell, Keys, PlanBasis, PlannedPresentation, Side


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
        rows += _training(basis, keys, ordinal, "training")
    told = _told(basis, keys, ordinal, first)
    rows += [
        _beside_original(
            basis, PlannedPresentation(ordinal, 0, "calibration", cell, told_score=score)
        )
        for cell, score in told
    ]
    count = basis.stabilising.first if first else basis.stabilising.next
    rows += _stabilising(basis, keys, ordinal, main, count)
    return [replace(row, seq=seq) for seq, row in enumerate(rows, 1)]


def _training(
    basis: PlanBasis, keys: Keys, ordinal: int, role: Literal["training", "stabilising"]
) -> list[PlannedPresentation]:
    """Every training picture once; in a pair comparison, neighbours among a content's versions."""
    # The first session's training is not named by its ordinal: plans that exist keep their order.
    named = () if role == "training" else (ordinal,)
    cells = keys.shuffled(basis.training, role, *named)
    if basis.method != "pc":
        rows = [PlannedPresentation(ordinal, 0, role, cell) for cell in cells]
        return [_beside_original(basis, row) for row in rows]
    contents: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        contents[_content(cell)].append(cell)
    return [
        PlannedPresentation(
            ordinal,
            0,
            role,
            one,
            beside=other,
            side="left" if keys.number(2, "side", one.reference, *_ids(one, other)) else "right",
        )
        for own in contents.values()
        for one, other in pairwise(own)
    ]


def _beside_original(basis: PlanBasis, row: PlannedPresentation) -> PlannedPresentation:
    """With the original a degradation is judged against; other methods show one picture."""
    original = Cell(_content(row.shown), basis.hidden_reference, row.shown.pool)
    if basis.method != "dcr" or original not in basis.originals:
        return row
    side: Side | None = "right" if basis.dcr.layout == "side_by_side" else None
    return replace(row, beside=original, side=side)


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
        return _training(basis, keys, ordinal, "stabilising")[:count]
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


def _ids(one: Cell, other: Cell) -> tuple[str, ...]:
    return (one.system or "", other.reference, other.system or "")


def _system(row: PlannedPresentation) -> str:
    return row.shown.system or ""
