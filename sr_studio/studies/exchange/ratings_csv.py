"""Reading ratings that were made elsewhere: long and wide CSV files, checked line by line."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sr_studio.studies.analysis.errors import RatingsError
from sr_studio.studies.analysis.table import DEFAULT_SET, HIGHEST, LOWEST

#: Our column names, and what other programs call them.
ALIASES: dict[str, tuple[str, ...]] = {
    "rater": ("subject", "participant", "observer", "viewer", "user", "worker", "rater_id"),
    "stimulus": ("stimulus_id", "pvs", "item", "image", "file"),
    "reference": ("ref", "content", "src", "source", "picture"),
    "system": ("condition", "method", "hrc", "algorithm", "model"),
    "set": ("dataset", "database", "benchmark"),
    "score": ("rating", "vote", "opinion", "os", "acr"),
    "session": ("session_id",),
    "repeat": ("repetition", "repeated", "replicate"),
    "position": ("order", "trial", "seq"),
    "rt_ms": ("reaction_time_ms", "response_time_ms"),
}
#: The system of files that name stimuli only.
ONE_SYSTEM = "stimulus"
_MOST_NAMED = 5
#: The apostrophe that exports put before what a spreadsheet would take for a formula.
_GUARDED = r"^'(?=[=+\-@])"
#: Roles of our own tidy export that are read; the others are never analysed.
_READ_ROLES = ("test", "repeat")
_NO = {"", "0", "0.0", "false", "no", "n"}
_YES = {"true", "yes", "y"}
_WHOLE_SCORES = {str(k): k for k in range(LOWEST, HIGHEST + 1)}
_WHOLE_SCORES |= {f"{k}.0": k for k in range(LOWEST, HIGHEST + 1)}
_NAME_LENGTHS = {"rater": 40, "reference": 64, "system": 120, "set": 64}


@dataclass(frozen=True)
class ReadRatings:
    """A file as read.

    Attributes:
        frame: ``rater, reference, set, system, score`` (int), ``role`` (test or repeat),
            ``line``, and ``stimulus``, ``session``, ``position``, ``rt_ms`` where the file has
            them. In the order of the file.
        layout: "long" or "wide".
        names_systems: False where the file names stimuli only.
    """

    frame: pd.DataFrame
    layout: str
    names_systems: bool


def read_ratings_csv(path: Path) -> ReadRatings:
    """Read a long CSV (one rating a row) or a wide one (stimuli × raters, or raters × stimuli).

    Separators may be commas, semicolons or tabs; ``.gz`` is unpacked; names are taken as they are.

    Raises:
        RatingsError: With the line number: a score that is not 1, 2, 3, 4 or 5, an empty name, a
            rater who rated a stimulus twice without a mark that it is a repeat, missing columns.
    """
    text = _text(path)
    frame = _cells(text, path)
    known = _recognised(list(frame.columns))
    frame = frame.rename(columns={theirs: ours for ours, theirs in known.items()})
    if "role" in frame.columns and set(frame["role"]) & set(_READ_ROLES):
        frame = frame[frame["role"].isin(_READ_ROLES)]
    if "score" in known:
        long, layout = frame, "long"
    else:
        long, layout = _from_wide(frame, known, path), "wide"
    _require(long, layout, path)
    return _checked(long, layout, path)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except FileNotFoundError as error:
        raise RatingsError("there is no such file", where=path) from error
    except (OSError, EOFError) as error:
        raise RatingsError(f"the file cannot be read ({error})", where=path) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RatingsError(
            f"line {line} is not UTF-8 text", where=path, remedy="Save the table as CSV in UTF-8."
        ) from error


def _cells(text: str, path: Path) -> pd.DataFrame:
    """All cells as text; the index is the line number."""
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            skipinitialspace=True,
            index_col=False,
        )
    except pd.errors.EmptyDataError as error:
        raise RatingsError("the file is empty", where=path) from error
    except (pd.errors.ParserError, ValueError) as error:
        raise RatingsError(
            f"this is not a table ({str(error).strip()})",
            where=path,
            remedy="Every row needs as many cells as the first.",
        ) from error
    frame.columns = [str(name).strip() for name in frame.columns]
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    blank = (frame == "").all(axis=1)
    frame = frame[~blank]
    if not len(frame):
        raise RatingsError("the file has a head but no ratings", where=path)
    return frame


def _recognised(columns: Sequence[str]) -> dict[str, str]:
    """Our name to the file's, exact names before other programs' names."""
    lower = {name.lower().replace(" ", "_"): name for name in reversed(list(columns))}
    found = {}
    for ours, others in ALIASES.items():
        for name in (ours, *others):
            if name in lower:
                found[ours] = lower[name]
                break
    return found


def _from_wide(frame: pd.DataFrame, known: dict[str, str], path: Path) -> pd.DataFrame:
    heads: list[str] = [
        name for name in ("stimulus", "reference", "system", "set") if name in known
    ]
    if "rater" in known and not heads:  # raters are rows, stimuli are columns
        stimuli = [name for name in frame.columns if name not in ALIASES]
        long = _unfolded(frame, ["rater"], stimuli, "stimulus")
    elif heads and "rater" not in known:
        raters = [name for name in frame.columns if name not in heads]
        long = _unfolded(frame, heads, raters, "rater")
    else:
        raise RatingsError(
            "there is no column of scores",
            where=path,
            remedy="A long table needs the columns rater, score and stimulus (or reference and "
            "system); a wide one has stimuli as rows and raters as columns.",
        )
    if not len(long):
        raise RatingsError("no cell of the table holds a score", where=path)
    return long


def _unfolded(frame: pd.DataFrame, heads: list[str], columns: list[str], name: str) -> pd.DataFrame:
    """One row for each cell that is not empty, in reading order."""
    values = frame[columns].to_numpy(dtype=object)
    row, column = np.nonzero(values != "")
    long = frame[heads].iloc[row].copy()
    long[name] = np.array(columns, dtype=object)[column]
    long["score"] = values[row, column]
    return long


def _require(frame: pd.DataFrame, layout: str, path: Path) -> None:
    missing = [name for name in ("rater", "score") if name not in frame.columns]
    if "stimulus" not in frame.columns:
        missing += [name for name in ("reference", "system") if name not in frame.columns]
    if missing:
        raise RatingsError(
            f"the {layout} table has no column {' and no column '.join(missing)}",
            where=path,
            remedy="It needs rater, score, and stimulus or reference and system; "
            f"it has {', '.join(map(str, frame.columns))}.",
        )


def _checked(frame: pd.DataFrame, layout: str, path: Path) -> ReadRatings:
    made: dict[str, object] = {"line": frame.index.to_numpy()}
    for name in ("rater", "stimulus", "reference", "system", "set", "session"):
        if name in frame.columns:
            text = frame[name].str.strip().str.replace(_GUARDED, "", regex=True)
            made[name] = text.to_numpy(dtype=object)
    long = pd.DataFrame(made, index=frame.index)
    names_systems = "system" in long.columns and "reference" in long.columns
    if "reference" not in long.columns:
        long["reference"] = long["stimulus"]
    if "system" not in long.columns:
        long["system"] = ONE_SYSTEM
    if "set" not in long.columns:
        long["set"] = DEFAULT_SET
    for name, longest in _NAME_LENGTHS.items():
        _check_names(long, name, longest, path)
    long["score"] = _scores(frame["score"], path)
    long["role"] = _roles(frame, path)
    for name in ("position", "rt_ms"):
        if name in frame.columns:
            long[name] = _numbers(frame[name], path)
    _refuse_duplicates(long, path)
    return ReadRatings(long.reset_index(drop=True), layout, names_systems)


def _check_names(frame: pd.DataFrame, name: str, longest: int, path: Path) -> None:
    empty = frame.index[frame[name] == ""]
    if len(empty):
        raise RatingsError(f"line {empty[0]}: the {name} is empty", where=path)
    names = pd.unique(frame[name])
    too_long = [text for text in names if len(text) > longest]
    if too_long:
        line = frame.index[frame[name] == too_long[0]][0]
        raise RatingsError(
            f"line {line}: the {name} has a name of {len(too_long[0])} characters",
            where=path,
            remedy=f"Use at most {longest}.",
        )


def _scores(column: pd.Series, path: Path) -> np.ndarray:
    text = column.str.strip()
    scores = text.map(_WHOLE_SCORES)
    bad = scores.isna()
    if bad.any():
        line, value = column.index[bad][0], str(text[bad].iloc[0])
        lines = column.index[bad][1 : 1 + _MOST_NAMED].tolist()
        more = int(bad.sum()) - 1
        also = f"; {more} more such in line {', '.join(map(str, lines))}" if more else ""
        also += " and further" if more > len(lines) else ""
        said = (
            "is empty" if value == "" else f"is {value[:40]!r}" if _wordy(value) else f"is {value}"
        )
        raise RatingsError(
            f"line {line}: the score {said}, and scores are whole numbers from 1 to 5{also}",
            where=path,
            remedy="Correct it, or leave the rating out; nothing was imported.",
        )
    return scores.to_numpy(dtype=np.int64)


def _wordy(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return True
    return False


def _roles(frame: pd.DataFrame, path: Path) -> np.ndarray:
    """``repeat`` may be a mark (0/1, yes/no) or count the showings from 1."""
    if "repeat" not in frame.columns:
        return np.full(len(frame), "test", dtype=object)
    text = frame["repeat"].str.strip().str.lower()
    words = text.isin(_NO | _YES)
    numbers = pd.to_numeric(text.where(~words), errors="coerce")
    unknown = frame.index[~words & numbers.isna()]
    if len(unknown):
        raise RatingsError(
            f"line {unknown[0]}: repeat is {text[unknown[0]]!r}",
            where=path,
            remedy="Use 0 and 1, yes and no, or number the showings from 1.",
        )
    counts_from_one = bool(len(text)) and not text.isin(_NO | _YES).any()
    repeated = (numbers > 1) if counts_from_one else ~text.isin(_NO)
    return np.where(repeated, "repeat", "test").astype(object)


def _numbers(column: pd.Series, path: Path) -> np.ndarray:
    text = column.str.strip()
    numbers = pd.to_numeric(text.where(text != ""), errors="coerce")
    bad = column.index[numbers.isna() & (text != "")]
    if len(bad):
        raise RatingsError(
            f"line {bad[0]}: {column.name} is {text[bad[0]]!r} and not a number", where=path
        )
    return numbers.to_numpy(dtype=np.float64)


def _refuse_duplicates(frame: pd.DataFrame, path: Path) -> None:
    key = ["rater", "set", "reference", "system"]
    test = frame[frame["role"] == "test"]
    again = test.duplicated(key)
    if again.any():
        row = test[again].iloc[0]
        same = (test[key] == row[key]).all(axis=1)
        first = test[same].iloc[0]
        what = row.get("stimulus", f"{row['reference']} / {row['system']}")
        raise RatingsError(
            f"line {row['line']}: rater {row['rater']} rated {what} already in line "
            f"{first['line']} ({int(again.sum())} duplicated ratings in all)",
            where=path,
            remedy="Remove one of them, or add a column repeat and mark the second with 1.",
        )
    rated = pd.MultiIndex.from_frame(test[key])
    repeats = frame[frame["role"] == "repeat"]
    lonely = ~pd.MultiIndex.from_frame(repeats[key]).isin(rated)
    if lonely.any():
        row = repeats[lonely].iloc[0]
        raise RatingsError(
            f"line {row['line']}: this is marked as a repeat, but rater {row['rater']} has no "
            "first rating of it",
            where=path,
        )
    if "stimulus" in frame.columns:
        _one_name_each(test, path)


def _one_name_each(test: pd.DataFrame, path: Path) -> None:
    cells = test[["set", "reference", "system", "stimulus", "line"]]
    cells = cells.drop_duplicates(["set", "reference", "system", "stimulus"])
    twice = cells.duplicated("stimulus") | cells.duplicated(["set", "reference", "system"])
    if twice.any():
        row = cells[twice].iloc[0]
        raise RatingsError(
            f"line {row['line']}: stimulus {row['stimulus']} does not always have the same "
            "reference, system and set",
            where=path,
        )
