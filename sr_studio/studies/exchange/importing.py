"""An imported study: a study folder like any other, from a CSV made elsewhere."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sr_studio import __version__
from sr_studio.files import write_text
from sr_studio.studies.analysis.data import guess_hidden_reference
from sr_studio.studies.analysis.errors import RatingsError
from sr_studio.studies.database.definition import stimulus_id
from sr_studio.studies.database.identity import definition_id, now_us, observation_id
from sr_studio.studies.database.models import Presentation, Rater, Rating, RatingSession
from sr_studio.studies.database.pseudonyms import pseudonym
from sr_studio.studies.database.store import Store
from sr_studio.studies.design.manifest import (
    Head,
    Manifest,
    ManifestReference,
    ManifestStimulus,
    ManifestSystem,
)
from sr_studio.studies.exchange.origin import ORIGIN_FILE
from sr_studio.studies.exchange.ratings_csv import read_ratings_csv
from sr_studio.studies.plan.rows import Cell

DATABASE_FILE = "study.sqlite"
MANIFEST_FILE = "manifest.json"
_SITE = "main"
_ROWS_AT_ONCE = 20_000


def import_ratings(
    source: Path,
    folder: Path,
    *,
    title: str = "",
    hidden_reference: str | None = None,
    anonymise: bool = False,
) -> dict[str, Any]:
    """Make a study folder from a CSV of ratings.

    The study is closed and unblinded from the start: nobody can rate in it, everything else works.

    Args:
        source: Long or wide CSV (see :func:`read_ratings_csv`).
        folder: The study folder to make; must not exist, or be empty.
        title: Name of the study; the file's name by default.
        hidden_reference: System that shows the original; "" for none. By default a system whose
            name says so (``HR``, ``reference`` …).
        anonymise: Give raters the program's pseudonyms instead of the file's names.

    Returns:
        What was made: counts, the hidden reference, the layout, where it lies.

    Raises:
        RatingsError: The file cannot be imported (with its line), or the folder is in use.
    """
    read = read_ratings_csv(source)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RatingsError(
            "there is something here already", where=folder, remedy="Choose a new folder."
        )
    frame = _with_unique_references(read.frame)
    systems = list(dict.fromkeys(frame["system"]))
    if hidden_reference is None:
        hidden = guess_hidden_reference(systems)
    elif hidden_reference and hidden_reference not in systems:
        raise RatingsError(
            f"there is no system {hidden_reference}",
            where=source,
            remedy=f"The systems are {', '.join(systems)}.",
        )
    else:
        hidden = hidden_reference or None
    codes = {name: _letter_code(number) for number, name in enumerate(systems)}
    manifest = _manifest(frame, codes, hidden, title or source.name, source)
    beside = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.part")
    beside.mkdir(parents=True)
    try:
        write_text(beside / MANIFEST_FILE, manifest.to_json())
        origin = {
            "file": source.name,
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
            "layout": read.layout,
            "names_systems": read.names_systems,
            "positions": "position" in frame.columns,
            "rt_ms": "rt_ms" in frame.columns,
            "hidden_reference": hidden,
            "hidden_reference_guessed": hidden_reference is None and hidden is not None,
            "stimuli": _stimulus_names(frame),
        }
        text = json.dumps(origin, ensure_ascii=False, indent=1, sort_keys=True)
        write_text(beside / ORIGIN_FILE, text + "\n")
        with Store.create(beside / DATABASE_FILE, manifest) as store:
            _fill(store, frame, codes, anonymise=anonymise)
            store.log("closed", by_role="program", reason="imported ratings")
            store.unblind(
                {code: name for name, code in codes.items()},
                by_role="program",
                reason="imported ratings were never blind to this program",
            )
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return {
        "study": str(folder),
        "id": manifest.study.id,
        "layout": read.layout,
        "raters": int(frame["rater"].nunique()),
        "sets": list(dict.fromkeys(frame["set"])),
        "references": int(frame["reference"].nunique()),
        "systems": systems,
        "hidden_reference": hidden,
        "ratings": int((frame["role"] == "test").sum()),
        "repeats": int((frame["role"] == "repeat").sum()),
    }


def _with_unique_references(frame: pd.DataFrame) -> pd.DataFrame:
    """References of two sets that share a name get the set's name in front."""
    pairs = frame[["set", "reference"]].drop_duplicates()
    shared = set(pairs["reference"][pairs["reference"].duplicated(keep=False)])
    if not shared:
        return frame
    named = frame["set"].astype(str) + "/" + frame["reference"].astype(str)
    return frame.assign(reference=frame["reference"].where(~frame["reference"].isin(shared), named))


def _stimulus_names(frame: pd.DataFrame) -> dict[str, dict[str, str]]:
    if "stimulus" not in frame.columns:
        return {}
    names: dict[str, dict[str, str]] = {}
    cells = frame[["reference", "system", "stimulus"]].drop_duplicates(["reference", "system"])
    for reference, system, stimulus in cells.itertuples(index=False):
        names.setdefault(reference, {})[system] = stimulus
    return names


def _letter_code(number: int) -> str:
    """A … Z, AA, AB …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _manifest(
    frame: pd.DataFrame, codes: dict[str, str], hidden: str | None, title: str, source: Path
) -> Manifest:
    sets_of_system = {
        name: tuple(dict.fromkeys(part))
        for name, part in frame.drop_duplicates(["system", "set"]).groupby("system", sort=False)[
            "set"
        ]
    }
    cells = frame[["set", "reference", "system"]].drop_duplicates()
    references = cells[["set", "reference"]].drop_duplicates("reference")
    nowhere = hashlib.sha256(b"").hexdigest()  # imported ratings come without pictures
    return Manifest(
        study=Head(
            id=str(uuid.uuid4()),
            title=title[:120],
            method="acr_hr" if hidden else "acr",
            seed=hashlib.sha256(source.read_bytes()).hexdigest(),
            consent_waived="Imported ratings; consent was given elsewhere.",
        ),
        references=tuple(
            ManifestReference(code=reference, set=set_name, width=1, height=1, pixel_sha256=nowhere)
            for set_name, reference in _text_rows(references)
        ),
        systems=tuple(
            ManifestSystem(
                code=code,
                role="hidden_reference" if name == hidden else "test",
                sets=sets_of_system[name],
            )
            for name, code in codes.items()
        ),
        stimuli=tuple(
            ManifestStimulus(
                reference=reference,
                system=codes[system],
                token=secrets.token_hex(16),
                sha256=nowhere,
                pixel_sha256=nowhere,
                width=1,
                height=1,
            )
            for _, reference, system in _text_rows(cells)
        ),
        built_us=now_us(),
        built_with=f"sr-studio {__version__} (imported)",
    )


def _text_rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in frame.itertuples(index=False, name=None)]


def _fill(store: Store, frame: pd.DataFrame, codes: dict[str, str], *, anonymise: bool) -> None:
    """Write raters, one session each, presentations in the file's order, and ratings."""
    study, at = store.study_id, now_us()
    frame = frame.assign(rater=frame["rater"].astype(str))
    stimulus = _stimulus_ids(frame, study, codes)
    names = list(dict.fromkeys(frame["rater"]))
    rater_ids = {name: observation_id() for name in names}
    sessions = {name: observation_id() for name in names}
    store.insert(
        Rater,
        [
            {
                "id": rater_ids[name],
                "study_id": study,
                "site_id": definition_id(study, "site", _SITE),
                "number": number,
                "pseudonym": pseudonym(number) if anonymise else name,
                "enrolled_us": at,
                "consent_version": "imported",
                "consent_sha256": store.manifest.consent_sha256,
                "consented_us": at,
                "plan_digest": "imported",
            }
            for number, name in enumerate(names, 1)
        ],
    )
    store.insert(
        RatingSession,
        [
            {
                "id": sessions[name],
                "rater_id": rater_ids[name],
                "ordinal": 1,
                "started_us": at,
                "clock_id": "imported",
                "display": "{}",
                "environment": '{"imported":true}',
                "selftest": "confirmed",
                "app_version": __version__,
                "code_revision": "",
            }
            for name in names
        ],
    )
    frame = frame.assign(seq=_positions(frame), rt=_rt(frame))
    for part in _parts(frame):
        _insert_part(store, part, rater_ids, sessions, stimulus, at)


def _parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Whole raters at a time, so that a million ratings need no million rows in memory."""
    first = frame["rater"].ne(frame["rater"].shift())
    if int(first.sum()) > frame["rater"].nunique():  # raters are interleaved
        frame = frame.sort_values("rater", kind="stable", key=lambda c: pd.factorize(c)[0])
        first = frame["rater"].ne(frame["rater"].shift())
    starts = [*np.flatnonzero(first).tolist(), len(frame)]
    begin = 0
    for place in range(1, len(starts)):
        if starts[place] - begin >= _ROWS_AT_ONCE or starts[place] == len(frame):
            yield frame.iloc[begin : starts[place]]
            begin = starts[place]


def _insert_part(
    store: Store,
    frame: pd.DataFrame,
    rater_ids: dict[str, uuid.UUID],
    sessions: dict[str, uuid.UUID],
    stimulus: dict[tuple[str, str], uuid.UUID],
    at: int,
) -> None:
    ids = [observation_id() for _ in range(len(frame))]
    cells = list(zip(frame["rater"], frame["reference"], frame["system"], strict=True))
    roles, seq = frame["role"].tolist(), frame["seq"].tolist()
    original = {cell: ids[k] for k, cell in enumerate(cells) if roles[k] == "test"}
    shown = [
        {
            "id": ids[k],
            "rater_id": rater_ids[cell[0]],
            "block": 0,
            "seq": seq[k],
            "role": roles[k],
            "stimulus_id": stimulus[cell[1:]],
            "stimulus_b_id": None,
            "side": None,
            "repeat_of": original[cell] if roles[k] == "repeat" else None,
            "golden": False,
            "told_score": None,
        }
        for k, cell in enumerate(cells)
    ]
    # A repeat points at its original, which therefore has to be there first.
    store.insert(Presentation, [row for row in shown if row["role"] == "test"])
    store.insert(Presentation, [row for row in shown if row["role"] == "repeat"])
    milliseconds = frame["rt"].tolist()
    store.insert(
        Rating,
        [
            {
                "id": observation_id(),
                "presentation_id": ids[k],
                "session_id": sessions[cells[k][0]],
                "revision": 1,
                "score": score,
                "choice": None,
                "input": "imported",
                "shown_us": at,
                "first_paint_ns": 0,
                "answered_ns": milliseconds[k] * 1_000_000,
                "rt_ms": milliseconds[k],
                "attempt": 1,
                "reason": "",
                "created_us": at,
            }
            for k, score in enumerate(frame["score"].tolist())
        ],
    )


def _stimulus_ids(
    frame: pd.DataFrame, study: uuid.UUID, codes: dict[str, str]
) -> dict[tuple[str, str], uuid.UUID]:
    cells = frame[["reference", "system"]].drop_duplicates().itertuples(index=False, name=None)
    return {cell: stimulus_id(study, Cell(cell[0], codes[cell[1]])) for cell in cells}


def _positions(frame: pd.DataFrame) -> np.ndarray:
    """Places 1, 2, … of each rater, by the file's ``position`` where it has one."""
    if "position" in frame.columns and not frame["position"].isna().any():
        ordered = frame.sort_values("position", kind="stable")
        places = ordered.groupby("rater", sort=False).cumcount() + 1
        return places.reindex(frame.index).to_numpy()
    return (frame.groupby("rater", sort=False).cumcount() + 1).to_numpy()


def _rt(frame: pd.DataFrame) -> np.ndarray:
    if "rt_ms" not in frame.columns:
        return np.zeros(len(frame), dtype=np.int64)
    return frame["rt_ms"].fillna(0.0).clip(lower=0.0).to_numpy().astype(np.int64)
