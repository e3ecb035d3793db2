"""Wide tables of scores: stimuli × raters, raters × stimuli, and matrices without a head."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.cells import (
    ALIASES,
    DIVIDER,
    NO_RATERS,
    Cells,
    Column,
    folded,
    is_missing,
)

_HEADS = ("stimulus", "reference", "system", "set")
#: A column that counts this many rows is no rater's.
_COUNTED = 6


def wide_columns(head: list[str], known: dict[str, str], path: Path) -> list[str]:
    """All columns of a wide table.

    Raises:
        RatingsError: It is none, or a column is neither a rater nor what stimuli are called by.
    """
    if all(name.isdigit() for name in head):
        return head  # without a head
    heads = [name for name in _HEADS if name in known]
    by_rater = "rater" in known and not heads
    if bool(heads) == ("rater" in known):
        raise RatingsError(
            "there is no column of scores",
            where=path,
            remedy="A long table needs the columns rater, score and stimulus (or reference and "
            "system); a wide one has stimuli as rows and raters as columns; pair comparisons need "
            "rater, reference, a, b and choice.",
        )
    for number, name in enumerate(head, 1):
        if not name:
            raise RatingsError(
                f"column {number} has no name",
                where=path,
                remedy=f"Name the {'stimulus' if by_rater else 'rater'}, or remove the column.",
            )
        other = any(known.get(ours) == name for ours in ALIASES if ours not in (*_HEADS, "rater"))
        if other or (not by_rater and folded(name) in NO_RATERS):
            raise RatingsError(
                f"column {name} does not look like a {'stimulus' if by_rater else 'rater'}",
                where=path,
                remedy="Remove it, or give it another name.",
            )
    return head


def unfolded(cells: Cells) -> Cells:
    """One row for each cell with a score, in reading order, as a long table.

    The column ``rater_head`` says in which column of the file a score stands.

    Raises:
        RatingsError: No cell holds a score, or the repetitions of a matrix have different sizes.
    """
    if cells.headless:
        return _from_matrix(cells)
    if "rater" in cells.columns:
        return _long(cells, ["rater"], "stimulus")
    heads = [name for name in _HEADS if name in cells.columns]
    return _long(cells, heads, "rater")


def _long(cells: Cells, heads: list[str], name: str) -> Cells:
    columns = [column for column in cells.columns if column not in heads]
    parts = []
    for place, column in enumerate(columns):
        scores = cells.columns[column]
        if name == "rater" and _counts_rows(scores):
            raise RatingsError(
                f"column {column} numbers the rows and is no rater",
                where=cells.path,
                remedy="Remove the column.",
            )
        rows = np.flatnonzero(~scores.where(is_missing))
        parts.append((rows, np.full(len(rows), place), scores.taken(rows)))
    rows = np.concatenate([part[0] for part in parts])
    if not len(rows):
        raise RatingsError("no cell of the table holds a score", where=cells.path)
    heads_of = np.concatenate([part[1] for part in parts])
    order = np.lexsort((heads_of, rows))
    texts = list(dict.fromkeys(text for part in parts for text in part[2].texts))
    where = {text: number for number, text in enumerate(texts)}
    codes = np.concatenate(
        [
            np.array([where[t] for t in part[2].texts], dtype=np.int64)[part[2].codes]
            for part in parts
        ]
    )
    taken = cells.taken(rows[order])
    made = {head: taken.columns[head] for head in heads}
    made[name] = Column(heads_of[order], columns)
    made["score"] = Column(codes[order], texts)
    made["rater_head"] = made[name]
    return Cells(cells.path, cells.separator, False, made, taken.lines)


def _counts_rows(column: Column) -> bool:
    """0, 1, 2 … or 1, 2, 3 …, which no rater gives."""
    if len(column) < _COUNTED:
        return False
    return any(
        all(column[row].strip() == str(row + first) for row in range(len(column)))
        for first in (0, 1)
    )


def _from_matrix(cells: Cells) -> Cells:
    """Stimuli S1 … as rows, raters R1 … as columns; repetitions one below the other."""
    first = next(iter(cells.columns.values()))
    divides = first.where(lambda text: text == DIVIDER)
    block = np.cumsum(divides)[~divides]
    sizes = np.bincount(block)
    if len(set(sizes.tolist())) > 1:
        raise RatingsError(
            f"the repetitions have different numbers of rows ({', '.join(map(str, sizes))})",
            where=cells.path,
        )
    kept = cells.taken(np.flatnonzero(~divides))
    number = np.arange(len(kept)) % sizes[0]
    digits, wide = len(str(sizes[0])), len(str(len(kept.columns)))
    made = {
        "stimulus": Column(number, [f"S{k:0{digits}d}" for k in range(1, sizes[0] + 1)]),
        "repeat": Column(block, [str(k) for k in range(1, len(sizes) + 1)]),
    }
    made |= {f"R{int(name):0{wide}d}": column for name, column in kept.columns.items()}
    table = Cells(cells.path, cells.separator, False, made, kept.lines)
    return _long(table, ["stimulus", "repeat"], "rater")
