"""Ratings for other programs and for publication."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sr_studio.files import made_folder, write_text
from sr_studio.paths import resources_dir
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.results.words import csv_cell

#: Columns of the tidy CSV with what the codebook says of them.
CODEBOOK = {
    "study": "identity of the study (UUID)",
    "site": "code of the place where the rater rated",
    "rater": "pseudonym of the rater",
    "session": "number of the rater's sitting, from 1; empty where it is not known",
    "face": "desk or browser: what the rater's sitting was shown in; empty where it is not known",
    "position": "place in the rater's stream, from 1; empty where it is not known",
    "role": "test: analysed; repeat: the same stimulus again; others are never analysed",
    "repeat": "1 for a hidden repeat, else 0",
    "reference": "picture content",
    "set": "set of the reference",
    "system": "method shown; a letter code while the study is blind",
    "score": "of the study's scale, the newest revision",
    "first_score": "of the study's scale, the first answer",
    "revisions": "how many answers were given; more than 1 after an undo",
    "rt_ms": "milliseconds from first paint to the key; empty where it is not known",
    "day": "day of the rating (UTC)",
    "excluded": "1: a person's decision leaves this rating out of the analysis; imports keep it "
    "out, other programs have to; else 0",
    "flags": "undone: the answer was revised; reshown: the showing was interrupted before",
}
#: A column more where ratings were imported with names of their own for stimuli.
STIMULUS = {"stimulus": "name of the stimulus in the file that was imported"}
#: Whole numbers that may be missing.
_WHOLE = ("session", "position", "rt_ms")
_TEST, _REPEAT = "test", "repeat"
_SAID = CODEBOOK | STIMULUS
_RATINGS, _CODEBOOK, _DATA_SHEET = "ratings.csv", "codebook.json", "datasheet.md"
#: The files of each format, in the folder of the export; the codebook lies beside all of them.
_FILES = {
    "tidy": (_RATINGS,),
    "wide": ("wide.csv",),
    "p910": ("p910_style.csv",),
    "sureal": ("sureal.json",),
    "gsd": ("gsd.csv",),
    "clmm": ("clmm.csv", "clmm.R"),
    "anonymous": tuple(f"anonymous/{name}" for name in (_RATINGS, _CODEBOOK, _DATA_SHEET)),
    "pairs": ("choices.csv", "wins.csv"),
}
FORMATS = tuple(_FILES)


def export_ratings(
    frame: pd.DataFrame, folder: Path, formats: tuple[str, ...], facts: dict[str, Any]
) -> list[Path]:
    """Write the chosen formats into ``folder`` (made if it is not there).

    Args:
        frame: As :func:`sr_studio.studies.store.loading.load_ratings` gives it, all roles,
            without raters who withdrew. What a decision excludes stands in the tidy table, with a
            mark; the other formats have no place for one and leave it out.
        formats: Of :data:`FORMATS`.
        facts: Id, title, scale labels, hidden reference and so on, for codebook and data sheet.

    Raises:
        RatingsError: See :func:`refuse_export`.
    """
    refuse_export(frame, folder, formats, facts)
    wanted = _wanted(frame, formats)
    before = _earlier_book(folder, facts)
    book = before | _codebook(facts)
    if "tidy" in wanted:
        book |= _explained(frame, _columns(frame))
    kept = {name for name in _exported(before) if (folder / name).exists()}
    book["files"] = sorted((kept | _names(wanted)) - {_CODEBOOK})
    made_folder(folder)
    # Written first: an export that was stopped can be made again.
    write_text(folder / _CODEBOOK, _as_json(book))
    analysed = frame[~frame["excluded"]]
    makers: dict[str, Callable[[], tuple[str, ...]]] = {
        "tidy": lambda: (to_csv(tidy(frame)),),
        "wide": lambda: (wide_csv(analysed),),
        "p910": lambda: (p910_csv(analysed),),
        "sureal": lambda: (sureal_json(analysed, facts),),
        "gsd": lambda: (gsd_csv(analysed),),
        "clmm": lambda: (clmm_csv(analysed), clmm_script()),
        "anonymous": lambda: _anonymous(analysed, facts),
        "pairs": lambda: (choices_csv(analysed), wins_csv(analysed)),
    }
    written = [folder / _CODEBOOK]
    for name in wanted:
        for file, text in zip(_FILES[name], makers[name](), strict=True):
            path = folder / file
            made_folder(path.parent)
            write_text(path, text)
            written.append(path)
    return written


def refuse_export(
    frame: pd.DataFrame, folder: Path, formats: tuple[str, ...], facts: dict[str, Any]
) -> None:
    """Refuse what :func:`export_ratings` would not write, before anything is written.

    Raises:
        RatingsError: An unknown format, one that does not fit the kind of study, nothing is left
            for one without the mark, or a file is in the folder already that is no earlier export
            of this study.
    """
    names = _names(_wanted(frame, formats)) | {_CODEBOOK}
    others = names - _exported(_earlier_book(folder, facts))
    there = sorted(name for name in others if (folder / name).exists())
    if there:
        raise RatingsError(
            f"{there[0]} is here already, and nothing says it is an earlier export of this study",
            where=folder,
            remedy="Export into another folder, or move the file away.",
        )


def _wanted(frame: pd.DataFrame, formats: tuple[str, ...]) -> list[str]:
    """Those formats that hold the kind of ratings there are."""
    unknown = set(formats) - set(FORMATS)
    if unknown:
        raise RatingsError(
            f"there is no format {', '.join(sorted(unknown))}",
            remedy=f"The formats are {', '.join(FORMATS)}.",
        )
    compared = bool((frame["choice"].astype(str) != "").any())
    wanted = [name for name in formats if (name == "pairs") == compared]
    if not wanted:
        kind = "pair comparisons" if compared else "scores"
        raise RatingsError(f"the study holds {kind}, which {', '.join(formats)} cannot hold")
    if frame["excluded"].all() and wanted != ["tidy"]:
        raise RatingsError(
            "everybody who rated is excluded, so there is nothing to analyse",
            remedy="The tidy table holds excluded ratings with a mark: --format tidy.",
        )
    return wanted


def _names(formats: Iterable[str]) -> set[str]:
    return {file for name in formats for file in _FILES[name]}


def _earlier_book(folder: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """The codebook of an earlier export of this study into a folder; empty if there is none."""
    try:
        book = json.loads((folder / _CODEBOOK).read_text(encoding="utf-8"))
        return dict(book) if book["study"]["id"] == facts["id"] else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _exported(book: dict[str, Any]) -> set[str]:
    """The files that a codebook is about. Those of earlier versions of the program do not say."""
    return {_CODEBOOK, *book.get("files", _names(FORMATS))} if book else set()


def _as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """One rating a row, the columns of :data:`CODEBOOK`; what is not known is missing."""
    made = _dated(frame).reindex(columns=_columns(frame))
    return made.assign(**{name: made[name].astype("Int64") for name in _WHOLE})


def _columns(frame: pd.DataFrame) -> list[str]:
    return [*CODEBOOK, *(column for column in STIMULUS if column in frame.columns)]


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        repeat=(frame["role"].astype(str) == _REPEAT).astype(int),
        excluded=frame["excluded"].astype(int),
        day=pd.to_datetime(frame["day"], unit="D").dt.strftime("%Y-%m-%d"),
    )


def to_csv(frame: pd.DataFrame) -> str:
    """UTF-8, LF, RFC 4180 quoting; no text cell begins like a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(csv_cell(str(name)) for name in frame.columns)
    columns = []
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            guarded = {value: csv_cell(str(value)) for value in column.cat.categories}
            columns.append([guarded[value] for value in column])
        else:
            columns.append([csv_cell(_plain(value)) for value in column.tolist()])
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue()


def _plain(value: Any) -> Any:
    return None if value is pd.NA or value is None or value != value else value


def _codebook(facts: dict[str, Any]) -> dict[str, Any]:
    """What a codebook says of all files."""
    return {
        "study": facts,
        "encoding": "UTF-8, LF, decimal point, RFC 4180 quoting; a text that begins with = + - @ "
        "has an apostrophe in front",
    }


def _explained(frame: pd.DataFrame, columns: Iterable[str]) -> dict[str, Any]:
    """What a codebook says of the tidy table."""
    return {
        "file": _RATINGS,
        "columns": {column: _SAID[column] for column in columns},
        "levels": {
            column: sorted(map(str, frame[column].astype(str).unique()))
            for column in ("role", "set", "system")
        },
        "rows": len(frame),
    }


def _matrix(frame: pd.DataFrame, role: str) -> pd.DataFrame:
    """Stimuli × raters; NA where nothing was rated."""
    own = frame[frame["role"].astype(str) == role]
    own = own.assign(**{name: own[name].astype(str) for name in ("set", "reference", "system")})
    own = own.assign(rater=own["rater"].astype(str)).drop_duplicates(
        ["set", "reference", "system", "rater"]
    )
    return own.pivot(index=["set", "reference", "system"], columns="rater", values="score")


def wide_csv(frame: pd.DataFrame) -> str:
    """Stimulus × rater, empty for missing; a rater called like a column beside is marked."""
    matrix = _matrix(frame, _TEST)
    marked = {name: f"{name} (rater)" for name in matrix.index.names}
    return to_csv(matrix.rename(columns=marked).reset_index())


def p910_csv(frame: pd.DataFrame) -> str:
    """Stimuli as rows, raters as columns, numbers and ``nan``; repetitions after a lone comma."""
    first = _matrix(frame, _TEST)
    parts = [first]
    again = _matrix(frame, _REPEAT)
    if len(again):
        parts.append(again.reindex(index=first.index, columns=first.columns))
    blocks = [
        "\n".join(",".join("nan" if pd.isna(v) else f"{v:g}" for v in row) for row in part.values)
        for part in parts
    ]
    return "\n,\n".join(blocks) + "\n"


def sureal_json(frame: pd.DataFrame, facts: dict[str, Any]) -> str:
    """The dataset that sureal reads: contents, stimuli, and every rater's score by name."""
    matrix = _matrix(frame, _TEST)
    contents = {
        cell: number
        for number, cell in enumerate(dict.fromkeys((s, r) for s, r, _ in matrix.index))
    }
    hidden = facts.get("hidden_reference")
    stimuli = []
    rows = zip(matrix.index.to_list(), matrix.itertuples(index=False, name=None), strict=True)
    for asset, ((set_name, reference, system), row) in enumerate(rows):
        given = zip(matrix.columns, row, strict=True)
        stimuli.append(
            {
                "asset_id": asset,
                "content_id": contents[(set_name, reference)],
                "path": f"{set_name}/{reference}/{system}",
                "os": {str(name): _shortest(v) for name, v in given if not pd.isna(v)},
            }
        )
    dataset = {
        "dataset_name": facts.get("title", ""),
        "ref_videos": [
            {
                "content_id": number,
                "content_name": f"{set_name}/{reference}",
                "path": f"{set_name}/{reference}/{hidden or 'reference'}",
            }
            for (set_name, reference), number in contents.items()
        ],
        "dis_videos": stimuli,
        "ref_score": facts.get("highest", 5.0),
    }
    return _as_json(dataset)


def _shortest(value: Any) -> int | float:
    """3 rather than 3.0."""
    return int(value) if float(value).is_integer() else float(value)


def gsd_csv(frame: pd.DataFrame) -> str:
    """``stimulus_id, score``, the input of the Generalised Score Distribution."""
    own = frame[frame["role"].astype(str) == _TEST]
    stimulus = (
        own["set"].astype(str) + "/" + own["reference"].astype(str) + "/"
        + own["system"].astype(str)
    )  # fmt: skip
    return to_csv(pd.DataFrame({"stimulus_id": stimulus, "score": own["score"]}))


def clmm_csv(frame: pd.DataFrame) -> str:
    """What the R script reads."""
    own = frame[frame["role"].astype(str) == _TEST]
    return to_csv(own[["rater", "set", "reference", "system", "score"]])


def clmm_script() -> str:
    """An R script for a cumulative-link mixed model with crossed rater and image effects."""
    return (resources_dir() / "report" / "clmm.R").read_text(encoding="utf-8")


def choices_csv(frame: pd.DataFrame) -> str:
    """One pair comparison a row, as imports read it: who chose what of which two, when, on which
    side the first was shown; ``winner, loser, tie`` say the same for other programs."""
    own = frame[
        frame["role"].astype(str).isin([_TEST, _REPEAT]) & (frame["choice"].astype(str) != "")
    ]
    first, second = own["system"].astype(str), own["system_b"].astype(str)
    choice = own["choice"].astype(str)
    dated = _dated(own)
    dated = dated.reindex(columns=list(dict.fromkeys([*dated.columns, *_WHOLE])))
    made = pd.DataFrame(
        {
            **{name: dated[name] for name in ("site", "rater")},
            **{name: dated[name].astype("Int64") for name in ("session", "position")},
            **{name: dated[name] for name in ("repeat", "set", "reference")},
            "a": first,
            "b": second,
            "side": dated["side"],
            "choice": choice,
            "winner": np.where(choice == "b", second, first),
            "loser": np.where(choice == "b", first, second),
            "tie": (choice == "tie").astype(int),
            "rt_ms": dated["rt_ms"].astype("Int64"),
            "day": dated["day"],
        }
    )
    return to_csv(made)


def wins_csv(frame: pd.DataFrame) -> str:
    """Count matrix by set: wins of row over column, a tie half for each."""
    own = frame[(frame["role"].astype(str) == _TEST) & (frame["choice"].astype(str) != "")]
    first, second = own["system"].astype(str).to_numpy(), own["system_b"].astype(str).to_numpy()
    names = sorted({*first, *second})
    share = own["choice"].astype(str).map({"a": 1.0, "b": 0.0, "tie": 0.5}).to_numpy()
    rows = []
    for set_name in dict.fromkeys(own["set"].astype(str)):
        inside = (own["set"].astype(str) == set_name).to_numpy()
        a, b = (np.searchsorted(names, side[inside]) for side in (first, second))
        wins = np.zeros((len(names), len(names)))
        np.add.at(wins, (a, b), share[inside])
        np.add.at(wins, (b, a), 1 - share[inside])
        made = pd.DataFrame(wins, columns=names)
        made.insert(0, "set", set_name)
        made.insert(0, "system", names)
        rows.append(made)
    return to_csv(pd.concat(rows))


def _anonymous(frame: pd.DataFrame, facts: dict[str, Any]) -> tuple[str, str, str]:
    """For publication: raters renumbered, nothing that tells when or on what anybody rated."""
    rng = np.random.default_rng()  # not from a seed: the order must not be recomputable
    names = sorted(frame["rater"].astype(str).unique())
    digits = len(str(len(names)))
    number = {names[k]: f"R{i + 1:0{digits}d}" for i, k in enumerate(rng.permutation(len(names)))}
    scores = tidy(frame[frame["role"].astype(str).isin([_TEST, _REPEAT])])
    made = scores.assign(rater=scores["rater"].astype(str).map(number))
    made = made.drop(columns=["study", "site", "rt_ms", "flags", "session", "excluded"])
    made = made.sort_values(["rater", "position"], kind="stable")
    book = _codebook(facts) | _explained(made, made.columns)
    template = (resources_dir() / "report" / _DATA_SHEET).read_text(encoding="utf-8")
    sheet = template.replace("{title}", str(facts.get("title", "")))
    return to_csv(made), _as_json(book), sheet
