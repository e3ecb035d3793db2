"""Tables of results: primary contrasts; systems or strengths, pairs; disputed stimuli."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from sr_studio.sentences import Sentence
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
from sr_studio.studies.results.words import interval_of, interval_text, number, p_text, share_text
from sr_studio.studies.statistics.choice_strengths import JOD
from sr_studio.studies.statistics.pairs import Declared, PairTests
from sr_studio.studies.statistics.plan import AnalysisPlan

_MOST_DISPUTED = 12


def primary_table(results: Results) -> Table | None:
    """The declared contrasts, one sentence each."""
    if not results.primary:
        return None
    unit = Sentence("points") if isinstance(results, ScoreResults) else "JOD"
    columns: list[Column[Primary]] = [
        (Sentence("set"), lambda row: words(row.set)),
        (Sentence("contrast"), lambda row: words(f"{row.first} − {row.second}")),
        (
            Sentence("difference, %1", unit),
            lambda row: Cell(number(row.difference, signed=True), bold=True),
        ),
        (Sentence("interval"), lambda row: interval_text(row.low, row.high)),
        ("p (Holm)", lambda row: Sentence("undefined") if row.reason else p_text(row.p_holm)),
        (Sentence("verdict"), lambda row: words(row.verdict, red=bool(row.reason))),
    ]
    title = Sentence("Primary contrasts, declared before the first rating")
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
            Cell(interval_of(s.interval_raters, k)),
            Cell(interval_of(s.interval_both, k), grey=one.few_images),
            Cell(number(s.design_effect[k], 1), grey=True),
        ]
        if d is not None:
            cells += [Cell(number(d.mos[k])), Cell(interval_of(d.interval_both, k))]
        rows.append([*cells, Cell(number(one.mean_ranks[k]))])
    sampled = Sentence("images as a sample" if one.few_images else "images like these")
    top = [
        Heading(Sentence("system")),
        Heading("n"),
        Heading(Sentence("ratings of"), len(scale.bins)),
        Heading("MOS"),
        Heading(Sentence("interval"), 2),
        Heading(Sentence("design effect")),
        *([Heading("DMOS", 2)] if d is not None else []),
        Heading(Sentence("mean rank")),
    ]
    below = [
        Heading(""),
        Heading(""),
        *map(Heading, scale.bin_names),
        Heading(""),
        Heading(Sentence("these images")),
        Heading(sampled),
        Heading(""),
        *([Heading(Sentence("mean")), Heading(sampled)] if d is not None else []),
        Heading(Sentence("1 = best")),
    ]
    notes = [
        Sentence(
            "These images: raters are a sample. Images like these: raters and images are samples."
        ),
        Sentence(
            "Design effect: by how much taking all ratings as independent would understate the "
            "variance."
        ),
    ]
    if one.few_images:
        notes[0] = Sentence(
            "%1 images: no statement about images in general. The grey interval takes them as a "
            "sample all the same.",
            len(one.references),
        )
    title = Sentence("%1: systems", one.name)
    return Table(f"systems_{file_name(one.name)}", title, [top, below], rows, notes)


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
        (Sentence("pair"), lambda k: words(one.pair(k))),
        (
            Sentence("difference"),
            lambda k: Cell(number(declared.estimate[k], signed=True), bold=bool(sure[k])),
        ),
        (
            Sentence("%1 interval", f"{plan.level:.0%}"),
            lambda k: Sentence(declared.reason[k]) or interval_text(low[k], high[k]),
        ),
        ("p (Holm)", lambda k: Cell(p_text(declared.p_holm[k]), bold=bool(sure[k]))),
        (Sentence("p, equivalence"), lambda k: p_text(declared.p_equivalence[k])),
        (Sentence("higher / equal / lower"), shares),
    ]
    bound = plan.analysis.equivalence_bound
    notes = [
        Sentence("Shares over (rater, image): first rated higher, equal, lower."),
        Sentence("Equivalence: two one-sided tests with a bound of %1 points.", f"{bound:g}"),
    ]
    if declared.column == "raters":
        hodges_lehmann = "Difference and interval are those of the test itself (Hodges–Lehmann)."
        notes.insert(0, Sentence(hodges_lehmann))
    if not one.claims:
        notes.insert(0, _too_few(one))
    return table_of(
        f"pairs_{file_name(one.name)}",
        Sentence("%1: pairs, %2", one.name, _about(one)),
        columns,
        range(len(pairs.first)),
        notes,
        latex=True,
    )


def _about(one: SetResults) -> Sentence:
    """What the declared test of a set speaks of."""
    if one.declared is not None and one.declared.column == "raters":
        return Sentence("these images (Wilcoxon over rater means)")
    if one.few_images:
        return Sentence("these %1 images (crossed test)", len(one.references))
    return Sentence("images like these (crossed test)")


def _other_tests(one: SetResults, plan: AnalysisPlan) -> Table:
    pairs = one.pairs
    assert pairs is not None
    other = "raters" if plan.column == "crossed" else "crossed"
    name = Sentence(
        "over raters (these images)" if other == "raters" else "crossed (images like these)"
    )
    flips = np.full(len(pairs.first), np.nan) if one.sign_flips is None else one.sign_flips
    columns: list[Column[int]] = [
        (Sentence("pair"), lambda k: words(one.pair(k))),
        (Sentence("p (Holm), %1", name), lambda k: p_text(one.p_holm[other][k])),
        (Sentence("p, sign flips"), lambda k: p_text(flips[k])),
        (Sentence("rank-biserial"), lambda k: number(pairs.raters.rank_biserial[k])),
        (
            Sentence("pooled p, as in the paper"),
            lambda k: Cell(p_text(pairs.pooled.test.p[k]), grey=True),
        ),
        (Sentence("zeros split"), lambda k: Cell(p_text(pairs.pooled.p_zsplit[k]), grey=True)),
    ]
    return table_of(
        f"other_tests_{file_name(one.name)}",
        Sentence("%1: the same pairs by other tests", one.name),
        columns,
        range(len(pairs.first)),
        [
            Sentence("Sign flips: over raters, assuming symmetry only; not corrected."),
            Sentence(
                "Grey: the pooled test treats repeated ratings as independent and is uncorrected; "
                "it is shown because the paper seems to have used it."
            ),
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
            Cell(Sentence("%1 of %2", f"{won[s]:g}", f"{won[s] + one.pooled.wins[:, s].sum():g}")),
        ]
        for s in order
    ]
    sampled = Sentence("raters and images" if one.of_images else "raters")
    interval = Sentence("%1 interval", f"{level:.0%}")
    return Table(
        f"strengths_{file_name(one.name)}",
        Sentence("%1: strengths", one.name),
        [
            [
                Heading(Sentence("system")),
                Heading("Bradley–Terry", 2),
                Heading(Sentence("Thurstone, case V"), 2),
                Heading(Sentence("log-odds"), 2),
                Heading(Sentence("wins")),
            ],
            [
                Heading(""),
                Heading("JOD"),
                Heading(interval),
                Heading("JOD"),
                Heading(interval),
                Heading(""),
                Heading(Sentence("SE if independent")),
                Heading(""),
            ],
        ],
        rows,
        [
            Sentence(
                "At a distance of 1 JOD three in four prefer the better one. Zero is the mean of "
                "the systems. Intervals resample %1.",
                sampled,
            ),
            Sentence(
                "Grey: the formula that takes all comparisons as independent, which those of one "
                "rater are not."
            ),
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
    about = Sentence("images like these" if one.of_images else "these images")
    if one.of_images and one.few_images:
        about = Sentence("these %1 images", len(one.references))
    notes = [Sentence("Wins: of the direct comparisons of the two, ties counted half for each.")]
    if not one.claims:
        notes.insert(0, _too_few(one))
    first, second, unit = pairs.first, pairs.second, JOD["bradley_terry"]
    jod, low, high = pairs.difference / unit, pairs.low / unit, pairs.high / unit
    chance, wins = special.expit(pairs.difference), one.pooled.wins
    sure = one.claims & (pairs.p_holm < alpha)
    columns: list[Column[int]] = [
        (Sentence("pair"), lambda k: words(one.pair(k))),
        (
            Sentence("difference, %1", "JOD"),
            lambda k: Cell(number(jod[k], signed=True), bold=bool(sure[k])),
        ),
        (
            Sentence("%1 interval", f"{level:.0%}"),
            lambda k: Sentence(pairs.reason) or interval_text(low[k], high[k]),
        ),
        ("p (Holm)", lambda k: Cell(p_text(pairs.p_holm[k]), bold=bool(sure[k]))),
        (Sentence("first preferred, estimate"), lambda k: share_text(chance[k])),
        (
            Sentence("wins"),
            lambda k: f"{wins[first[k], second[k]]:g} : {wins[second[k], first[k]]:g}",
        ),
    ]
    return table_of(
        f"pairs_{file_name(one.name)}",
        Sentence("%1: pairs, %2 (bootstrap)", one.name, about),
        columns,
        range(len(first)),
        notes,
        latex=True,
    )


def _too_few(one: OneSet) -> Sentence:
    return Sentence(
        "%1 images are too few to speak of images in general: nothing is marked as shown.",
        len(one.references),
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
