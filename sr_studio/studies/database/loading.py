"""Ratings as one tidy table, fast for a million of them.

The two long tables (ratings, presentations) are read as they lie and joined in memory by row
numbers; what is short (raters, stimuli, sessions) is looked up by those numbers afterwards.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from sr_studio.studies.database import study_queries
from sr_studio.studies.database.models import SUBJECTS
from sr_studio.studies.database.records import DecisionInfo
from sr_studio.studies.database.store import Store
from sr_studio.studies.design.scale import FIVE_POINTS, Scale
from sr_studio.studies.plan.rows import Role

#: Columns of :func:`load_ratings`, in order.
COLUMNS = (
    "study",
    "site",
    "rater",
    "session",
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
        rating's session; ``position`` the place in the rater's block, from 1; ``repeat_of`` the
        position of the original (0 if none); ``score`` and ``first_score`` (revision 1) are
        scores of the study's scale with NA for pairs (Int8 on the scale from 1 to 5, Int32 for
        other whole scores, else Float64); ``choice`` is a, b, tie or empty; ``rt_ms`` is NaN
        where no time is known; ``day`` is days since 1970 (UTC); ``flags`` lists ``undone`` and
        ``reshown`` (the showing was interrupted before), separated by a space. Text columns are
        categorical.
    """
    with store.reading() as connection, _no_garbage_collection():
        raw = connection.connection.driver_connection
        tables = {name: _read(raw, store, sql) for name, sql in _STATEMENTS.items()}
        known = study_queries.system_names(connection, store.study_id) if names is None else names
        decided = study_queries.decisions(connection, store.study_id)
    shown, rated = tables["presentations"], tables["ratings"]
    raters, stimuli, sessions = tables["raters"], tables["stimuli"], tables["sessions"]

    all_places = shown.places(rated["presentation_id"])
    newest, first_score = _newest(all_places, rated)
    place = all_places[newest]
    if roles is not None:
        kept = np.isin(np.array(shown["role"], dtype=object)[place], list(roles))
        newest, first_score, place = newest[kept], first_score[kept], place[kept]

    rater = raters.places(shown["rater_id"])[place]
    first = stimuli.places(shown["stimulus_id"])[place]
    second = stimuli.places(shown["stimulus_b_id"])[place]
    session = sessions.places(rated["session_id"])[newest]
    original = shown.places(shown["repeat_of"])[place]
    seq = np.array(shown["seq"], np.int32)
    created = np.array(rated["created_us"], np.int64)[newest]
    revisions = np.array(rated["revision"], np.int16)[newest]
    attempt = np.array(rated["attempt"], np.int16)[newest]
    systems = [known.get(code, code) if code else "" for code in stimuli["system"]]

    excluded = _excluded(decided)
    left = set(tables["withdrawals"]["rater_id"])
    is_excluded = (
        _marked(raters, excluded["rater"])[rater]
        | _marked(sessions, excluded["session"])[session]
        | _marked(shown, excluded["presentation"])[place]
    )
    columns: dict[str, Any] = {
        "study": _picked([store.manifest.study.id], np.zeros(len(place), np.intp)),
        "site": _picked(raters["site"], rater),
        "rater": _picked(raters["pseudonym"], rater),
        "session": np.array(sessions["ordinal"], np.int32)[session],
        "block": np.array(shown["block"], np.int32)[place],
        "position": seq[place],
        "role": _picked(shown["role"], place),
        "repeat_of": np.where(original >= 0, seq[original], 0).astype(np.int32),
        "reference": _picked(stimuli["reference"], first),
        "set": _picked(stimuli["set_name"], first),
        "system": _picked(systems, first),
        "system_b": _picked([*systems, ""], second),
        "side": _picked([side or "" for side in shown["side"]], place),
        "golden": np.array(shown["golden"], bool)[place],
        "score": _on_scale(_grades(rated["score"])[newest], store.manifest.scale),
        "choice": _picked([choice or "" for choice in rated["choice"]], newest),
        "first_score": _on_scale(first_score, store.manifest.scale),
        "revisions": revisions,
        "rt_ms": _known_ms(np.array(rated["rt_ms"], np.float64)[newest]),
        "attempt": attempt,
        "day": (created // _DAY_US).astype(np.int32),
        "rated_us": created,
        "withdrawn": _marked(raters, left)[rater],
        "excluded": is_excluded,
        "flags": _picked(_FLAGS, (revisions > 1) * 1 + (attempt > 1) * 2),
    }
    order = np.lexsort((columns["position"], columns["block"], rater))
    table = pd.DataFrame(columns, columns=list(COLUMNS)).iloc[order]
    if analysed_only:
        table = table[~(table["withdrawn"] | table["excluded"])]
    return table.reset_index(drop=True)


_DAY_US = 86_400_000_000
#: Rows that are in memory as rows at one time, before they become columns.
_CHUNK = 20_000
#: Columns in which many rows say the same.
_REPEATED = {"session_id", "rater_id", "stimulus_id", "stimulus_b_id", "role", "side", "choice"}
_FLAGS = ("", "undone", "reshown", "undone reshown")

_OWN_RATERS = "SELECT id FROM raters WHERE study_id = {study}"
_STATEMENTS = {
    "ratings": "SELECT presentation_id, session_id, revision, score, choice, rt_ms, attempt,"
    " created_us FROM ratings",
    "presentations": "SELECT id, rater_id, block, seq, role, stimulus_id, stimulus_b_id, side,"
    f" repeat_of, golden FROM presentations WHERE rater_id IN ({_OWN_RATERS})",
    "raters": "SELECT r.id, r.pseudonym, s.code AS site FROM raters r"
    " JOIN sites s ON s.id = r.site_id WHERE r.study_id = {study} ORDER BY r.number",
    "sessions": f"SELECT id, ordinal FROM sessions WHERE rater_id IN ({_OWN_RATERS})",
    "withdrawals": f"SELECT rater_id FROM withdrawals WHERE rater_id IN ({_OWN_RATERS})",
    "stimuli": "SELECT t.id, r.code AS reference, r.set_name, y.code AS system FROM stimuli t"
    " JOIN study_references r ON r.id = t.reference_id"
    " LEFT JOIN study_systems y ON y.id = t.system_id WHERE t.study_id = {study}",
}


@dataclass(frozen=True)
class _Columns:
    """A table as read: its columns, and its row numbers by id where it has one."""

    columns: Mapping[str, Sequence[Any]]
    numbers: dict[Any, int]

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self.columns[name]

    def places(self, ids: Iterable[Any]) -> np.ndarray:
        """Row number of each id, -1 for None and for rows of another study."""
        return np.fromiter(map(self.numbers.get, ids, repeat(-1)), np.intp)


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


def _read(raw: Any, store: Store, sql: str) -> _Columns:
    # The driver itself, not SQLAlchemy: a million rows need no conversion of values. The id is a
    # UUID of ours, so it may stand in the text; both databases read its 32 hex digits.
    cursor = raw.execute(sql.format(study=f"'{store.study_id.hex}'"))
    heads = [column[0] for column in cursor.description]
    columns: dict[str, list[Any]] = {head: [] for head in heads}
    shared: dict[Any, Any] = {}
    while rows := cursor.fetchmany(_CHUNK):
        for head, values in zip(heads, zip(*rows, strict=True), strict=True):
            # One object for all rows that say the same: a million texts are a tenth of a gigabyte.
            same = map(shared.setdefault, values, values) if head in _REPEATED else values
            columns[head].extend(same)
    ids = columns.get("id", [])
    return _Columns(columns, dict(zip(ids, range(len(ids)), strict=True)))


def _newest(place: np.ndarray, rated: _Columns) -> tuple[np.ndarray, Any]:
    """Row of the newest revision for each rated presentation, and the score of its first one."""
    revision = np.array(rated["revision"], np.int16)
    order = np.lexsort((revision, place))
    order = order[place[order] >= 0]
    own = place[order]
    begins = np.ones(len(own), bool)
    begins[1:] = own[1:] != own[:-1]
    ends = np.ones(len(own), bool)
    ends[:-1] = begins[1:]
    return order[ends], _grades(rated["score"])[order[begins]]


def _grades(values: Sequence[int | None]) -> np.ndarray:
    """Numbers of grades; 0 for a pair, which has none."""
    return np.fromiter((value or 0 for value in values), np.int16, len(values))


def _on_scale(grades: np.ndarray, scale: Scale) -> Any:
    """The scores of grades as a nullable array."""
    missing = grades == 0
    if scale == FIVE_POINTS:
        return pd.arrays.IntegerArray(grades.astype(np.int8), missing)
    scores = np.array([scale.lowest, *scale.scores])[grades]
    if scale.whole:
        return pd.arrays.IntegerArray(scores.astype(np.int32), missing)
    return pd.arrays.FloatingArray(scores, missing)


def _known_ms(milliseconds: np.ndarray) -> np.ndarray:
    """NaN for 0, which stands where no time is known: nobody answers at the first paint."""
    return np.where(milliseconds > 0, milliseconds, np.nan)


def _picked(values: Sequence[str], places: np.ndarray) -> pd.Categorical:
    """``values`` at ``places`` as categories; place -1 means the last value."""
    names = sorted(set(values))
    code = {name: number for number, name in enumerate(names)}
    codes = np.fromiter((code[value] for value in values), np.int32, len(values))
    return pd.Categorical.from_codes(codes[places], categories=pd.Index(names, dtype=object))


def _marked(table: _Columns, ids: set[Any]) -> np.ndarray:
    plain = {getattr(one, "hex", one) for one in ids}
    return np.fromiter((getattr(i, "hex", i) in plain for i in table["id"]), bool)


def _excluded(decided: Iterable[DecisionInfo]) -> dict[str, set[Any]]:
    """What the newest decision about each subject leaves out; ``decided`` is oldest first."""
    newest = {(one.subject_type, one.subject_id): one.action for one in decided}
    out: dict[str, set[Any]] = {kind: set() for kind in SUBJECTS}
    for (kind, subject), action in newest.items():
        if action == "exclude":
            out[kind].add(subject)
    return out
