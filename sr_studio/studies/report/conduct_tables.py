"""How the study went: order by quarter, golden items, rules with their origin, people, rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

from sr_studio.studies.report.methods import origin
from sr_studio.studies.report.tables import Cell, Column, Table, heads, table_of, words
from sr_studio.studies.results.results import (
    ChoiceResults,
    Results,
    ScoreResults,
    SetResults,
)
from sr_studio.studies.results.words import counted, number, p_text
from sr_studio.studies.statistics.choices import CHOICE_RULES
from sr_studio.studies.statistics.conduct import GOLDEN_CHANCE, golden_misses
from sr_studio.studies.statistics.flags import RULES

_QUARTERS = 4
#: Rule of the screening to its entry in resources/standards.toml; the others are our own.
_ORIGIN = {
    "bt500": "outliers",
    "correlation_r1": "correlation_r1",
    "correlation_relative": "correlation_relative",
}
#: Fewer people than this of one age are not told apart.
_FEWEST_OF_AN_AGE = 5
#: A mean of fewer raters has no interval worth printing.
_FEWEST_AT_A_FACE = 2


def omnibus_table(results: ScoreResults) -> Table:
    """Friedman's test of every set."""
    columns: list[Column[SetResults]] = [
        ("set", lambda one: words(one.name)),
        ("raters", lambda one: str(one.omnibus.n)),
        ("systems", lambda one: str(one.omnibus.k)),
        ("χ²", lambda one: number(one.omnibus.chi2)),
        ("df", lambda one: str(one.omnibus.k - 1)),
        ("p", lambda one: p_text(one.omnibus.p)),
        ("Kendall's W", lambda one: number(one.omnibus.kendalls_w, 3)),
        ("critical difference", lambda one: number(one.omnibus.critical_difference)),
        ("", lambda one: words(one.omnibus.reason or "–")),
    ]
    return table_of(
        "omnibus",
        "Do the systems differ at all: Friedman's test over rater means (these images)",
        columns,
        results.sets,
        [
            "Kendall's W: 0 = the raters' orders have nothing in common, 1 = they are the same. "
            "Critical difference of mean ranks: Nemenyi."
        ],
    )


def order_table(results: ScoreResults) -> Table | None:
    """Where the systems were shown: share of each quarter of the sessions, and mean position."""
    table, position = results.table, results.data.conduct.position
    if position is None or not len(position):
        return None
    quarter = np.minimum(position * _QUARTERS // (int(position.max()) + 1), _QUARTERS - 1)
    rows = []
    for code, name in enumerate(table.systems):
        own = quarter[table.system == code]
        shares = np.bincount(own, minlength=_QUARTERS) / max(1, len(own))
        rows.append(
            [
                words(name),
                *(Cell(f"{share:.0%}") for share in shares),
                Cell(f"{results.order_means[code]:.0%}" if len(own) else "–"),
            ]
        )
    return Table(
        "order",
        "Order as it was realised: share of a system's showings in each quarter",
        heads("system", "first quarter", "second", "third", "last", "mean position"),
        rows,
        [f"p of systems sitting at different places (Kruskal–Wallis): {p_text(results.order_p)}."],
    )


def golden_table(results: ScoreResults) -> Table | None:
    """Anchors with an expected range: asked, missed, and how surprising that is."""
    conduct, raters = results.data.conduct, len(results.raters)
    if not len(conduct.golden_rater):
        return None
    accepted = results.data.plan.screening.golden_misses
    asked, missed, chance = golden_misses(
        conduct.golden_rater, conduct.golden_hit, raters, accepted
    )
    columns: list[Column[int]] = [
        ("rater", lambda i: words(results.raters[i])),
        ("asked", lambda i: str(asked[i])),
        ("missed", lambda i: str(missed[i])),
        (f"chance at {accepted:.0%} misses", lambda i: p_text(chance[i])),
    ]
    return table_of(
        "golden",
        "Golden items: anchors with an expected range",
        columns,
        [int(i) for i in np.flatnonzero(asked)],
        [
            "Last column: how likely at least so many misses are for a rater who misses the "
            f"accepted share. Below {GOLDEN_CHANCE:g} the rater is flagged."
        ],
    )


def rules_table(results: Results) -> Table:
    """Every screening rule: what it looks for, whom it flags, and where it comes from."""
    rules = CHOICE_RULES if isinstance(results, ChoiceResults) else RULES
    applied = {flag.rule for flag in results.flags}
    flagged = Counter(flag.rule for flag in results.flags if flag.flagged)
    sources = {rule: origin(_ORIGIN[rule]) if rule in _ORIGIN else "our own" for rule in rules}
    shown = [rule for rule in rules if rule in applied]
    columns: list[Column[str]] = [
        ("rule", words),
        ("looks for", lambda rule: words(rules[rule])),
        ("flagged", lambda rule: str(flagged[rule])),
        ("origin", lambda rule: words(sources[rule])),
    ]
    return table_of(
        "rules",
        "Rules of the screening",
        columns,
        shown,
        [
            "Clause not compared: the rule follows that standard in our own words; nobody has held "
            "it against the standard's text, so no edition and no clause is named."
        ]
        if any("not compared" in sources[rule] for rule in shown)
        else (),
    )


def people_and_rooms(results: Results) -> str:
    """A paragraph that describes the people and the rooms; empty where nothing is known."""
    facts = results.data.facts
    if not facts.self_reports and not any(session.room for session in facts.sessions):
        return ""
    parts = [
        f"{counted(facts.enrolled or len(results.raters), 'rater')} enrolled, "
        f"{len(results.raters)} analysed."
    ]
    said = facts.self_reports
    if said:
        parts.append(f"{counted(len(said), 'rater')} answered about themselves.")
        for field, label in (
            ("age_band", "Age"),
            ("vision_test", "Test of visual acuity"),
            ("correction", "Worn"),
            ("colour_vision", "Test of colour vision"),
            ("expertise", "Experience with image quality"),
        ):
            if any(field in one for one in said):
                fewest = _FEWEST_OF_AN_AGE if field == "age_band" else 1
                parts.append(f"{label}: {_counts(said, field, fewest)}.")
    rooms = [session.room for session in facts.sessions if session.room]
    if rooms:
        parts.append(f"Light in the room, by session: {_counts(rooms, 'ambient_light')}.")
        for field, label, unit in (
            ("distance_cm", "Viewing distance", "cm"),
            ("luminance_cd_m2", "Luminance of white", "cd/m²"),
        ):
            values = [float(str(room[field])) for room in rooms if room.get(field)]
            if values:
                parts.append(
                    f"{label}: median {np.median(values):g} {unit} "
                    f"({min(values):g} to {max(values):g}, {counted(len(values), 'session')})."
                )
    return " ".join(parts)


def _counts(said: Sequence[Mapping[str, object]], field: str, fewest: int = 1) -> str:
    """``glasses 12, none 9, not stated 2``; answers of very few people are joined."""
    values = [str(one.get(field) or "not stated") for one in said]
    counts = {value: values.count(value) for value in sorted(set(values))}
    shown = {value: n for value, n in counts.items() if n >= fewest}
    few = sum(n for value, n in counts.items() if n < fewest)
    return ", ".join(
        [*(f"{value} {n}" for value, n in shown.items()), *([f"other bands {few}"] if few else [])]
    )


def face_table(results: ScoreResults) -> Table | None:
    """Mean scores of each system at the desk and in browsers; None unless there were both.

    Raters with sessions of both kinds are in neither column: a rater is the unit.
    """
    faces: dict[str, set[str]] = {}
    for session in results.data.facts.sessions:
        faces.setdefault(session.rater, set()).add(session.face)
    table = results.table
    groups = {
        face: np.array([faces.get(name) == {face} for name in table.raters])
        for face in ("desk", "browser")
    }
    if not all(group.any() for group in groups.values()):
        return None

    def mean_of(code: int, face: str) -> np.ndarray:
        """Means of the raters of a face who rated the system."""
        own = table.system == code
        each = [table.score[own & (table.rater == i)] for i in np.flatnonzero(groups[face])]
        return np.array([scores.mean() for scores in each if len(scores)])

    rows = [
        (system, mean_of(code, "desk"), mean_of(code, "browser"))
        for code, system in enumerate(table.systems)
    ]

    def mean(values: np.ndarray) -> str:
        return number(float(values.mean())) if len(values) else "–"

    columns: list[Column[tuple[str, np.ndarray, np.ndarray]]] = [
        ("system", lambda row: words(row[0])),
        ("raters, desk", lambda row: str(len(row[1]))),
        ("MOS, desk", lambda row: mean(row[1])),
        ("raters, browser", lambda row: str(len(row[2]))),
        ("MOS, browser", lambda row: mean(row[2])),
        ("browser − desk", lambda row: _difference(row[2], row[1])),
    ]
    return table_of(
        "faces",
        "Desk and browser",
        columns,
        rows,
        [
            "Means over the means of raters, with Welch's interval (95 %) of the difference. "
            "Raters were not assigned at random: it may be one of people or of rooms."
        ],
    )


def _difference(browser: np.ndarray, desk: np.ndarray) -> str:
    if not len(browser) or not len(desk):
        return "–"
    plain = number(float(browser.mean() - desk.mean()), signed=True)
    if min(len(browser), len(desk)) < _FEWEST_AT_A_FACE or np.ptp(browser) + np.ptp(desk) == 0:
        return plain
    found = stats.ttest_ind(browser, desk, equal_var=False).confidence_interval(0.95)
    low, high = (number(float(end), signed=True) for end in (found.low, found.high))
    return f"{plain} ({low} to {high})"
