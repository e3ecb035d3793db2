"""Reading a CSV as coded columns, and what columns are called: our names and other programs'.

A million cells of a few texts cost a few bytes each. Every row keeps the line it begins in, also
after cells that hold line breaks.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO

import numpy as np

from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.plain_cells import plain_columns
from sr_studio.studies.statistics.table import Ints

#: Our column names, and what other programs call them.
ALIASES: dict[str, tuple[str, ...]] = {
    "rater": (
        "subject", "participant", "observer", "viewer", "user", "worker", "rater_id", "subject_id",
        "participant_id", "observer_id", "user_id", "worker_id",
    ),
    "stimulus": (
        "stimulus_id", "pvs", "pvs_id", "pvs_name", "item", "image", "image_name", "file",
        "file_name", "filename", "video", "video_name", "clip",
    ),
    "reference": ("ref", "content", "src", "src_name", "source", "picture"),
    "system": ("condition", "method", "hrc", "algorithm", "model"),
    "set": ("dataset", "database", "benchmark"),
    "score": ("rating", "vote", "opinion", "os", "acr"),
    "session": ("session_id",),
    "repeat": ("repetition", "repeated", "replicate"),
    "position": ("order", "trial", "seq"),
    "rt_ms": ("reaction_time_ms", "response_time_ms"),
    "role": (),
    "first_score": (),
    "revisions": (),
    "excluded": (),
}  # fmt: skip
#: Of pair comparisons.
PAIR_ALIASES: dict[str, tuple[str, ...]] = {
    "system": ("a", "system_a", "first", "left"),
    "system_b": ("b", "second", "right"),
    "choice": ("preferred", "preference"),
    "side": (),
}
#: Columns that stand beside the raters of a wide table and are none.
NO_RATERS = frozenset(
    {
        "mos", "dmos", "mean", "average", "sd", "std", "ci", "ci95", "n", "count", "id", "index",
        "width", "height", "fps", "framerate", "frame_rate", "bitrate", "duration", "qp", "crf",
    }
)  # fmt: skip


def folded(name: str) -> str:
    """Without case, blanks as underscores."""
    return name.strip().lower().replace(" ", "_")


def recognised(columns: Sequence[str]) -> dict[str, str]:
    """Our name to the file's, exact names before other programs' names.

    A table with a choice and two systems is one of pairs: then ``system`` is the first of them.
    """
    lower = {folded(name): name for name in reversed(list(columns))}
    pairs = _found(PAIR_ALIASES, lower)
    known = _found(ALIASES, lower)
    if "choice" in pairs and "score" not in known:
        known.pop("system", None)
        return known | pairs
    return known


def _found(aliases: dict[str, tuple[str, ...]], lower: dict[str, str]) -> dict[str, str]:
    found = {}
    for ours, others in aliases.items():
        for name in (*others, ours) if ours == "system" and "a" in others else (ours, *others):
            if name in lower:
                found[ours] = lower[name]
                break
    return found


SEPARATORS = ",;\t"
#: What stands in every cell of the line between the repetitions of a P.910-style matrix.
DIVIDER = "\x1d"
_ROWS_AT_ONCE = 20_000
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Column:
    """One column: for each row the place of its text in ``texts``."""

    codes: Ints
    texts: list[str]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.texts[self.codes[row]]

    def where(self, wanted: Callable[[str], bool]) -> np.ndarray:
        """Which rows hold a text that is ``wanted``; asked once for each text."""
        return np.array([wanted(text) for text in self.texts], dtype=bool)[self.codes]

    def mapped(self, change: Callable[[str], str]) -> Column:
        """With every text changed; texts that become equal become one."""
        coder = _Coder()
        places = np.array([coder[change(text)] for text in self.texts], dtype=np.int64)
        return Column(places[self.codes], list(coder))

    def numbers(self, read: Callable[[str], float]) -> np.ndarray:
        """A number for each row, read once for each text."""
        return np.array([read(text) for text in self.texts], dtype=np.float64)[self.codes]

    def taken(self, rows: np.ndarray) -> Column:
        """Some of the rows."""
        return replace(self, codes=self.codes[rows])


def constant(text: str, rows: int) -> Column:
    """A column that says the same everywhere."""
    return Column(np.zeros(rows, dtype=np.int64), [text])


class _Coder(dict[str, int]):
    """Text to its number, in order of appearance."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


@dataclass(frozen=True)
class Cells:
    """A table as read: its columns in order, and the line each row begins in."""

    path: Path
    separator: str
    headless: bool
    columns: dict[str, Column]
    lines: Ints

    def __len__(self) -> int:
        return len(self.lines)

    def taken(self, rows: np.ndarray) -> Cells:
        """Some of the rows."""
        columns = {name: column.taken(rows) for name, column in self.columns.items()}
        return replace(self, columns=columns, lines=self.lines[rows])


def read_cells(path: Path, wanted: Callable[[list[str], Path], Sequence[str]]) -> Cells:
    """Read the columns of a CSV that are wanted.

    Separators may be commas, semicolons or tabs; ``.gz`` is unpacked; rows without any text are
    left out. A table whose first row is numbers has no head: its columns are "1", "2" …

    Args:
        wanted: From the head to the columns to keep; may refuse the head.

    Raises:
        RatingsError: The file cannot be read, or a row does not fit the head, with its line.
    """
    with _opened(path) as stream:
        head_line = stream.readline()
        separator = max(SEPARATORS, key=head_line.count)
        lines = chain([head_line] if head_line else [], stream)
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        with _explained(path, reader):
            first = next(reader, None)
        if first is None:
            raise RatingsError("the file is empty", where=path)
        headless = _headless(first)
        rows: Iterator[list[str]] = reader
        if headless:
            rows = chain([first], reader)
            head, line = [str(k) for k in range(1, len(first) + 1)], 1
        else:
            line = reader.line_num + 1
            head = [name.strip() for name in first]
        _check_head(head, path)
        names = list(wanted(head, path))
        places = [head.index(name) for name in names]
        plain = None if headless else plain_columns(path, separator, len(head), places)
        if plain is not None:
            columns = {name: Column(*one) for name, one in zip(names, plain, strict=True)}
            return Cells(path, separator, False, columns, np.arange(2, len(plain[0][0]) + 2))
        return _coded(_Source(path, separator, head, reader, rows, line, headless), names)


def _headless(first: list[str]) -> bool:
    """Only numbers and missing cells, at least one number."""
    numbers = [cell for cell in first if re.fullmatch(r"\s*[+-]?\d+([.,]\d+)?\s*", cell)]
    return bool(numbers) and all(cell in numbers or is_missing(cell) for cell in first)


def is_missing(text: str) -> bool:
    """How programs write that there is no value."""
    return text.strip().lower() in ("", "na", "n/a", "nan", "null", "none")


def _check_head(head: list[str], path: Path) -> None:
    if not any(head):
        raise RatingsError("the first line has no names of columns", where=path)
    seen: dict[str, int] = {}
    for number, name in enumerate(head, 1):
        if "\0" in name:
            raise RatingsError(f"line 1: the name of column {number} holds a NUL", where=path)
        if name and name in seen:
            raise RatingsError(
                f"line 1: columns {seen[name]} and {number} are both called {name}",
                where=path,
                remedy="Give every column a name of its own.",
            )
        seen.setdefault(name, number)


@dataclass
class _Source:
    path: Path
    separator: str
    head: list[str]
    reader: object
    rows: Iterator[list[str]]
    line: int
    headless: bool

    def divides(self, row: list[str]) -> bool:
        """A lone comma between the repetitions of a matrix."""
        return self.headless and row == ["", ""] and len(self.head) != 2


def _coded(source: _Source, names: list[str]) -> Cells:
    places = [source.head.index(name) for name in names]
    coders = [_Coder() for _ in names]
    codes: list[list[np.ndarray]] = [[] for _ in names]
    lines = []
    while True:
        with _explained(source.path, source.reader):
            rows = list(islice(source.rows, _ROWS_AT_ONCE))
        if not rows:
            break
        begins, rows = _fitting(source, rows)
        if not rows:
            continue
        lines.append(begins)
        columns = list(zip(*rows, strict=True))
        for coder, place, made in zip(coders, places, codes, strict=True):
            numbers = map(coder.__getitem__, columns[place])
            made.append(np.fromiter(numbers, np.int32, len(rows)))
    if not lines:
        raise RatingsError("the file has a head but no ratings", where=source.path)
    all_lines = np.concatenate(lines)
    found = {
        name: Column(np.concatenate(made), list(coder))
        for name, coder, made in zip(names, coders, codes, strict=True)
    }
    for name, column in found.items():
        broken = [text for text in column.texts if "\0" in text]
        if broken:
            line = all_lines[column.where(lambda text: "\0" in text)][0]
            raise RatingsError(f"line {line}: {name} holds a NUL", where=source.path)
    return Cells(source.path, source.separator, source.headless, found, all_lines)


def _fitting(source: _Source, rows: list[list[str]]) -> tuple[Ints, list[list[str]]]:
    """(line each row begins in, the rows), without blank ones; every one as wide as the head."""
    after = getattr(source.reader, "line_num") + 1  # noqa: B009 - the type has no name
    if after - source.line == len(rows):
        begins = np.arange(source.line, after)
    else:  # cells with line breaks
        heights = [1 + sum(len(_LINE_BREAK.findall(cell)) for cell in row) for row in rows]
        begins = source.line + np.cumsum([0, *heights[:-1]])
    source.line = after
    width = len(source.head)
    if set(map(len, rows)) == {width} and all(map(any, rows)):
        return begins, rows
    kept = [number for number, row in enumerate(rows) if any(row) or source.divides(row)]
    for number in kept:
        row = rows[number]
        if len(row) != width and not source.divides(row):
            comma = source.separator == ","
            raise RatingsError(
                f"line {begins[number]} has {len(row)} cells, and the head has {width}",
                where=source.path,
                remedy="Put a cell that holds a comma into quotes; numbers with a decimal comma "
                "need semicolons between the cells."
                if comma
                else "Every row needs as many cells as the head.",
            )
    return begins[kept], [
        rows[number] if len(rows[number]) == width else [DIVIDER] * width for number in kept
    ]


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        zipped = path.suffix == ".gz"
        with gzip.open(path) if zipped else path.open("rb") as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    except FileNotFoundError as error:
        raise RatingsError("there is no such file", where=path) from error
    except UnicodeDecodeError as error:
        raise RatingsError(
            f"line {_undecodable_line(path)} is not UTF-8 text",
            where=path,
            remedy="Save the table as CSV in UTF-8.",
        ) from error
    except (OSError, EOFError) as error:
        raise RatingsError(f"the file cannot be read ({error})", where=path) from error


def _undecodable_line(path: Path) -> int:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1


@contextmanager
def _explained(path: Path, reader: object) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        line = getattr(reader, "line_num", 1)
        raise RatingsError(
            f"line {line}: this is not a table ({error})",
            where=path,
            remedy="Close every quotation mark, and double those inside a cell.",
        ) from error
