"""Tables of a pair comparison: strengths, pairs, screening, repeats."""

from __future__ import annotations

import numpy as np
from scipy import special

from sr_studio.studies.report.rater_tables import told_flags
from sr_studio.studies.report.tables import (
    Cell,
    Column,
    Heading,
    Table,
    file_name,
    heads,
    table_of,
    words,
)
from sr_studio.studies.results.results import ChoiceResults, ChoiceSet, PairFit
from sr_studio.studies.results.words import interval_text, number, p_text
from sr_studio.studies.statistics.choice_strengths import JOD
from sr_studio.studies.statistics.choices import CHOICE_RULES


def strengths_table(one: ChoiceSet, level: float) -> Table:
    """Strengths in JOD by both models with their intervals, and the wins."""
    theta, se = one.pooled.strengths.theta, one.pooled.strengths.se
    won = one.pooled.wins.sum(axis=1)
    order = np.lexsort((-won, -np.nan_to_num(theta)))
    rows = [
        [
            words(one.systems[s]),
            Cell(number(one.pooled.strengths.jod[s], signed=True), bold=True),
            Cell(_interval(one.pooled, s)),
            Cell(number(one.thurstone.strengths.jod[s], signed=True)),
            Cell(_interval(one.thurstone, s)),
            Cell(number(theta[s], signed=True)),
            Cell(number(se[s], 3), grey=True),
            Cell(f"{won[s]:g} of {won[s] + one.pooled.wins[:, s].sum():g}"),
        ]
        for s in order
    ]
    sampled = "raters and images" if one.of_images else "raters"
    return Table(
        f"strengths_{file_name(one.name)}",
        f"{one.name}: strengths",
        [
            [
                Heading("system"),
                Heading("Bradley–Terry", 2),
                Heading("Thurstone, case V", 2),
                Heading("log-odds", 2),
                Heading("wins"),
            ],
            [
                Heading(""),
                Heading("JOD"),
                Heading(f"{level:.0%} interval"),
                Heading("JOD"),
                Heading(f"{level:.0%} interval"),
                Heading(""),
                Heading("SE if independent"),
                Heading(""),
            ],
        ],
        rows,
        [
            "At a distance of 1 JOD three in four prefer the better one. Zero is the mean of the "
            f"systems. Intervals resample {sampled}.",
            "Grey: the formula that takes all comparisons as independent, which those of one "
            "rater are not.",
        ],
        latex=True,
    )


def _interval(fitted: PairFit, s: int) -> str:
    if fitted.halfwidth is None:
        return "–"
    unit = JOD[fitted.strengths.model]
    middle, half = fitted.strengths.theta[s], fitted.halfwidth[s]
    return interval_text((middle - half) / unit, (middle + half) / unit)


def choice_pairs_table(one: ChoiceSet, level: float, alpha: float) -> Table | None:
    """Every pair: difference with interval, chance of being preferred, p, and the direct wins."""
    pairs = one.pairs
    if pairs is None:
        return None
    about = "images like these" if one.of_images else "these images"
    if one.of_images and one.few_images:
        about = f"these {len(one.references)} images"
    notes = ["Wins: of the direct comparisons of the two, ties counted half for each."]
    if not one.claims:
        notes.insert(
            0,
            f"{len(one.references)} images are too few to speak of images in general: nothing is "
            "marked as shown.",
        )
    first, second, unit = pairs.first, pairs.second, JOD["bradley_terry"]
    jod, low, high = pairs.difference / unit, pairs.low / unit, pairs.high / unit
    chance, wins = special.expit(pairs.difference), one.pooled.wins
    sure = one.claims & (pairs.p_holm < alpha)
    columns: list[Column[int]] = [
        ("pair", lambda k: words(f"{one.systems[first[k]]} − {one.systems[second[k]]}")),
        ("difference, JOD", lambda k: Cell(number(jod[k], signed=True), bold=bool(sure[k]))),
        (f"{level:.0%} interval", lambda k: pairs.reason or interval_text(low[k], high[k])),
        ("p (Holm)", lambda k: Cell(p_text(pairs.p_holm[k]), bold=bool(sure[k]))),
        ("first preferred, estimate", lambda k: _share(chance[k])),
        ("wins", lambda k: f"{wins[first[k], second[k]]:g} : {wins[second[k], first[k]]:g}"),
    ]
    return table_of(
        f"pairs_{file_name(one.name)}",
        f"{one.name}: pairs, {about} (bootstrap)",
        columns,
        range(len(first)),
        notes,
        latex=True,
    )


def choice_screening_table(results: ChoiceResults) -> Table:
    """One line a rater: sides, agreement with others and with themselves, flags in words."""
    asked = np.bincount(results.choices.rater, minlength=len(results.raters))
    rows = []
    for i, name in enumerate(results.raters):
        values, sentences = told_flags(results.flags, i)
        rows.append(
            [
                words(name, bold=bool(sentences)),
                Cell(f"{asked[i]:,}"),
                *(Cell(_share(values.get(rule, np.nan))) for rule in CHOICE_RULES),
                words(" ".join(sentences) or "–", red=bool(sentences)),
            ]
        )
    return Table(
        "screening",
        "Raters: flags only, nobody is left out by a rule",
        heads(
            "rater",
            "comparisons",
            "left chosen",
            "as most others",
            "repeats the same",
            "too fast",
            "flags",
        ),
        rows,
    )


def choice_repeats_table(results: ChoiceResults) -> Table | None:
    """Test against retest."""
    r = results.repeats
    if not r.n:
        return None
    return Table(
        "repeats",
        "Hidden repeats",
        heads("repeats", "same answer", "interval"),
        [[Cell(f"{r.n:,}"), Cell(_share(r.same)), Cell(f"[{r.low:.0%}, {r.high:.0%}]")]],
        ["Half would be the same by guessing. The interval takes the repeats as independent."],
    )


def _share(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.0%}"
