"""Tables of scores: primary contrasts, systems, pairs, disputed stimuli, metrics, strengths."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sr_studio.studies.analysis.metric_correlation import MetricFit
from sr_studio.studies.analysis.results import Results, SetResults
from sr_studio.studies.analysis.words import interval_text, number, p_text
from sr_studio.studies.report.tables import Cell, Heading, Table, heads, words

_MOST_DISPUTED = 12


def primary_table(results: Results) -> Table | None:
    """The declared contrasts, one sentence each."""
    if not results.primary:
        return None
    return Table(
        "primary",
        "Primary contrasts, declared before the first rating",
        heads("set", "contrast", "difference", "interval", "p (Holm)", "verdict"),
        [
            [
                words(row.set),
                words(f"{row.first} − {row.second}"),
                Cell(number(row.difference, signed=True), bold=True),
                Cell(interval_text(row.low, row.high)),
                Cell(p_text(row.p_holm)),
                words(row.verdict),
            ]
            for row in results.primary
        ],
    )


def systems_table(one: SetResults) -> Table:
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
            Cell(_around(s.mos[k], s.halfwidth_both[k])),
            Cell(number(s.design_effect[k], 1), grey=True),
        ]
        if d is not None:
            cells += [Cell(number(d.mos[k])), Cell(_around(d.mos[k], d.halfwidth_both[k]))]
        rows.append([*cells, Cell(number(one.mean_ranks[k]))])
    top = [
        Heading("system"),
        Heading("n"),
        Heading("ratings of", 5),
        Heading("MOS"),
        Heading("interval", 2),
        Heading("design effect"),
        *([Heading("DMOS", 2)] if d is not None else []),
        Heading("mean rank"),
    ]
    below = [
        Heading(""),
        Heading(""),
        *(Heading(str(grade)) for grade in range(1, 6)),
        Heading(""),
        Heading("these images"),
        Heading("images like these"),
        Heading(""),
        *([Heading(""), Heading("images like these")] if d is not None else []),
        Heading("1 = best"),
    ]
    notes = [
        "These images: raters are a sample. Images like these: raters and images are samples.",
        "Design effect: by how much taking all ratings as independent would understate the "
        "variance.",
    ]
    if one.few_images:
        notes.insert(0, f"{len(one.references)} images: no statement about images in general.")
    return Table(f"systems_{_file(one)}", f"{one.name}: systems", [top, below], rows, notes)


def pairs_table(one: SetResults, column: str, alpha: float) -> Table | None:
    """Every pair: difference and interval first, then p by three tests."""
    pairs, family = one.pairs, one.family
    if pairs is None or family is None:
        return None
    rows = []
    for k in range(len(pairs.first)):
        a, b = one.systems[pairs.first[k]], one.systems[pairs.second[k]]
        half = pairs.halfwidth[k]
        bold = {
            name: bool(family.of(name)[k] < alpha) and name == column
            for name in ("crossed", "raters")
        }
        rows.append(
            [
                words(f"{a} − {b}"),
                Cell(number(pairs.difference[k], signed=True), bold=any(bold.values())),
                Cell(
                    interval_text(pairs.difference[k] - half, pairs.difference[k] + half)
                    if not np.isnan(half)
                    else str(pairs.crossed.reason[k]) or "–"
                ),
                Cell(
                    f"{pairs.share_higher[k]:.0%} / {pairs.share_equal[k]:.0%} / "
                    f"{pairs.share_lower[k]:.0%}"
                ),
                Cell(p_text(family.crossed[k]), bold=bold["crossed"]),
                Cell(p_text(pairs.p_equivalence[k])),
                Cell(number(pairs.raters.rank_biserial[k])),
                Cell(p_text(family.raters[k]), bold=bold["raters"]),
                Cell(p_text(pairs.pooled.test.p[k]), grey=True),
                Cell(p_text(pairs.pooled.p_zsplit[k]), grey=True),
            ]
        )
    return Table(
        f"pairs_{_file(one)}",
        f"{one.name}: pairs",
        [
            [
                Heading("pair"),
                Heading("difference"),
                Heading("interval"),
                Heading("higher / equal / lower"),
                Heading("images like these", 2),
                Heading("these images", 2),
                Heading("pooled, as in the paper", 2),
            ],
            [
                *(Heading("") for _ in range(4)),
                Heading("p (Holm), crossed"),
                Heading("p, equivalence"),
                Heading("rank-biserial"),
                Heading("p (Holm), raters"),
                Heading("p"),
                Heading("p, zeros split"),
            ],
        ],
        rows,
        [
            "Shares over (rater, image): first rated higher, equal, lower.",
            "Grey: the pooled test treats repeated ratings as independent and is uncorrected; it "
            "is shown because the paper seems to have used it.",
        ],
        latex=True,
    )


def disputed_table(results: Results) -> Table | None:
    """The stimuli on which raters disagree most."""
    table, stimuli = results.data.table, results.stimuli
    if table is None or stimuli is None:
        return None
    sd = np.where(stimuli.n >= 2, np.nan_to_num(stimuli.sd), -1.0)
    order = np.argsort(-sd, kind="stable")[:_MOST_DISPUTED]
    names = table.stimuli
    return Table(
        "disputed",
        "Most disputed stimuli",
        heads("stimulus", "set", "n", "1", "2", "3", "4", "5", "MOS", "SD"),
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


def metric_table(set_name: str, fits: dict[str, MetricFit], ceiling: float) -> Table:
    """How well each metric predicts MOS."""
    return Table(
        f"metrics_{set_name.lower().replace(' ', '_')}",
        f"{set_name}: metrics against MOS",
        heads("metric", "n", "PLCC", "interval", "SROCC", "KROCC", "PLCC, fitted", "RMSE", "fit"),
        [
            [
                words(name),
                Cell(str(fit.n)),
                Cell(number(fit.plcc, 3)),
                Cell(interval_text(fit.plcc_low, fit.plcc_high)),
                Cell(number(fit.srocc, 3)),
                Cell(number(fit.krocc, 3)),
                Cell(number(fit.plcc_fitted, 3)),
                Cell(number(fit.rmse, 3)),
                words(fit.reason or fit.curve),
            ]
            for name, fit in fits.items()
        ],
        [f"Noise ceiling: no metric can be expected to correlate above {number(ceiling, 3)}."],
    )


def strength_tables(results: Results) -> Iterator[Table]:
    """Pair comparison: strengths with both standard errors, and the wins."""
    for one in results.fits:
        if one.reference:
            continue
        theta, se = one.strengths.theta, one.strengths.se
        order = np.argsort(-np.nan_to_num(theta), kind="stable")
        yield Table(
            f"strengths_{one.set.lower().replace(' ', '_')}",
            f"{one.set}: strengths (Bradley–Terry)",
            heads("system", "log-odds", "JOD", "SE, formula", "SE, raters resampled", "wins"),
            [
                [
                    words(one.systems[s]),
                    Cell(number(theta[s], signed=True), bold=True),
                    Cell(number(one.strengths.jod[s], signed=True)),
                    Cell(number(se[s], 3)),
                    Cell("–" if one.se_raters is None else number(one.se_raters[s], 3)),
                    Cell(f"{one.wins[s].sum():g} of {(one.wins[s] + one.wins[:, s]).sum():g}"),
                ]
                for s in order
            ],
            [
                "The formula takes all comparisons as independent; the second error resamples "
                "whole raters.",
            ],
        )


def _file(one: SetResults) -> str:
    return "".join(c if c.isalnum() else "_" for c in one.name.lower())


def _around(middle: float, half: float) -> str:
    return "–" if np.isnan(half) else interval_text(middle - half, middle + half)
