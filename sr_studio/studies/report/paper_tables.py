"""Table 1 and Table 2 in the look of the SRGAN paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sr_studio.studies.report.tables import Cell, Heading, Table, words
from sr_studio.studies.results.metric_results import MetricValues
from sr_studio.studies.results.published import Rows, printed_row
from sr_studio.studies.results.results import ScoreResults, SetResults
from sr_studio.studies.results.words import interval_of, number
from sr_studio.studies.statistics.omnibus import images_in_common


@dataclass(frozen=True)
class MetricRow:
    """A row of numbers above the MOS.

    Attributes:
        label: What they are.
        values: One for each system.
        digits: Decimals.
        higher_is_better: Which end is.
        comparable: Whether all are of the same pictures; else none is the best.
    """

    label: str
    values: dict[str, float]
    digits: int
    higher_is_better: bool
    comparable: bool = True


#: Fewest decimals that tell systems apart, and whether more is better.
_DIGITS = {"psnr": 2, "ssim": 4, "niqe": 2, "lpips": 4}
_LOWER_IS_BETTER = ("niqe", "lpips", "pi", "rmse", "mse")


def table1(
    results: ScoreResults, metrics: MetricValues | None = None, published: Rows | None = None
) -> Table | None:
    """Losses by category: PSNR, SSIM, MOS ± half-width, asterisks by the declared test.

    None when no category has two systems in a set.
    """
    plan = results.data.plan
    groups = [(name, list(systems)) for name, systems in plan.categories if len(systems) > 1]
    sets = [one for one in results.sets if _compared(one, groups)]
    if not groups or not sets:
        return None
    columns = [system for _, systems in groups for system in systems]
    short = [_short(system, name) for name, systems in groups for system in systems]
    rows: list[list[Cell]] = []
    for one in sets:
        rows.append([words(one.name, bold=True)])
        for metric in _metric_rows(one, results, metrics, published):
            values = [metric.values.get(system, np.nan) for system in columns]
            cells = [
                Cell(number(value, metric.digits), bold=_best(values, k, groups, metric))
                for k, value in enumerate(values)
            ]
            rows.append([words(metric.label), *cells])
        rows.append([words("MOS"), *(_mos(one, system, interval=True) for system in columns)])
        if published is not None:
            rows.append(
                [words("MOS, published", grey=True), *_published_mos(one, columns, published)]
            )
    test = "crossed test" if plan.column == "crossed" else "Wilcoxon over rater means"
    return Table(
        name="table1",
        title="Losses by category, in the look of the paper's Table 1",
        heads=[
            [Heading(""), *(Heading(name, len(systems)) for name, systems in groups)],
            [Heading(""), *(Heading(name) for name in short)],
        ],
        rows=rows,
        notes=[
            f"* rated higher than every other loss of its category: {test}, Holm-adjusted "
            f"p < {plan.alpha:g}.",
            "° (grey) the same by the pooled, uncorrected Wilcoxon test as in the paper, which "
            "treats repeated ratings as independent; not a result of this study.",
            f"{_about_halfwidths(sets)} Bold: best of the row within its category, where all its "
            "means are over the same pictures.",
            *_metric_notes(metrics, published),
        ],
        latex=True,
    )


def table2(
    results: ScoreResults, metrics: MetricValues | None = None, published: Rows | None = None
) -> Table:
    """All systems on all sets; best in bold, the hidden reference left out of the contest."""
    table = results.table
    columns = [name for name in table.systems if any(name in one.systems for one in results.sets)]
    hidden = table.systems[table.hidden_reference] if table.hidden_reference is not None else None
    rows: list[list[Cell]] = []
    for one in results.sets:
        rows.append([words(one.name, bold=True)])
        for metric in _metric_rows(one, results, metrics, published):
            values = [metric.values.get(name, np.nan) for name in columns]
            best = _winner(values, columns, hidden, metric.higher_is_better, metric.comparable)
            rows.append(
                [
                    words(metric.label),
                    *(
                        Cell(_or_infinite(v, metric, name, hidden), bold=k == best)
                        for k, (v, name) in enumerate(zip(values, columns, strict=True))
                    ),
                ]
            )
        means = [_mean(one, name) for name in columns]
        together = bool(images_in_common(one.block.scores).all())
        best = _winner(means, columns, hidden, comparable=together)
        rows.append(
            [
                words("MOS"),
                *(_mos(one, name, interval=True, bold=k == best) for k, name in enumerate(columns)),
            ]
        )
        if one.dmos is not None:
            values = [
                one.dmos.mos[one.systems.index(n)] if n in one.systems else np.nan for n in columns
            ]
            best = _winner(values, columns, hidden, comparable=together)
            rows.append(
                [
                    words("DMOS"),
                    *(Cell(number(v), bold=k == best) for k, v in enumerate(values)),
                ]
            )
        if published is not None:
            rows.append(
                [words("MOS, published", grey=True), *_published_mos(one, columns, published)]
            )
    return Table(
        name="table2",
        title="All systems, in the look of the paper's Table 2",
        heads=[[Heading(""), *(Heading(name) for name in columns)]],
        rows=rows,
        notes=[
            "Bold: best of the row, where all its means are over the same pictures"
            + (f"; {hidden} left out. " if hidden else ". ")
            + _about_halfwidths(results.sets),
            *(
                [
                    "DMOS: differential score against the rater's own rating of the original, + "
                    f"{results.data.plan.scale.highest:g}."
                ]
                if any(one.dmos is not None for one in results.sets)
                else []
            ),
            *_metric_notes(metrics, published),
        ],
        latex=True,
    )


def _about_halfwidths(sets: Sequence[SetResults]) -> str:
    """Which interval ± stands for, by set."""
    general = [one.name for one in sets if one.general]
    only = [one.name for one in sets if not one.general]
    parts = []
    if general:
        parts.append("the crossed interval (raters and images random)" + _on(general, only))
    if only:
        parts.append(
            "the interval over raters (these images), whose ends are given where raters rated "
            "unequally many" + _on(only, general)
        )
    return f"± half-width of {', of '.join(parts)}."


def _on(own: Sequence[str], others: Sequence[str]) -> str:
    return f" on {', '.join(own)}" if others else ""


def _compared(one: SetResults, groups: Sequence[tuple[str, list[str]]]) -> bool:
    return any(sum(name in one.systems for name in systems) > 1 for _, systems in groups)


def _short(system: str, category: str) -> str:
    """``MSE`` for ``SRGAN-MSE`` under the heading ``SRGAN``."""
    prefix = f"{category}-"
    return system[len(prefix) :] if system.startswith(prefix) else system


def _mean(one: SetResults, name: str) -> float:
    return float(one.statistics.mos[one.systems.index(name)]) if name in one.systems else np.nan


def _mos(one: SetResults, name: str, *, interval: bool, bold: bool = False) -> Cell:
    if name not in one.systems:
        return Cell("–", grey=True)
    k = one.systems.index(name)
    s = one.statistics
    mos = number(float(s.mos[k]))
    half = float((s.halfwidth_both if one.general else s.halfwidth_raters)[k])
    about = f"±{number(half)}"
    if not one.general and number(float(s.mean_of_rater_means[k])) != mos:
        # Raters rated unequally many: the interval is around the mean of their means.
        about = interval_of(s.interval_raters, k)
    return Cell(
        mos,
        bold=bold,
        star=name in one.stars,
        ring=name in one.grey_stars,
        small=about if interval and not np.isnan(half) else "",
    )


def _published_mos(one: SetResults, columns: Sequence[str], published: Rows) -> list[Cell]:
    cells = []
    for name in columns:
        row = printed_row(published, one.name, name)
        mos = row.mos if row is not None and row.mos is not None else np.nan
        cells.append(Cell(number(mos), grey=True))
    return cells


def _metric_rows(
    one: SetResults,
    results: ScoreResults,
    metrics: MetricValues | None,
    published: Rows | None,
) -> list[MetricRow]:
    table = results.table
    if metrics is not None:
        return [
            MetricRow(
                metrics.printed(name),
                {system: metrics.mean(name, table, one.name, system) for system in one.systems},
                _DIGITS.get(name.split("_")[0].lower(), 3),
                name.split("_")[0].lower() not in _LOWER_IS_BETTER,
                _of_the_same({metrics.pictures(name, table, one.name, n) for n in one.systems}),
            )
            for name in metrics.names
        ]
    if published is None:
        return []
    rows = {name: printed_row(published, one.name, name) for name in one.systems}
    known = {name: row for name, row in rows.items() if row is not None}
    return [
        MetricRow(
            "PSNR (dB), published",
            {n: r.psnr for n, r in known.items() if r.psnr is not None},
            2,
            True,
        ),
        MetricRow(
            "SSIM (daala), published",
            {n: r.ssim for n, r in known.items() if r.ssim is not None},
            4,
            True,
        ),
    ]


def _of_the_same(pictures: set[frozenset[int]]) -> bool:
    """Whether means are of the same pictures; one that there is not is of none."""
    return len(pictures - {frozenset()}) <= 1


def _best(
    values: Sequence[float], k: int, groups: Sequence[tuple[str, list[str]]], metric: MetricRow
) -> bool:
    """Whether column k is the best of its category."""
    if not metric.comparable:
        return False
    start = 0
    for _, systems in groups:
        if k < start + len(systems):
            own = np.array(values[start : start + len(systems)])
            if np.isnan(own).all():
                return False
            return bool(
                values[k] == (np.nanmax(own) if metric.higher_is_better else np.nanmin(own))
            )
        start += len(systems)
    return False


def _winner(
    values: Sequence[float],
    columns: Sequence[str],
    hidden: str | None,
    higher: bool = True,
    comparable: bool = True,
) -> int:
    """The column that is best; -1 where none is, or values are not of the same pictures."""
    if not comparable:
        return -1
    contest = np.array(
        [np.nan if name == hidden else v for v, name in zip(values, columns, strict=True)]
    )
    contest[~np.isfinite(contest)] = np.nan
    if np.isnan(contest).all():
        return -1
    return int(np.nanargmax(contest) if higher else np.nanargmin(contest))


def _or_infinite(value: float, metric: MetricRow, name: str, hidden: str | None) -> str:
    """The original against itself has no finite PSNR."""
    if name == hidden and np.isnan(value) and "PSNR" in metric.label:
        return "∞"
    return number(value, metric.digits)


def _metric_notes(metrics: MetricValues | None, published: Rows | None) -> list[str]:
    if metrics is not None:
        return []
    if published is not None:
        return [
            "PSNR and SSIM are the paper's printed values (SSIM is daala's), not measured here; "
            "so is the grey row of MOS."
        ]
    return ["PSNR and SSIM: give the CSV of sr-studio evaluate with --metrics."]
