"""Reading ratings that were made elsewhere: long and wide CSV files, checked line by line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.cells import (
    Cells,
    Column,
    constant,
    is_missing,
    read_cells,
    recognised,
)
from sr_studio.studies.exchange.wide_csv import unfolded, wide_columns
from sr_studio.studies.statistics.table import DEFAULT_SET

#: The system of files that name stimuli only.
ONE_SYSTEM = "stimulus"
_MOST_NAMED = 5
#: The apostrophe that exports put before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"^'(?=[=+\-@])")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
#: Roles of our own tidy export that are read; the others are never analysed.
_READ_ROLES = ("test", "repeat")
_NO = {"", "0", "0.0", "false", "no", "n"}
_YES = {"true", "yes", "y"}
_NAMES = ("rater", "stimulus", "reference", "system", "system_b", "set", "session")
_NAME_LENGTHS = {
    "rater": 40,
    "stimulus": 200,
    "reference": 200,
    "system": 120,
    "system_b": 120,
    "set": 64,
    "session": 40,
}
#: Nobody thinks longer than a day about one picture.
LONGEST_MS = 86_400_000
#: What a comparison may say, beside the names of the two systems.
_CHOICES = {
    "a": "a", "b": "b", "tie": "tie", "left": "a", "right": "b", "first": "a", "second": "b",
    "same": "tie", "equal": "tie", "=": "tie", "1": "a", "2": "b", "0": "tie",
}  # fmt: skip


@dataclass(frozen=True)
class ReadRatings:
    """A file as read.

    Attributes:
        frame: ``rater, reference, set, system`` (categorical), ``role`` (test or repeat), ``line``;
            of scores ``grade`` (from 1) and ``score``, of comparisons ``system_b`` and ``choice``
            (a, b, tie); and where the file has them ``stimulus, session, position, rt_ms`` (NaN
            unknown), ``first_grade, revisions, side, excluded`` (bool). In the order of the file.
        layout: "long", "wide", "matrix" or "pairs".
        names_systems: False where the file names stimuli only.
        left_out: Rows of a long table whose score is NA.
    """

    frame: pd.DataFrame
    layout: str
    names_systems: bool
    left_out: int = 0


def read_ratings_csv(path: Path, scale: Scale = FIVE_POINTS) -> ReadRatings:
    """Read a long CSV (one rating a row), a wide one (stimuli × raters, or raters × stimuli), a
    matrix of numbers without a head (stimuli × raters), or pair comparisons (``rater, reference,
    a, b, choice``).

    Separators may be commas, semicolons or tabs, numbers may have a decimal comma where it does
    not separate cells; ``.gz`` is unpacked; names are taken in Unicode's composed form (NFC).

    Args:
        scale: What scores may be.

    Raises:
        RatingsError: With the line: a row that does not fit the head, a score that is not of the
            scale, an empty name, a rater who rated a stimulus twice without a mark that it is a
            repeat; missing or doubled columns.
    """
    cells = read_cells(path, _wanted)
    known = recognised(list(cells.columns)) if not cells.headless else {}
    renamed = {theirs: ours for ours, theirs in known.items()}
    columns = {renamed.get(name, name): column for name, column in cells.columns.items()}
    cells = Cells(path, cells.separator, cells.headless, columns, cells.lines)
    if "role" in columns:
        read = columns["role"].where(lambda text: text in _READ_ROLES)
        cells = cells.taken(np.flatnonzero(read)) if read.any() else cells
    if "choice" in columns:
        return _choices(cells)
    if "score" in columns:
        missing = cells.columns["score"].where(lambda text: is_missing(text) and text != "")
        kept = cells.taken(np.flatnonzero(~missing)) if missing.any() else cells
        if not len(kept):
            raise RatingsError("no row has a score", where=path)
        return _scores(kept, "long", scale, int(missing.sum()))
    layout = "matrix" if cells.headless else "wide"
    return _scores(unfolded(cells), layout, scale, 0)


def _wanted(head: list[str], path: Path) -> list[str]:
    """The columns to read: of a long table those that are known, of a wide one all."""
    known = recognised(head)
    if "score" not in known and "choice" not in known:
        return wide_columns(head, known, path)
    missing = [name for name in ("rater",) if name not in known]
    needed = ["reference", "system", "system_b"] if "choice" in known else ["reference", "system"]
    if "choice" in known or "stimulus" not in known:
        missing += [name for name in needed if name not in known]
    if missing:
        names = {"system": "a", "system_b": "b"} if "choice" in known else {}
        layout = "table of pairs" if "choice" in known else "long table"
        said = " and no column ".join(names.get(name, name) for name in missing)
        raise RatingsError(
            f"the {layout} has no column {said}",
            where=path,
            remedy="It needs rater, reference, a, b and choice"
            if "choice" in known
            else "It needs rater, score, and stimulus or reference and system; "
            f"it has {', '.join(head)}.",
        )
    return list(known.values())


def _scores(cells: Cells, layout: str, scale: Scale, left_out: int) -> ReadRatings:
    columns = _named(cells)
    names_systems = "system" in columns and "reference" in columns
    columns.setdefault("reference", columns.get("stimulus", constant("", len(cells))))
    columns.setdefault("system", constant(ONE_SYSTEM, len(cells)))
    made = _framed(cells, columns)
    made["grade"] = _grades(cells, "score", scale)
    made["score"] = np.array([np.nan, *scale.scores])[made["grade"]]
    if "first_score" in cells.columns and "revisions" in cells.columns:
        made["first_grade"] = _grades(cells, "first_score", scale)
        made["revisions"] = _numbers(cells, "revisions", 1, 1000)
    frame = pd.DataFrame(made)
    _refuse_duplicates(frame, ["rater", "set", "reference", "system"], cells.path)
    if "stimulus" in columns:
        _one_name_each(frame[frame["role"] == "test"], cells.path)
    return ReadRatings(frame, layout, names_systems, left_out)


def _choices(cells: Cells) -> ReadRatings:
    columns = _named(cells)
    made = _framed(cells, columns)
    first, second = made["system"], made["system_b"]
    a, b = np.array(first.categories)[first.codes], np.array(second.categories)[second.codes]
    if (a == b).any():
        line = cells.lines[np.flatnonzero(a == b)[0]]
        raise RatingsError(f"line {line}: a system is compared with itself", where=cells.path)
    choice = cells.columns["choice"].mapped(_composed)
    said = choice.mapped(lambda text: _CHOICES.get(text.lower(), text))
    texts = np.array(said.texts, dtype=object)[said.codes]
    names = np.array(choice.texts, dtype=object)[choice.codes]
    texts = np.where(names == a, "a", np.where(names == b, "b", texts))
    unknown = ~np.isin(texts, ("a", "b", "tie"))
    if unknown.any():
        row = np.flatnonzero(unknown)[0]
        raise RatingsError(
            f"line {cells.lines[row]}: the choice is {names[row]!r}",
            where=cells.path,
            remedy="It is a, b or tie, or the name of the system that was preferred.",
        )
    made["choice"] = pd.Categorical(texts, categories=["a", "b", "tie"])
    if "side" in cells.columns:
        side = cells.columns["side"].mapped(str.lower)
        known = np.isin(side.texts, ("left", "right")).all()
        made["side"] = _categorical(side if known else constant("", len(cells)))
    frame = pd.DataFrame(made)
    swapped = frame.assign(
        one=np.where(a < b, a, b).astype(str), other=np.where(a < b, b, a).astype(str)
    ).astype({"one": "category", "other": "category"})
    _refuse_duplicates(swapped, ["rater", "set", "reference", "one", "other"], cells.path)
    return ReadRatings(frame, "pairs", True)


def _named(cells: Cells) -> dict[str, Column]:
    """The columns of names: composed, without the exports' guard, checked."""
    columns = {
        name: cells.columns[name].mapped(_composed) for name in _NAMES if name in cells.columns
    }
    for name, longest in _NAME_LENGTHS.items():
        if name in columns:
            _check_names(columns[name], name, longest, cells)
    columns.setdefault("set", constant(DEFAULT_SET, len(cells)))
    if "session" in columns and columns["session"].where(lambda text: not text).any():
        del columns["session"]
    return columns


def _framed(cells: Cells, columns: dict[str, Column]) -> dict[str, Any]:
    """What all layouts have in common."""
    made: dict[str, Any] = {name: _categorical(column) for name, column in columns.items()}
    made["line"] = cells.lines.astype(np.int32)
    made["role"] = _roles(cells)
    if "excluded" in cells.columns:
        marks = _marks(cells, "excluded", "Use 0 and 1, or yes and no.")
        made["excluded"] = marks.where(lambda text: text not in _NO)
    if "position" in cells.columns:
        made["position"] = _numbers(cells, "position", 0, 2**31 - 1)
    if "rt_ms" in cells.columns:
        known = _numbers(cells, "rt_ms", 0, LONGEST_MS)
        made["rt_ms"] = np.where(known > 0, known, np.nan)  # nobody answers in no time
    return made


def _composed(text: str) -> str:
    plain = _GUARDED.sub("", " ".join(text.strip().splitlines()))
    return unicodedata.normalize("NFC", plain)


def _categorical(column: Column) -> pd.Categorical:
    # Only texts that occur: a table of which rows were taken may have others.
    used = np.flatnonzero(np.bincount(column.codes, minlength=len(column.texts)))
    place = np.zeros(len(column.texts), dtype=np.int32)
    place[used] = np.arange(len(used))
    names = pd.Index([column.texts[k] for k in used], dtype=object)
    return pd.Categorical.from_codes(place[column.codes], categories=names)


def _check_names(column: Column, name: str, longest: int, cells: Cells) -> None:
    named = {"system": "a", "system_b": "b"}.get(name, name) if "choice" in cells.columns else name
    empty = column.where(lambda text: not text)
    if empty.any() and name != "session":
        raise RatingsError(f"line {cells.lines[empty][0]}: the {named} is empty", where=cells.path)
    long = column.where(lambda text: len(text) > longest)
    if long.any():
        row = int(np.flatnonzero(long)[0])
        raise RatingsError(
            f"line {cells.lines[row]}: the {named} has a name of {len(column[row])} characters",
            where=cells.path,
            remedy=f"Use at most {longest}.",
        )


def _plain_number(text: str, separator: str) -> str:
    """A number with a decimal point; what is no number as it is."""
    text = text.strip()
    if separator != "," and _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    return text


def _grades(cells: Cells, name: str, scale: Scale) -> np.ndarray:
    """Grades from 1, as the scale counts them."""
    column = cells.columns[name].mapped(lambda text: _plain_number(text, cells.separator))
    grades = column.numbers(
        lambda text: (scale.grade(text) or 0) if _NUMBER.fullmatch(text) else 0
    ).astype(np.int16)
    bad = np.flatnonzero(grades == 0)
    if not len(bad):
        return grades
    value = column[bad[0]]
    if value == "":
        said = "is empty"
    else:
        said = f"is {value}" if re.match(r"[+-]?[\d.]|nan$", value.lower()) else f"is {value!r}"
    lines = cells.lines[bad[1 : 1 + _MOST_NAMED]].tolist()
    more = len(bad) - 1
    also = f"; {more} more such in line {', '.join(map(str, lines))}" if more else ""
    also += " and further" if more > len(lines) else ""
    of = cells.columns.get("rater_head")
    column_said = f", column {of[bad[0]]}" if of is not None else ""
    raise RatingsError(
        f"line {cells.lines[bad[0]]}{column_said}: the score {said[:60]}, and scores are "
        f"{scale.spoken}{also}",
        where=cells.path,
        remedy="Correct it, leave the rating out, or name the scale, such as --scale 0-100 or "
        "--scale 1-5:0.5; nothing was imported.",
    )


def _roles(cells: Cells) -> pd.Categorical:
    """``repeat`` may be a mark (0/1, yes/no) or count the showings from 1."""
    repeated = np.zeros(len(cells), dtype=bool)
    if "repeat" in cells.columns:
        remedy = "Use 0 and 1, yes and no, or number the showings from 1."
        column = _marks(cells, "repeat", remedy)
        counts_from_one = not column.where(lambda text: text in _NO | _YES).any()
        repeated = column.where(
            (lambda text: float(text) > 1) if counts_from_one else (lambda text: text not in _NO)
        )
    return pd.Categorical.from_codes(
        repeated.astype(np.int8), categories=pd.Index(["test", "repeat"], dtype=object)
    )


def _marks(cells: Cells, name: str, remedy: str) -> Column:
    """A column of marks (0/1, yes/no) or numbers, in small letters."""
    column = cells.columns[name].mapped(lambda text: text.strip().lower())
    unknown = column.where(lambda text: text not in _NO | _YES and not _NUMBER.fullmatch(text))
    if unknown.any():
        row = int(np.flatnonzero(unknown)[0])
        raise RatingsError(
            f"line {cells.lines[row]}: {name} is {column[row]!r}", where=cells.path, remedy=remedy
        )
    return column


def _numbers(cells: Cells, name: str, least: float, most: float) -> np.ndarray:
    """Numbers within limits, NaN where the cell is empty or says NA."""
    column = cells.columns[name].mapped(lambda text: _plain_number(text, cells.separator))

    def read(text: str) -> float:
        if is_missing(text):
            return np.nan
        try:
            value = float(text)
        except ValueError:
            return -np.inf
        return value if least <= value <= most else np.inf

    numbers = column.numbers(read)
    bad = np.flatnonzero(np.isinf(numbers))
    if len(bad):
        text = column[bad[0]]
        line = cells.lines[bad[0]]
        if numbers[bad[0]] < 0:
            raise RatingsError(
                f"line {line}: {name} is {text[:40]!r} and not a number", where=cells.path
            )
        raise RatingsError(
            f"line {line}: {name} is {text[:40]}, and it may be {least:g} to {most:,.0f}",
            where=cells.path,
            remedy="Leave it empty where it is not known.",
        )
    return numbers


def _refuse_duplicates(frame: pd.DataFrame, key: list[str], path: Path) -> None:
    cell = np.zeros(len(frame), dtype=np.int64)
    for name in key:
        codes = frame[name].cat
        cell = cell * len(codes.categories) + codes.codes.to_numpy(dtype=np.int64)
    test = (frame["role"] == "test").to_numpy()
    rows = np.flatnonzero(test)
    order = rows[np.argsort(cell[rows], kind="stable")]
    again = order[1:][cell[order][1:] == cell[order][:-1]]
    if len(again):
        row = int(again.min())
        first = int(rows[cell[rows] == cell[row]][0])
        one = frame.iloc[row]
        what = one.get("stimulus", " / ".join(str(one[name]) for name in key[2:]))
        raise RatingsError(
            f"line {one['line']}: rater {one['rater']} rated {what} already in line "
            f"{frame['line'].iloc[first]} ({len(again)} duplicated ratings in all)",
            where=path,
            remedy="Remove one of them, or add a column repeat and mark the second with 1.",
        )
    repeats = np.flatnonzero(~test)
    lonely = repeats[~np.isin(cell[repeats], cell[rows])]
    if len(lonely):
        one = frame.iloc[int(lonely[0])]
        raise RatingsError(
            f"line {one['line']}: this is marked as a repeat, but rater {one['rater']} has no "
            "first rating of it",
            where=path,
        )


def _one_name_each(test: pd.DataFrame, path: Path) -> None:
    """Within a set, a name stands for one stimulus and a stimulus has one name."""
    names = ["set", "reference", "system", "stimulus"]
    cells = test.drop_duplicates(names)
    twice = cells.duplicated(["set", "stimulus"]) | cells.duplicated(names[:3])
    if twice.any():
        row = cells[twice].iloc[0]
        raise RatingsError(
            f"line {row['line']}: stimulus {row['stimulus']} does not always have the same "
            "reference and system",
            where=path,
        )
