"""Ratings as one tidy table, fast for a million of them.

The database joins the two long tables (ratings, presentations); of what is short (raters, stimuli,
sessions) rows keep the place only.
"""

from __future__ import annotations

import gc
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.planning.basis import Role
from sr_studio.studies.store.models import ROLES, SUBJECTS
from sr_studio.studies.store.records import DecisionInfo, face_of
from sr_studio.studies.store.store import Store

#: Columns of :func:`load_ratings`, in order.
COLUMNS = (
    "study",
    "site",
    "rater",
    "session",
    "face",
    "block",
    "position",
    "role",
    "repeat_of",
    "reference",
    "set",
    "system",
    "system_b",
    "side",
    "golden",
    "score",
    "choice",
    "first_score",
    "revisions",
    "rt_ms",
    "attempt",
    "day",
    "rated_us",
    "withdrawn",
    "excluded",
    "flags",
)


def load_ratings(
    store: Store,
    *,
    roles: Sequence[Role] | None = ("test",),
    analysed_only: bool = True,
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The newest revision of every rating, one row each, ordered by rater, block and position.

    Args:
        store: The open study.
        roles: Which presentations; None for all of them.
        analysed_only: Leave out raters who withdrew and what a decision excludes. Otherwise the
            columns ``withdrawn`` and ``excluded`` tell.
        names: System names by code. Without it the names written at the unblinding are used, and
            codes where there are none.

    Returns:
        The columns :data:`COLUMNS`. ``rater`` is the pseudonym; ``session`` the ordinal of the
        rating's session and ``face`` what it was shown in (desk, browser or empty);
        ``position`` the place in the rater's block, from 1; ``repeat_of`` the
        position of the original (0 if none); ``score`` and ``first_score`` (revision 1) are
        scores of the study's scale with NA for pairs (Int8 on the scale from 1 to 5, Int32 for
        other whole scores, else Float64); ``choice`` is a, b, tie or empty; ``rt_ms`` is NaN
        where no time is known; ``day`` is days since 1970 (UTC); ``flags`` lists ``undone`` and
        ``reshown`` (the showing was interrupted before), separated by a space. Text columns are
        categorical.
    """
    study, pairs = f"'{store.study_id.hex}'", store.manifest.study.method == "pc"
    with store.reading() as connection, _no_garbage_collection():
        raw: Any = connection.connection.driver_connection
        raters, stimuli, sessions = (
            _Named(raw.execute(_NAMED[name].format(study=study))) for name in _NAMED
        )
        rated = _rated(raw, study, roles, pairs, raters, stimuli, sessions)
        known = store.system_names_in(connection) if names is None else names
        excluded = _excluded(store.decisions_in(connection))
        left = {row[0] for row in raw.execute(_WITHDRAWN.format(study=study))}
        places = _places(raw, excluded["presentation"], raters)
    newest, oldest = _newest(rated)
    first_grade = rated["score"][oldest]
    rated = {name: values[newest] for name, values in rated.items()}
    rater, first, session = rated["rater_id"], rated["stimulus_id"], rated["session_id"]
    second = rated.get("stimulus_b_id", np.full(len(rater), -1))
    systems = [known.get(code, code) if code else "" for code in stimuli["system"]]
    is_excluded = raters.marked(excluded["rater"])[rater]
    is_excluded |= sessions.marked(excluded["session"])[session]
    for own, block, seq in places:
        is_excluded |= (rater == own) & (rated["block"] == block) & (rated["seq"] == seq)
    plain = np.zeros(len(rater), np.int8)
    columns: dict[str, Any] = {
        "study": _picked([store.manifest.study.id], plain),
        "site": _picked(raters["site"], rater),
        "rater": _picked(raters["pseudonym"], rater),
        "session": np.array(sessions["ordinal"], np.int32)[session],
        "face": _picked([face_of(json.loads(one or "{}")) for one in sessions["display"]], session),
        "block": rated["block"],
        "position": rated["seq"],
        "role": _picked(_ROLES, rated["role"]).remove_unused_categories(),
        "repeat_of": rated["original"],
        "reference": _picked(stimuli["reference"], first),
        "set": _picked(stimuli["set_name"], first),
        "system": _picked(systems, first),
        "system_b": _picked([*systems, ""], second),
        "side": _picked(_SIDES, rated.get("side", plain)),
        "golden": rated["golden"].astype(bool),
        "score": _on_scale(rated["score"], store.manifest.scale),
        "choice": _picked(_CHOICES, rated.get("choice", plain)),
        "first_score": _on_scale(first_grade, store.manifest.scale),
        "revisions": rated["revision"],
        "rt_ms": np.where(rated["rt_ms"] > 0, rated["rt_ms"], np.nan),
        "attempt": rated["attempt"],
        "day": (rated["created_us"] // _DAY_US).astype(np.int32),
        "rated_us": rated["created_us"],
        "withdrawn": raters.marked(left)[rater],
        "excluded": is_excluded,
        "flags": _picked(_FLAGS, (rated["revision"] > 1) * 1 + (rated["attempt"] > 1) * 2),
    }
    table = pd.DataFrame(columns, columns=list(COLUMNS), copy=False)
    if analysed_only and (table["withdrawn"] | table["excluded"]).any():
        table = table[~(table["withdrawn"] | table["excluded"])]
    return table.reset_index(drop=True)


_DAY_US = 86_400_000_000
#: Rows that are in memory as rows at one time, before they become columns.
_CHUNK = 20_000
_FLAGS = ("", "undone", "reshown", "undone reshown")
_ROLES, _SIDES, _CHOICES = ROLES, ("", "left", "right"), ("", "a", "b", "tie")

_OWN_RATERS = "SELECT id FROM raters WHERE study_id = {study}"
_NAMED = {
    "raters": "SELECT r.id, r.pseudonym, s.code AS site FROM raters r"
    " JOIN sites s ON s.id = r.site_id WHERE r.study_id = {study} ORDER BY r.number",
    "stimuli": "SELECT t.id, r.code AS reference, r.set_name, y.code AS system FROM stimuli t"
    " JOIN study_references r ON r.id = t.reference_id"
    " LEFT JOIN study_systems y ON y.id = t.system_id WHERE t.study_id = {study}",
    "sessions": f"SELECT id, ordinal, display FROM sessions WHERE rater_id IN ({_OWN_RATERS})",
}
_WITHDRAWN = f"SELECT rater_id FROM withdrawals WHERE rater_id IN ({_OWN_RATERS})"
#: Column to its SQL and the type it is kept in; the ids become places in the short tables.
_COLUMNS = {
    "rater_id": ("p.rater_id", np.int32),
    "stimulus_id": ("p.stimulus_id", np.int32),
    "session_id": ("r.session_id", np.int32),
    "block": ("p.block", np.int32),
    "seq": ("p.seq", np.int32),
    "role": ("p.role", np.int8),
    "original": ("COALESCE(o.seq, 0)", np.int32),
    "golden": ("p.golden", np.int8),
    "revision": ("r.revision", np.int16),
    "score": ("COALESCE(r.score, 0)", np.int16),
    "rt_ms": ("r.rt_ms", np.int32),
    "attempt": ("r.attempt", np.int16),
    "created_us": ("r.created_us", np.int64),
}
#: What only pair comparisons have.
_OF_PAIRS = {
    "stimulus_b_id": ("p.stimulus_b_id", np.int32),
    "side": ("COALESCE(p.side, '')", np.int8),
    "choice": ("COALESCE(r.choice, '')", np.int8),
}


class _Named:
    """A short table: its columns, and the place of every row by id."""

    def __init__(self, cursor: Any) -> None:
        heads = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        self._columns = {head: [row[k] for row in rows] for k, head in enumerate(heads)}
        self.places = {one: place for place, one in enumerate(self._columns["id"])}

    def __getitem__(self, name: str) -> list[Any]:
        return self._columns[name]

    def marked(self, ids: Iterable[Any]) -> np.ndarray:
        """Which rows are named; an id may be a UUID or its digits."""
        plain = {getattr(one, "hex", one) for one in ids}
        return np.array([getattr(one, "hex", one) in plain for one in self.places], dtype=bool)


def _rated(
    raw: Any,
    study: str,
    roles: Sequence[Role] | None,
    pairs: bool,
    raters: _Named,
    stimuli: _Named,
    sessions: _Named,
) -> dict[str, np.ndarray]:
    """Every revision of every rating, a column an array, joined by the database.

    The driver itself, not SQLAlchemy: a million rows need no conversion of values. The id is a
    UUID of ours and roles are words of ours, so they may stand in the text.
    """
    columns = _COLUMNS | (_OF_PAIRS if pairs else {})
    named = ", ".join(f"'{role}'" for role in roles or ())
    wanted = "" if roles is None else f" AND p.role IN ({named})"
    cursor = raw.execute(
        f"SELECT {', '.join(sql for sql, _ in columns.values())} FROM presentations p"
        " JOIN ratings r ON r.presentation_id = p.id"
        " LEFT JOIN presentations o ON o.id = p.repeat_of"
        f" WHERE p.rater_id IN ({_OWN_RATERS.format(study=study)}){wanted}"
    )
    codes: dict[str, Mapping[Any, int]] = {
        "rater_id": raters.places,
        "stimulus_id": stimuli.places,
        "stimulus_b_id": {**stimuli.places, None: -1},
        "session_id": sessions.places,
        "role": {word: place for place, word in enumerate(_ROLES)},
        "side": {word: place for place, word in enumerate(_SIDES)},
        "choice": {word: place for place, word in enumerate(_CHOICES)},
    }
    parts: dict[str, list[np.ndarray]] = {name: [np.empty(0, columns[name][1])] for name in columns}
    while rows := cursor.fetchmany(_CHUNK):
        for name, values in zip(columns, zip(*rows, strict=True), strict=True):
            known = map(codes[name].__getitem__, values) if name in codes else values
            parts[name].append(np.fromiter(known, columns[name][1], len(rows)))
    return {name: np.concatenate(parts.pop(name)) for name in columns}


def _places(raw: Any, ids: Iterable[Any], raters: _Named) -> list[tuple[int, int, int]]:
    """(rater, block, seq) of presentations that a decision leaves out: few."""
    found = []
    for one in ids:
        sql = (
            f"SELECT rater_id, block, seq FROM presentations WHERE id = '{uuid.UUID(str(one)).hex}'"
        )
        for rater, block, seq in raw.execute(sql).fetchall():
            if rater in raters.places:
                found.append((raters.places[rater], block, seq))
    return found


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A million fresh tuples, none of them in a cycle, would be walked through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _newest(rated: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the newest and of the first revision of each rated presentation, by rater, block and
    position."""
    keys = [rated[name] for name in ("revision", "seq", "block", "rater_id")]
    order = np.lexsort(keys)
    begins = np.ones(len(order), bool)
    begins[1:] = False
    for own in keys[1:]:
        ordered = own[order]
        begins[1:] |= ordered[1:] != ordered[:-1]
    ends = np.ones(len(order), bool)
    ends[:-1] = begins[1:]
    return order[ends], order[begins]


def _on_scale(grades: np.ndarray, scale: Scale) -> Any:
    """The scores of grades as a nullable array."""
    missing = grades == 0
    if scale == FIVE_POINTS:
        return pd.arrays.IntegerArray(grades.astype(np.int8), missing)
    scores = np.array([scale.lowest, *scale.scores])[grades]
    if scale.whole:
        return pd.arrays.IntegerArray(scores.astype(np.int32), missing)
    return pd.arrays.FloatingArray(scores, missing)


def _picked(values: Sequence[str], places: np.ndarray) -> pd.Categorical:
    """``values`` at ``places`` as categories; place -1 means the last value."""
    names = sorted(set(values))
    code = {name: number for number, name in enumerate(names)}
    codes = np.fromiter((code[value] for value in values), np.int32, len(values))
    return pd.Categorical.from_codes(codes[places], categories=pd.Index(names, dtype=object))


def _excluded(decided: Iterable[DecisionInfo]) -> dict[str, set[Any]]:
    """What the newest decision about each subject leaves out; ``decided`` is oldest first."""
    newest = {(one.subject_type, one.subject_id): one.action for one in decided}
    out: dict[str, set[Any]] = {kind: set() for kind in SUBJECTS}
    for (kind, subject), action in newest.items():
        if action == "exclude":
            out[kind].add(subject)
    return out
