"""The other tables of a report: systems, pairs, contrasts, screening, reliability, power."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sr_studio.studies.analysis.flags import RULES
from sr_studio.studies.analysis.metric_correlation import MetricFit
from sr_studio.studies.analysis.results import Results, SetResults
from sr_studio.studies.analysis.words import number, p_text
from sr_studio.studies.report.tables import Cell, Heading, Table, heads, words

_MOST_DISPUTED = 12
_MEASURES = {
    "icc_a1": "ICC(A,1), one rater",
    "icc_ak": "ICC(A,k), the mean of all raters",
    "alpha_ordinal": "Krippendorff's alpha, ordinal",
    "ceiling": "split-half noise ceiling (Spearman–Brown)",
}


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
                Cell(_interval(row.low, row.high)),
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
                    _interval(pairs.difference[k] - half, pairs.difference[k] + half)
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


def screening_table(results: Results) -> Table | None:
    """One line a rater: bias, inconsistency, flags in words."""
    table, model = results.data.table, results.model
    if table is None or model is None:
        return None
    rows = []
    for i, name in enumerate(table.raters):
        own = [flag for flag in results.flags if flag.rater == i]
        values = {flag.rule: flag.value for flag in own}
        sentences = [f"{flag.rule}: {flag.sentence}" for flag in own if flag.flagged]
        rows.append(
            [
                words(name, bold=bool(sentences)),
                Cell(number(float(model.bias[i]), signed=True)),
                Cell(number(float(model.inconsistency[i]))),
                Cell(f"{values.get('bt500', np.nan):.1%}"),
                Cell(number(values.get("correlation_r1", np.nan))),
                Cell(number(values.get("score_sd", np.nan))),
                words(" ".join(sentences) or "–", red=bool(sentences)),
            ]
        )
    rules = {flag.rule for flag in results.flags}
    return Table(
        "screening",
        "Raters: flags only, nobody is left out by a rule",
        heads("rater", "bias", "inconsistency", "extreme ratings", "r with panel", "SD", "flags"),
        rows,
        ["Rules applied: " + "; ".join(f"{r}, {t}" for r, t in RULES.items() if r in rules) + "."],
    )


def decisions_table(results: Results) -> Table | None:
    """What people decided, with reasons; red where names were known."""
    decisions = results.data.facts.decisions
    if not decisions:
        return None
    return Table(
        "decisions",
        "Decisions",
        heads("day", "who", "action", "rule", "reason", "names were known"),
        [
            [
                words(d.day),
                words(d.subject),
                words(d.action),
                words(d.rule),
                words(d.reason),
                words("yes" if d.after_unblinding else "no", red=d.after_unblinding),
            ]
            for d in decisions
        ],
    )


def reliability_table(results: Results) -> Table | None:
    """Agreement within each set."""
    rows = []
    for one in results.sets:
        a = one.agreement
        rows.append([words(one.name, bold=True)])
        rows.append(
            [
                words(_MEASURES["icc_a1"]),
                Cell(number(a.single, 3)),
                Cell(_interval(a.single_low, a.single_high)),
                words(a.reason),
            ]
        )
        rows.append(
            [
                words(_MEASURES["icc_ak"]),
                Cell(number(a.average, 3)),
                Cell(_interval(a.average_low, a.average_high)),
                words(a.reason),
            ]
        )
        alpha = one.alpha_ordinal
        rows.append(
            [
                words(_MEASURES["alpha_ordinal"]),
                Cell(number(alpha, 3)),
                Cell("–"),
                words("no variation or no stimulus rated twice" if np.isnan(alpha) else ""),
            ]
        )
        if one.ceiling is not None:
            c = one.ceiling
            rows.append(
                [
                    words(_MEASURES["ceiling"]),
                    Cell(number(c.r, 3)),
                    Cell(_interval(c.low, c.high)),
                    words(""),
                ]
            )
    if not rows:
        return None
    return Table("reliability", "Agreement of the raters", heads("", "value", "interval", ""), rows)


def repeats_table(results: Results) -> Table | None:
    """Test against retest."""
    r = results.repeats
    if not r.n:
        return None
    return Table(
        "repeats",
        "Hidden repeats",
        heads("repeats", "equal", "mean difference", "weighted kappa", "p, first against second"),
        [
            [
                Cell(f"{r.n:,}"),
                Cell(f"{r.exact:.0%}"),
                Cell(number(r.mean_absolute)),
                Cell(number(r.kappa)),
                Cell(p_text(results.repeats_p)),
            ]
        ],
        ["The last column is the question of the paper's pilot: a signed-rank test over raters."],
    )


def components_table(results: Results) -> Table | None:
    """Variance components of complete sets."""
    sets = [one for one in results.sets if one.components is not None]
    if not sets:
        return None
    names = {
        "rater": "rater",
        "image": "image",
        "rater_system": "rater × system",
        "image_system": "image × system",
        "rater_image": "rater × image",
        "error": "residual",
    }
    return Table(
        "components",
        "Variance components (points²)",
        heads("", *(one.name for one in sets)),
        [
            [
                words(label),
                *(Cell(number(getattr(one.components, name), 3)) for one in sets),
            ]
            for name, label in names.items()
        ],
        ["Negative estimates are printed as they are and used as 0."],
    )


def power_table(results: Results) -> Table | None:
    """Power achieved and raters still needed."""
    if not results.power:
        return None
    target = results.data.plan.analysis.power_target
    rows: list[list[Cell]] = []
    for one in results.sets:
        own = [row for row in results.power if row.set == one.name]
        if not own:
            continue
        first = own[0]
        rows.append(
            [
                words(
                    f"{one.name}: {first.raters} raters, {first.images} images; smallest "
                    f"difference found with {target:.0%}: {number(first.detectable)} points "
                    f"({number(first.detectable_corrected)} with correction for all pairs)",
                    bold=True,
                )
            ]
        )
        for row in own:
            if row.raters_needed is None:
                more = (
                    f"no number of raters; more images needed: at least {row.images_needed:,}"
                    if row.images_needed is not None
                    else "no number of raters or images"
                )
            else:
                still = max(0, row.raters_needed - row.raters)
                more = f"{row.raters_needed:,} raters" + (
                    f", {still:,} still needed" if still else ", reached"
                )
            rows.append([Cell(f"{row.delta:g}"), Cell(f"{row.power:.0%}"), words(more)])
    return Table(
        "power",
        "What this study can find",
        heads("true difference", "power now", f"for {target:.0%}"),
        rows,
        ["From the observed variance components, crossed test, without correction unless said."],
    )


def sensitivity_table(results: Results) -> Table | None:
    """Verdicts with and without flagged raters."""
    found = results.sensitivity
    if found is None or not found.trials:
        return None
    rows: list[list[Cell]] = []
    for label, gone, changed in found.trials:
        own = [change for change in found.changes if change.without == label]
        text = "; ".join(
            f"{c.set}: {c.first} − {c.second} p {p_text(c.p_before)} → {p_text(c.p_after)}"
            for c in own[:4]
        )
        text += f"; {len(own) - 4} more" if len(own) > 4 else ""
        rows.append(
            [
                words(label),
                Cell(str(gone)),
                Cell(str(changed), red=changed > 0, bold=changed > 0),
                words(text or "no verdict changes", red=changed > 0),
            ]
        )
    return Table(
        "sensitivity",
        "Exclusion sensitivity: the crossed tests without flagged raters",
        heads("", "raters", "verdicts changed", "which"),
        rows,
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


def sessions_table(results: Results) -> Table | None:
    """Session lengths, endings, self-tests, displays."""
    sessions = results.data.facts.sessions
    if not sessions:
        return None
    minutes = [s.minutes for s in sessions if s.minutes is not None]
    displays = sorted({s.display for s in sessions if s.display})
    endings = {
        e: sum(s.ending == e for s in sessions) for e in sorted({s.ending for s in sessions})
    }
    tests = {
        t: sum(s.selftest == t for s in sessions) for t in sorted({s.selftest for s in sessions})
    }
    median = f"{np.median(minutes):.0f} min" if minutes else "–"
    longest = f"{max(minutes):.0f} min" if minutes else "–"
    return Table(
        "sessions",
        "Sessions",
        heads("sessions", "median length", "longest", "endings", "self-tests", "displays"),
        [
            [
                Cell(str(len(sessions))),
                Cell(median),
                Cell(longest),
                words(", ".join(f"{k} {v}" for k, v in endings.items())),
                words(", ".join(f"{k} {v}" for k, v in tests.items())),
                words(", ".join(displays) or "not recorded"),
            ]
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
                Cell(_interval(fit.plcc_low, fit.plcc_high)),
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


def _interval(low: float, high: float) -> str:
    return "–" if np.isnan(low) or np.isnan(high) else f"[{number(low)}, {number(high)}]"


def _around(middle: float, half: float) -> str:
    return "–" if np.isnan(half) else _interval(middle - half, middle + half)
