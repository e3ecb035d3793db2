"""Tables of scores: primary contrasts, systems, pairs, disputed stimuli."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
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
from sr_studio.studies.results.results import Primary, Results, ScoreResults, SetResults
from sr_studio.studies.results.words import interval_text, number, p_text
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
    return Table(f"systems_{_file(one)}", f"{one.name}: systems", [top, below], rows, notes)


def pairs_tables(one: SetResults, plan: AnalysisPlan) -> list[Table]:
    """Every pair by the declared test, and beside it by the others."""
    if one.pairs is None or one.family is None or one.declared is None:
        return []
    return [_declared_pairs(one, one.pairs, one.declared, plan), _other_tests(one, plan)]


def _declared_pairs(
    one: SetResults, pairs: PairTests, declared: Declared, plan: AnalysisPlan
) -> Table:
    rows = []
    for k in range(len(pairs.first)):
        sure = one.claims and bool(declared.p_holm[k] < plan.alpha)
        rows.append(
            [
                words(_pair(one, k)),
                Cell(number(declared.estimate[k], signed=True), bold=sure),
                Cell(
                    interval_text(declared.low[k], declared.high[k])
                    if not declared.reason[k]
                    else str(declared.reason[k])
                ),
                Cell(p_text(declared.p_holm[k]), bold=sure),
                Cell(p_text(declared.p_equivalence[k])),
                Cell(
                    f"{pairs.share_higher[k]:.0%} / {pairs.share_equal[k]:.0%} / "
                    f"{pairs.share_lower[k]:.0%}"
                    if pairs.crossed.n_cells[k]
                    else "–"
                ),
            ]
        )
    bound = plan.analysis.equivalence_bound
    notes = [
        "Shares over (rater, image): first rated higher, equal, lower.",
        f"Equivalence: two one-sided tests with a bound of {bound:g} points.",
    ]
    if declared.column == "raters":
        notes.insert(0, "Difference and interval are those of the test itself (Hodges–Lehmann).")
    if not one.claims:
        notes.insert(
            0,
            f"{len(one.references)} images are too few to speak of images in general: nothing is "
            "marked as shown.",
        )
    return Table(
        f"pairs_{_file(one)}",
        f"{one.name}: pairs, {_about(one)}",
        heads(
            "pair",
            "difference",
            f"{plan.level:.0%} interval",
            "p (Holm)",
            "p, equivalence",
            "higher / equal / lower",
        ),
        rows,
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
    pairs, family = one.pairs, one.family
    assert pairs is not None
    assert family is not None
    other = "raters" if plan.column == "crossed" else "crossed"
    name = "over raters (these images)" if other == "raters" else "crossed (images like these)"
    flips = np.full(len(pairs.first), np.nan) if one.sign_flips is None else one.sign_flips
    columns: list[Column[int]] = [
        ("pair", lambda k: words(_pair(one, k))),
        (f"p (Holm), {name}", lambda k: p_text(family.of(other)[k])),
        ("p, sign flips", lambda k: p_text(flips[k])),
        ("rank-biserial", lambda k: number(pairs.raters.rank_biserial[k])),
        ("pooled p, as in the paper", lambda k: Cell(p_text(pairs.pooled.test.p[k]), grey=True)),
        ("zeros split", lambda k: Cell(p_text(pairs.pooled.p_zsplit[k]), grey=True)),
    ]
    return table_of(
        f"other_tests_{_file(one)}",
        f"{one.name}: the same pairs by other tests",
        columns,
        range(len(pairs.first)),
        [
            "Sign flips: over raters, assuming symmetry only; not corrected.",
            "Grey: the pooled test treats repeated ratings as independent and is uncorrected; it "
            "is shown because the paper seems to have used it.",
        ],
    )


def _pair(one: SetResults, k: int) -> str:
    assert one.pairs is not None
    return f"{one.systems[one.pairs.first[k]]} − {one.systems[one.pairs.second[k]]}"


def disputed_table(results: ScoreResults) -> Table:
    """The stimuli on which raters disagree most."""
    table, stimuli = results.table, results.stimuli
    sd = np.where(stimuli.n >= 2, np.nan_to_num(stimuli.sd), -1.0)
    order = np.argsort(-sd, kind="stable")[:_MOST_DISPUTED]
    names = table.stimuli
    return Table(
        "disputed",
        "Most disputed stimuli",
        heads("stimulus", "set", "n", *results.data.plan.scale.bin_names, "MOS", "SD"),
        [
            [
                words(names.names[k]),
                words(table.sets[names.sets[k]]),
                Cell(str(stimuli.n[k])),
                *(Cell(str(count), grey=not count) for count in stimuli.counts[k]),
                Cell(number(stimuli.mos[k]), bold=True),
                Cell(number(stimuli.sd[k])),
            ]
            for k in order
            if stimuli.n[k] >= 2
        ],
    )


def _file(one: SetResults) -> str:
    return file_name(one.name)


def _around(middle: float, half: float) -> str:
    return "–" if np.isnan(half) else interval_text(middle - half, middle + half)
