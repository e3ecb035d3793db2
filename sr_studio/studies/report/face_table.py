"""Desk and browser side by side: whether scores differ by what the pictures were shown in."""

from __future__ import annotations

import numpy as np
from scipy import stats

from sr_studio.studies.report.tables import Cell, Table, heads, words
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.results.words import number

#: A mean of fewer raters has no interval worth printing.
_FEWEST = 2


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
    rows = []
    for code, system in enumerate(table.systems):
        own = table.system == code
        means = {
            face: np.array(
                [
                    table.score[own & (table.rater == rater)].mean()
                    for rater in np.flatnonzero(group)
                    if (own & (table.rater == rater)).any()
                ]
            )
            for face, group in groups.items()
        }
        desk, browser = means["desk"], means["browser"]
        rows.append(
            [
                words(system),
                Cell(str(len(desk))),
                Cell(number(float(desk.mean())) if len(desk) else "–"),
                Cell(str(len(browser))),
                Cell(number(float(browser.mean())) if len(browser) else "–"),
                Cell(_difference(browser, desk)),
            ]
        )
    return Table(
        "faces",
        "Desk and browser",
        heads(
            "system",
            "raters, desk",
            "MOS, desk",
            "raters, browser",
            "MOS, browser",
            "browser − desk",
        ),
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
    if min(len(browser), len(desk)) < _FEWEST or np.ptp(browser) + np.ptp(desk) == 0:
        return plain
    found = stats.ttest_ind(browser, desk, equal_var=False).confidence_interval(0.95)
    low, high = (number(float(end), signed=True) for end in (found.low, found.high))
    return f"{plain} ({low} to {high})"
