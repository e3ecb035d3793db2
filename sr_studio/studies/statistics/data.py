"""From a tidy table of everything that was rated to the input of the analysis."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sr_studio.studies.statistics.choices import Choices, choices_from_frame
from sr_studio.studies.statistics.conduct import Conduct
from sr_studio.studies.statistics.plan import AnalysisPlan, StudyFacts
from sr_studio.studies.statistics.table import DEFAULT_SET, Floats, Ints, RatingTable

if TYPE_CHECKING:
    import pandas as pd

#: System names that are taken as the hidden reference of imported ratings.
REFERENCE_NAMES = ("hr", "reference", "ref", "hidden_reference", "original", "src", "source", "gt")


@dataclass(frozen=True)
class StudyData:
    """All that an analysis takes.

    Attributes:
        table: Scores of role test, or None in a pair comparison.
        choices: Pair comparisons, or None.
        codes: System name to its code, so that the hash is the same before and after the names are
            known; names that are not in it stand for themselves.
        planned: Set to rater to how many showings of role test were planned; empty where it is
            not known, as of imported ratings.
        with_excluded: Scores or comparisons together with those that a decision leaves out, which
            count nowhere else; None where it leaves out none.
    """

    table: RatingTable | None
    choices: Choices | None
    conduct: Conduct
    plan: AnalysisPlan
    facts: StudyFacts
    planned: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    with_excluded: RatingTable | Choices | None = None

    def planned_in(self, set_name: str) -> Mapping[str, int]:
        """Rater to planned showings in a set; empty where unknown."""
        return self.planned.get(set_name, {})

    def planned_of(self, raters: Sequence[str]) -> Ints:
        """Planned showings of each rater in all sets together; 0 where unknown."""
        each = self.planned.values()
        return np.array(
            [sum(one.get(rater, 0) for one in each) for rater in raters], dtype=np.int64
        )

    @property
    def data_sha256(self) -> str:
        """Hash of the ratings that count, independent of the order of rows and of names."""

        def coded(systems: tuple[str, ...]) -> np.ndarray:
            return np.array([self.codes.get(name, name) for name in systems], dtype=object)

        if self.table is not None:
            t = self.table
            rows = [
                "|".join(cells)
                for cells in zip(
                    np.array(t.raters, dtype=object)[t.rater],
                    np.array(t.sets, dtype=object)[t.reference_set[t.reference]],
                    np.array(t.references, dtype=object)[t.reference],
                    coded(t.systems)[t.system],
                    _texts(t.score),
                    strict=True,
                )
            ]
        elif self.choices is not None:
            c = self.choices
            rows = [
                "|".join(cells)
                for cells in zip(
                    np.array(c.raters, dtype=object)[c.rater],
                    np.array(c.sets, dtype=object)[c.set_code],
                    np.array(c.references, dtype=object)[c.reference],
                    coded(c.systems)[c.first],
                    coded(c.systems)[c.second],
                    c.outcome.astype(str),
                    strict=True,
                )
            ]
        else:
            rows = []
        return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _texts(score: Floats) -> list[str]:
    """Scores as written: few differ."""
    values, places = np.unique(score, return_inverse=True)
    return np.array([f"{value:g}" for value in values], dtype=object)[places].tolist()


def study_data(
    frame: pd.DataFrame,
    *,
    plan: AnalysisPlan | None = None,
    facts: StudyFacts | None = None,
    systems: Sequence[str] | None = None,
    sets: Sequence[str] | None = None,
    references: Sequence[str] | None = None,
    hidden_reference: str | None = None,
    accept: Mapping[str, tuple[float, float]] | None = None,
    min_view_ms: float | None = 1000.0,
    trouble: Mapping[str, str] | None = None,
) -> StudyData:
    """Sort a tidy table by role.

    Only rows of role ``test`` become scores; training, calibration, stabilising and repeated
    ratings can never reach a mean, nor can what is ``excluded``.

    Args:
        frame: Columns ``rater, reference, system, score`` and any of ``set, role, position,
            repeat_of, first_score, rt_ms, golden, stimulus, choice, system_b, excluded`` (the names
            of :func:`sr_studio.studies.store.loading.load_ratings`).
        systems, sets, references: Their order.
        hidden_reference: Name of the system that shows the original.
        accept: System name to the range a golden rating should lie in.
        min_view_ms: Before this no key was taken; None where no such rule is known.
        trouble: Rater name to what went wrong with the display, in words.
    """
    plan, facts = plan or AnalysisPlan(), facts or StudyFacts()
    test, repeat = _of_role(frame, "test"), _of_role(frame, "repeat")
    everybody = None
    if "excluded" in frame.columns and frame["excluded"].any():
        everybody = test if test["excluded"].any() else None
        test, repeat = (part[~part["excluded"].to_numpy(dtype=bool)] for part in (test, repeat))
    if "choice" in frame.columns and (test["choice"].astype(str) != "").any():
        choices, all_choices = (
            None if part is None else choices_from_frame(part, repeat, systems=systems, sets=sets)
            for part in (test, everybody)
        )
        conduct = Conduct(min_view_ms=min_view_ms)
        return StudyData(None, choices, conduct, plan, facts, with_excluded=all_choices)

    def coded(part: pd.DataFrame) -> RatingTable:
        return RatingTable.from_frame(
            part,
            systems=systems,
            sets=sets,
            references=references,
            hidden_reference=hidden_reference,
            scale=plan.scale,
        )

    table = coded(test)
    conduct = _conduct(table, test, repeat, accept or {}, min_view_ms, trouble or {})
    with_excluded = None if everybody is None else coded(everybody)
    return StudyData(table, None, conduct, plan, facts, with_excluded=with_excluded)


def _of_role(frame: pd.DataFrame, role: str) -> pd.DataFrame:
    """The rows of a role; without that column all are ``test``."""
    if "role" not in frame.columns:
        return frame if role == "test" else frame[:0]
    return frame[frame["role"].astype(str).to_numpy() == role]


def guess_hidden_reference(systems: Sequence[str]) -> str | None:
    """The one system whose name says that it is the original; None where none or several do."""
    named = [name for name in systems if name.lower().replace(" ", "_") in REFERENCE_NAMES]
    return named[0] if len(named) == 1 else None


def _conduct(
    table: RatingTable,
    test: pd.DataFrame,
    repeat: pd.DataFrame,
    accept: Mapping[str, tuple[float, float]],
    min_view_ms: float | None,
    trouble: Mapping[str, str],
) -> Conduct:
    code = {name: number for number, name in enumerate(table.raters)}
    first = _whole(test["first_score"]) if "first_score" in test.columns else table.score
    position = test["position"].to_numpy(dtype=np.int64) if "position" in test.columns else None
    rt_ms = test["rt_ms"].to_numpy(dtype=np.float64) if "rt_ms" in test.columns else None
    golden_rater, golden_hit = _golden(table, test, first, accept)
    known = {} if not len(repeat) else _repeats(table, repeat, first, code)
    return Conduct(
        position=position,
        rt_ms=rt_ms,
        min_view_ms=min_view_ms,
        golden_rater=golden_rater,
        golden_hit=golden_hit,
        trouble=tuple((code[name], text) for name, text in trouble.items() if name in code),
        **known,
    )


def _whole(column: pd.Series) -> Floats:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _golden(
    table: RatingTable, test: pd.DataFrame, first: Floats, accept: Mapping[str, tuple[float, float]]
) -> tuple[Ints, np.ndarray]:
    if "golden" not in test.columns or not accept:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=bool)
    without = (np.nan, np.nan)
    low, high = (
        np.array([accept.get(name, without)[end] for name in table.systems]) for end in (0, 1)
    )
    asked = test["golden"].to_numpy(dtype=bool) & np.isfinite(high[table.system])
    hit = (first >= low[table.system]) & (first <= high[table.system])
    return table.rater[asked], hit[asked]


def _repeats(
    table: RatingTable, repeat: pd.DataFrame, first: Floats, code: Mapping[str, int]
) -> dict[str, np.ndarray]:
    """First ratings of both showings of a stimulus that was shown twice."""
    sets = table.reference_set[table.reference]
    keys = zip(
        table.rater.tolist(),
        sets.tolist(),
        np.array(table.references, dtype=object)[table.reference],
        np.array(table.systems, dtype=object)[table.system],
        strict=True,
    )
    original = dict(zip(keys, first.tolist(), strict=True))
    column = "first_score" if "first_score" in repeat.columns else "score"
    set_names = repeat["set"].astype(str) if "set" in repeat.columns else None
    set_code = {name: number for number, name in enumerate(table.sets)}
    rows = zip(
        repeat["rater"].astype(str),
        [DEFAULT_SET] * len(repeat) if set_names is None else set_names,
        repeat["reference"].astype(str),
        repeat["system"].astype(str),
        _whole(repeat[column]).tolist(),
        strict=True,
    )
    found = [
        (code[rater], original[key], second)
        for rater, set_name, reference, system, second in rows
        if rater in code
        and (key := (code[rater], set_code.get(set_name, 0), reference, system)) in original
    ]
    return {
        "repeat_rater": np.array([row[0] for row in found], dtype=np.int64),
        "repeat_first": np.array([row[1] for row in found], dtype=np.float64),
        "repeat_second": np.array([row[2] for row in found], dtype=np.float64),
    }
