"""The rows of an imported study: raters, their sessions, presentations in the file's order."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sr_studio import __version__
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.planning.basis import Cell
from sr_studio.studies.store.bulk import Part
from sr_studio.studies.store.definition import (
    definition_id,
    now_us,
    observation_ids,
    pseudonym,
    stimulus_id,
)
from sr_studio.studies.store.models import Decision, Presentation, Rater, Rating, RatingSession

#: Columns of rows to be written (see :data:`Part`).
Columns = Mapping[str, list[Any] | str | int | None]

SITE = "main"
_ROWS_AT_ONCE = 50_000


def imported_rows(
    frame: pd.DataFrame, manifest: Manifest, codes: dict[str, str], *, anonymise: bool
) -> Iterator[Part]:
    """Everything that the file says was observed.

    Args:
        frame: As the reader gives it, references by their codes in the manifest.
        codes: System name to code.
        anonymise: Give raters the program's pseudonyms instead of the file's names.
    """
    at = now_us()
    names = list(frame["rater"].cat.categories)
    raters = observation_ids(len(names))
    yield Rater, _raters(names, raters, manifest, at, anonymise)
    sitting, ordinals = _sittings(frame)
    sessions = observation_ids(len(ordinals))
    owners = [raters[rater] for rater, _ in ordinals]
    yield (
        RatingSession,
        {
            "id": sessions,
            "rater_id": owners,
            "ordinal": [ordinal for _, ordinal in ordinals],
            "started_us": at,
            "clock_id": "imported",
            "display": "{}",
            "environment": '{"imported":true}',
            "selftest": "confirmed",
            "app_version": __version__,
            "code_revision": "",
        },
    )
    left_out = excluded_raters(frame)
    yield from _exclusions("rater", [raters[code] for code in left_out], manifest, at)
    stimuli = _stimuli(frame, manifest, codes)
    seq = positions(frame)
    order = np.lexsort((seq, frame["rater"].cat.codes))
    ordered = frame.iloc[order].assign(seq=seq[order], sitting=sitting[order])
    for part in _parts(ordered):
        shown = observation_ids(len(part))
        yield Presentation, _presentations(part, shown, raters, stimuli)
        yield from _ratings(part, shown, sessions, at)
        if "excluded" in part.columns:
            single = (part["excluded"] & ~part["rater"].cat.codes.isin(left_out)).to_numpy()
            yield from _exclusions(
                "presentation", [shown[k] for k in np.flatnonzero(single)], manifest, at
            )


def excluded_raters(frame: pd.DataFrame) -> list[int]:
    """Codes of the raters of whom every rating is marked as excluded."""
    if "excluded" not in frame.columns:
        return []
    counts = np.bincount(frame["rater"].cat.codes, weights=~frame["excluded"])
    return np.flatnonzero(counts == 0).tolist()


def _exclusions(kind: str, ids: list[str], manifest: Manifest, at: int) -> Iterator[Part]:
    """Decisions as the file marks them; it does not say who decided, when and why."""
    if not ids:
        return
    yield (
        Decision,
        {
            "id": observation_ids(len(ids)),
            "study_id": manifest.study_id.hex,
            "subject_type": kind,
            "subject_id": ids,
            "action": "exclude",
            "rule": "",
            "value": "",
            "threshold": "",
            "by_role": "program",
            "reason": "marked as excluded in the file that was imported",
            "at_us": at,
            "after_unblinding": 0,
        },
    )


def positions(frame: pd.DataFrame) -> np.ndarray:
    """Places from 1 in each rater's stream: the file's where it has usable ones, else its order."""
    rater = frame["rater"].cat.codes.to_numpy()
    if has_positions(frame):
        given = frame["position"].to_numpy()
        order = np.lexsort((given, rater))
        same = (rater[order][1:] == rater[order][:-1]) & (given[order][1:] == given[order][:-1])
        if not same.any() and (given >= 1).all() and (given == np.rint(given)).all():
            return given.astype(np.int64)
    else:
        order = np.argsort(rater, kind="stable")
    starts = np.searchsorted(rater[order], np.arange(rater.max() + 1))
    places = np.empty(len(frame), dtype=np.int64)
    places[order] = np.arange(len(frame)) - starts[rater[order]] + 1
    return places


def has_positions(frame: pd.DataFrame) -> bool:
    """The file says for every rating when it was given."""
    return "position" in frame.columns and not frame["position"].isna().any()


def _raters(
    names: Sequence[str], ids: list[str], manifest: Manifest, at: int, anonymise: bool
) -> Columns:
    study = manifest.study_id
    numbers = list(range(1, len(names) + 1))
    return {
        "id": ids,
        "study_id": study.hex,
        "site_id": definition_id(study, "site", SITE).hex,
        "number": numbers,
        "pseudonym": [pseudonym(k) for k in numbers] if anonymise else list(names),
        "enrolled_us": at,
        "consent_version": "imported",
        "consent_sha256": manifest.consent_sha256,
        "consented_us": at,
        "plan_digest": "imported",
    }


def _sittings(frame: pd.DataFrame) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """(for each rating its place in the list, the list of rater and number of the session)."""
    rater = frame["rater"].cat.codes.to_numpy(dtype=np.int64)
    if "session" not in frame.columns:
        return rater, [(k, 1) for k in range(int(rater.max()) + 1)]
    names = list(frame["session"].cat.categories)
    key = rater * len(names) + frame["session"].cat.codes.to_numpy(dtype=np.int64)
    keys, first, place = np.unique(key, return_index=True, return_inverse=True)
    if all(name.isdigit() and 0 < int(name) < 1_000_000 for name in names):
        ordinals = [int(names[k % len(names)]) for k in keys.tolist()]
        if len(set(zip((keys // len(names)).tolist(), ordinals, strict=True))) == len(keys):
            return place, list(zip((keys // len(names)).tolist(), ordinals, strict=True))
    order = np.lexsort((first, keys // len(names)))  # of each rater in order of appearance
    owner = (keys // len(names))[order]
    number = np.empty(len(keys), dtype=np.int64)
    number[order] = np.arange(len(keys)) - np.searchsorted(owner, owner) + 1
    return place, list(zip((keys // len(names)).tolist(), number.tolist(), strict=True))


def _stimuli(frame: pd.DataFrame, manifest: Manifest, codes: dict[str, str]) -> dict[str, Any]:
    """The id of every stimulus, for the systems of the column and of its neighbour in a pair."""
    references = list(frame["reference"].cat.categories)
    study = manifest.study_id
    found = {}
    for column in ("system", "system_b"):
        if column not in frame.columns:
            continue
        names = list(frame[column].cat.categories)
        key = _cell(frame, column)
        ids = np.empty(len(references) * len(names), dtype=object)
        for one in np.unique(key).tolist():
            reference, system = divmod(one, len(names))
            ids[one] = _stimulus(study, references[reference], codes[names[system]])
        found[column] = ids
    return found


def _stimulus(study: uuid.UUID, reference: str, code: str) -> str:
    return stimulus_id(study, Cell(reference, code)).hex


def _cell(frame: pd.DataFrame, column: str) -> np.ndarray:
    reference = frame["reference"].cat.codes.to_numpy(dtype=np.int64)
    system = frame[column].cat
    return reference * len(system.categories) + system.codes.to_numpy(dtype=np.int64)


def _parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Whole raters at a time, so that a repeat lies beside its original."""
    rater = frame["rater"].cat.codes.to_numpy()
    starts = [*np.flatnonzero(np.diff(rater, prepend=-1)).tolist(), len(frame)]
    begin = 0
    for start in starts[1:]:
        if start - begin >= _ROWS_AT_ONCE or start == len(frame):
            yield frame.iloc[begin:start]
            begin = start


def _presentations(
    frame: pd.DataFrame, ids: list[str], raters: list[str], stimuli: dict[str, Any]
) -> Columns:
    rater = frame["rater"].cat.codes.to_numpy(dtype=np.int64)
    pairs = "system_b" in frame.columns
    side = (
        frame["side"].astype(object).where(frame["side"] != "", None) if "side" in frame else None
    )
    again = bool((frame["role"] == "repeat").any())
    return {
        "id": ids,
        "rater_id": np.array(raters, dtype=object)[rater].tolist(),
        "block": 0,
        "seq": frame["seq"].tolist(),
        "role": frame["role"].tolist() if again else "test",
        "stimulus_id": stimuli["system"][_cell(frame, "system")].tolist(),
        "stimulus_b_id": stimuli["system_b"][_cell(frame, "system_b")].tolist() if pairs else None,
        "side": None if side is None else side.tolist(),
        "repeat_of": _originals(frame, rater, ids) if again else None,
        "golden": 0,
        "told_score": None,
    }


def _originals(frame: pd.DataFrame, rater: np.ndarray, ids: list[str]) -> list[str | None]:
    """For a repeat the presentation it repeats."""
    again = (frame["role"] == "repeat").to_numpy()
    one = _cell(frame, "system")
    if "system_b" in frame.columns:  # the same two, whichever came first
        other = frame["system_b"].astype(str).to_numpy()
        this = frame["system"].astype(str).to_numpy()
        both = np.where(this < other, this + "\0" + other, other + "\0" + this)
        one = frame["reference"].cat.codes.to_numpy(dtype=np.int64) * (len(frame) + 1)
        one = one + np.unique(both, return_inverse=True)[1]
    keys = list(zip(rater.tolist(), one.tolist(), strict=True))
    first = {key: ids[k] for k, key in enumerate(keys) if not again[k]}
    return [first[key] if again[k] else None for k, key in enumerate(keys)]


def _ratings(frame: pd.DataFrame, shown: list[str], sessions: list[str], at: int) -> Iterator[Part]:
    """Every last rating, and the first ones of those that were taken back."""
    count = len(frame)
    sitting = np.array(sessions, dtype=object)[frame["sitting"].to_numpy()].tolist()
    milliseconds = np.zeros(count, dtype=np.int64)
    if "rt_ms" in frame.columns:
        milliseconds = frame["rt_ms"].fillna(0.0).round().to_numpy().astype(np.int64)
    rt, answered = milliseconds.tolist(), (milliseconds * 1_000_000).tolist()
    revision: list[int] | int = 1
    undone: list[int] = []
    if "revisions" in frame.columns:
        revision = frame["revisions"].fillna(1).astype(np.int64).tolist()
        undone = [k for k, number in enumerate(revision) if number > 1]
    always: Columns = {
        "input": "imported",
        "shown_us": at,
        "first_paint_ns": 0,
        "attempt": 1,
        "created_us": at,
    }
    yield (
        Rating,
        {
            "id": observation_ids(count),
            "presentation_id": shown,
            "session_id": sitting,
            "revision": revision,
            "score": frame["grade"].tolist() if "grade" in frame.columns else None,
            "choice": frame["choice"].tolist() if "choice" in frame.columns else None,
            "answered_ns": answered,
            "rt_ms": rt,
            "reason": ""
            if isinstance(revision, int)
            else ["undo" if number > 1 else "" for number in revision],
            **always,
        },
    )
    if undone:
        first = frame["first_grade"].tolist()
        yield (
            Rating,
            {
                "id": observation_ids(len(undone)),
                "presentation_id": [shown[k] for k in undone],
                "session_id": [sitting[k] for k in undone],
                "revision": 1,
                "score": [first[k] for k in undone],
                "choice": None,
                "answered_ns": [answered[k] for k in undone],
                "rt_ms": [rt[k] for k in undone],
                "reason": "",
                **always,
            },
        )
