"""Tables of results: primary contrasts; systems or strengths, pairs; disputed stimuli."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.report.tables import (
    Cell,
    Column,
    Heading,
    Table,
    file_name,
    table_of,
    words,
)
from sr_studio.studies.results.results import (
    ChoiceSet,
    OneSet,
    PairFit,
    Primary,
    Results,
    ScoreResults,
    SetResults,
)
from sr_studio.studies.results.words import interval_text, number, p_text, share_text
from sr_studio.studies.statistics.choice_strengths import JOD
from sr_studio.studies.statistics.pairs import Declared, PairTests
from sr_studio.studies.statistics.plan import AnalysisPlan

_MOST_DISPUTED = 12


def primary_table(results: Results) -> Table | None:
    """The declared contrasts, one sentence each."""
    if not results.primary:
        return None
    unit = "points" if isinstance(results, ScoreResults) else "JOD"
    columns: list[Column[Primary]] = [
        ("set", lambda row: words(row.set)),
        ("contrast", lambda row: words(f"{row.first} − {row.second}")),
        (f"difference, {unit}", lambda row: Cell(number(row.difference, signed=True), bold=True)),
        ("interval", lambda row: interval_text(row.low, row.high)),
        ("p (Holm)", lambda row: "undefined" if row.reason else p_text(row.p_holm)),
        ("verdict", lambda row: words(row.verdict, red=bool(row.reason))),
    ]
    title = "Primary contrasts, declared before the first rating"
    return table_of("primary", title, columns, results.primary)


def systems_table(one: SetResults, scale: Scale = FIVE_POINTS) -> Table:
    """Counts, MOS, both intervals, DMOS, mean rank."""
    s, d = one.statistics, one.dmos
    rows = []
    for k, name in enumerate(one.systems):
        cells = [
            words(name),
            Cell(f"{s.n[k]:,}"),
            *(Cell(f"{count:,}", grey=not count) for count in s.counts[k]),
            Cell(number(s.mos[k]), bold=True, star=name in one.stars),
            Cell(_around(s.mean_of_rater_means[k], s.halfwidth_raters[k])),
            Cell(_around(s.mos[k], s.halfwidth_both[k]), grey=one.few_images),
            Cell(number(s.design_effect[k], 1), grey=True),
        ]
        if d is not None:
            cells += [Cell(number(d.mos[k])), Cell(_around(d.mos[k], d.halfwidth_both[k]))]
        rows.append([*cells, Cell(number(one.mean_ranks[k]))])
    sampled = "images as a sample" if one.few_images else "images like these"
    top = [
        Heading("system"),
        Heading("n"),
        Heading("ratings of", len(scale.bins)),
        Heading("MOS"),
        Heading("interval", 2),
        Heading("design effect"),
        *([Heading("DMOS", 2)] if d is not None else []),
        Heading("mean rank"),
    ]
    below = [
        Heading(""),
        Heading(""),
        *map(Heading, scale.bin_names),
        Heading(""),
        Heading("these images"),
        Heading(sampled),
        Heading(""),
        *([Heading("mean"), Heading(sampled)] if d is not None else []),
        Heading("1 = best"),
    ]
    notes = [
        "These images: raters are a sample. Images like these: raters and images are samples.",
        "Design effect: by how much taking all ratings as independent would understate the "
        "variance.",
    ]
    if one.few_images:
        notes[0] = (
            f"{len(one.references)} images: no statement about images in general. The grey "
            "interval takes them as a sample all the same."
        )
    return Table(
        f"systems_{file_name(one.name)}", f"{one.name}: systems", [top, below], rows, notes
    )


def pairs_tables(one: SetResults, plan: AnalysisPlan) -> list[Table]:
    """Every pair by the declared test, and beside it by the others."""
    if one.pairs is None or one.declared is None:
        return []
    return [_declared_pairs(one, one.pairs, one.declared, plan), _other_tests(one, plan)]


def _declared_pairs(
    one: SetResults, pairs: PairTests, declared: Declared, plan: AnalysisPlan
) -> Table:
    sure = one.claims & (declared.p_holm < plan.alpha)
    low, high, lower = declared.low, declared.high, pairs.share_lower

    def shares(k: int) -> str:
        if not pairs.crossed.n_cells[k]:
            return "–"
        return f"{pairs.share_higher[k]:.0%} / {pairs.share_equal[k]:.0%} / {lower[k]:.0%}"

    columns: list[Column[int]] = [
        ("pair", lambda k: words(one.pair(k))),
        (
            "difference",
            lambda k: Cell(number(declared.estimate[k], signed=True), bold=bool(sure[k])),
        ),
        (
            f"{plan.level:.0%} interval",
            lambda k: str(declared.reason[k]) or interval_text(low[k], high[k]),
        ),
        ("p (Holm)", lambda k: Cell(p_text(declared.p_holm[k]), bold=bool(sure[k]))),
        ("p, equivalence", lambda k: p_text(declared.p_equivalence[k])),
        ("higher / equal / lower", shares),
    ]
    bound = plan.analysis.equivalence_bound
    notes = [
        "Shares over (rater, image): first rated higher, equal, lower.",
        f"Equivalence: two one-sided tests with a bound of {bound:g} points.",
    ]
    if declared.column == "raters":
        notes.insert(0, "Difference and interval are those of the test itself (Hodges–Lehmann).")
    if not one.claims:
        notes.insert(0, _too_few(one))
    return table_of(
        f"pairs_{file_name(one.name)}",
        f"{one.name}: pairs, {_about(one)}",
        columns,
        range(len(pairs.first)),
        notes,
        latex=True,
    )


def _about(one: SetResults) -> str:
    """What the declared test of a set speaks of."""
    if one.declared is not None and one.declared.column == "raters":
        return "these images (Wilcoxon over rater means)"
    if one.few_images:
        return f"these {len(one.references)} images (crossed test)"
    return "images like these (crossed test)"


def _other_tests(one: SetResults, plan: AnalysisPlan) -> Table:
    pairs = one.pairs
    assert pairs is not None
    other = "raters" if plan.column == "crossed" else "crossed"
    name = "over raters (these images)" if other == "raters" else "crossed (images like these)"
    flips = np.full(len(pairs.first), np.nan) if one.sign_flips is None else one.sign_flips
    columns: list[Column[int]] = [
        ("pair", lambda k: words(one.pair(k))),
        (f"p (Holm), {name}", lambda k: p_text(one.p_holm[other][k])),
        ("p, sign flips", lambda k: p_text(flips[k])),
        ("rank-biserial", lambda k: number(pairs.raters.rank_biserial[k])),
        ("pooled p, as in the paper", lambda k: Cell(p_text(pairs.pooled.test.p[k]), grey=True)),
        ("zeros split", lambda k: Cell(p_text(pairs.pooled.p_zsplit[k]), grey=True)),
    ]
    return table_of(
        f"other_tests_{file_name(one.name)}",
        f"{one.name}: the same pairs by other tests",
        columns,
        range(len(pairs.first)),
        [
            "Sign flips: over raters, assuming symmetry only; not corrected.",
            "Grey: the pooled test treats repeated ratings as independent and is uncorrected; it "
            "is shown because the paper seems to have used it.",
        ],
    )


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
        notes.insert(0, _too_few(one))
    first, second, unit = pairs.first, pairs.second, JOD["bradley_terry"]
    jod, low, high = pairs.difference / unit, pairs.low / unit, pairs.high / unit
    chance, wins = special.expit(pairs.difference), one.pooled.wins
    sure = one.claims & (pairs.p_holm < alpha)
    columns: list[Column[int]] = [
        ("pair", lambda k: words(one.pair(k))),
        ("difference, JOD", lambda k: Cell(number(jod[k], signed=True), bold=bool(sure[k]))),
        (f"{level:.0%} interval", lambda k: pairs.reason or interval_text(low[k], high[k])),
        ("p (Holm)", lambda k: Cell(p_text(pairs.p_holm[k]), bold=bool(sure[k]))),
        ("first preferred, estimate", lambda k: share_text(chance[k])),
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


def _too_few(one: OneSet) -> str:
    return (
        f"{len(one.references)} images are too few to speak of images in general: nothing is "
        "marked as shown."
    )


def disputed_table(results: ScoreResults) -> Table:
    """The stimuli on which raters disagree most."""
    table, stimuli = results.table, results.stimuli
    sd = np.where(stimuli.n >= 2, np.nan_to_num(stimuli.sd), -1.0)
    order = np.argsort(-sd, kind="stable")[:_MOST_DISPUTED]
    names, bins = table.stimuli, results.data.plan.scale.bin_names

    def counted(place: int) -> Callable[[int], Cell]:
        return lambda k: Cell(str(stimuli.counts[k][place]), grey=not stimuli.counts[k][place])

    columns: list[Column[int]] = [
        ("stimulus", lambda k: words(names.names[k])),
        ("set", lambda k: words(table.sets[names.sets[k]])),
        ("n", lambda k: str(stimuli.n[k])),
        *((name, counted(place)) for place, name in enumerate(bins)),
        ("MOS", lambda k: Cell(number(stimuli.mos[k]), bold=True)),
        ("SD", lambda k: number(stimuli.sd[k])),
    ]
    several = [int(k) for k in order if stimuli.n[k] >= 2]
    return table_of("disputed", "Most disputed stimuli", columns, several)


def _around(middle: float, half: float) -> str:
    return "–" if np.isnan(half) else interval_text(middle - half, middle + half)
