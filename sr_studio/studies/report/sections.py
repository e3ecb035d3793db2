"""The parts of a report: which tables and figures stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sr_studio.studies.report import choice_tables, conduct_tables, rater_tables, study_tables
from sr_studio.studies.report.paper_tables import table1, table2
from sr_studio.studies.report.plates import Plate
from sr_studio.studies.report.tables import Table
from sr_studio.studies.results.metrics_csv import MetricValues
from sr_studio.studies.results.published import SRGAN_2017, srgan_2017
from sr_studio.studies.results.results import ChoiceResults, Results, ScoreResults
from sr_studio.studies.statistics.metric_correlation import MetricFit, fit_metric, steiger
from sr_studio.studies.statistics.plan import AnalysisPlan


@dataclass(frozen=True)
class Section:
    """A part of the report."""

    key: str
    title: str
    text: str
    tables: tuple[Table, ...]
    plates: tuple[Plate, ...]


def metric_fits(results: ScoreResults, metrics: MetricValues) -> dict[str, dict[str, MetricFit]]:
    """Set to metric (as printed) to its fit against MOS, all over the same stimuli of the set."""
    table, stimuli = results.table, results.stimuli
    fits = {}
    measured = np.isfinite(metrics.stimuli)
    # A metric that is not known in a set at all takes no stimulus from the others.
    for one in results.sets:
        own = table.stimuli.sets == table.sets.index(one.name)
        known = measured[:, own].any(axis=1)
        own &= measured[known].all(axis=0)
        fits[one.name] = {
            metrics.printed(name): fit_metric(
                metrics.stimuli[row, own], stimuli.mos[own], results.data.plan.scale
            )
            for row, name in enumerate(metrics.names)
        }
    return fits


def sections_of(
    results: Results,
    metrics: MetricValues | None,
    fits: dict[str, dict[str, MetricFit]] | None,
    made: Sequence[Plate],
) -> list[Section]:
    """The parts that have something to show, in order."""
    every = (
        _of_scores(results, metrics, fits)
        if isinstance(results, ScoreResults)
        else _of_choices(results)
    )
    found = [
        Section(
            key,
            title,
            text,
            tuple(table for table in tables if table is not None),
            tuple(plate for plate in made if plate.section == key),
        )
        for key, title, text, tables in every
    ]
    return [one for one in found if one.tables or one.plates]


_Part = tuple[str, str, str, list[Table | None]]
#: Fewer stimuli say nothing about two metrics.
_FEWEST_STIMULI = 4
_NOBODY = "Rules flag; only a person leaves a rater out, with a reason."


def _of_scores(
    results: ScoreResults,
    metrics: MetricValues | None,
    fits: dict[str, dict[str, MetricFit]] | None,
) -> list[_Part]:
    plan = results.data.plan
    published = srgan_2017() if results.data.facts.preset == SRGAN_2017 else None
    ceilings = {one.name: one.ceiling.r for one in results.sets if one.ceiling is not None}
    return [
        ("primary", "Primary contrasts", "", [study_tables.primary_table(results)]),
        (
            "paper",
            "Tables in the look of the paper",
            "",
            [table1(results, metrics, published), table2(results, metrics, published)],
        ),
        (
            "scores",
            "Scores",
            "",
            [study_tables.systems_table(one, results.data.plan.scale) for one in results.sets],
        ),
        ("ranks", "Ranks", "", [conduct_tables.omnibus_table(results)]),
        (
            "pairs",
            "Pairs",
            _family(plan),
            [table for one in results.sets for table in study_tables.pairs_tables(one, plan)],
        ),
        (
            "images",
            "Images and disputed stimuli",
            "",
            [study_tables.disputed_table(results)],
        ),
        (
            "raters",
            "Raters",
            _NOBODY,
            [
                rater_tables.screening_table(results),
                conduct_tables.rules_table(results),
                conduct_tables.golden_table(results),
                rater_tables.decisions_table(results),
                rater_tables.sensitivity_table(results),
            ],
        ),
        (
            "reliability",
            "Reliability",
            "",
            [
                rater_tables.reliability_table(results),
                rater_tables.repeats_table(results),
                rater_tables.components_table(results),
            ],
        ),
        ("power", "Power", "", [rater_tables.power_table(results)]),
        (
            "metrics",
            "Metrics against people",
            "",
            [
                *(
                    study_tables.metric_table(name, own, ceilings.get(name, float("nan")))
                    for name, own in (fits or {}).items()
                ),
                *(_between(results, metrics) if metrics is not None else ()),
            ],
        ),
        (
            "sessions",
            "Sessions",
            conduct_tables.participants(results),
            [rater_tables.sessions_table(results), conduct_tables.order_table(results)],
        ),
    ]


def _between(results: ScoreResults, metrics: MetricValues) -> list[Table]:
    """Which of two metrics follows MOS better, on the stimuli that both know."""
    table, mos = results.table, results.stimuli.mos
    made = []
    for one in results.sets:
        own = table.stimuli.sets == table.sets.index(one.name)
        rows = []
        for a, b in combinations(range(len(metrics.names)), 2):
            both = own & np.isfinite(metrics.stimuli[[a, b]]).all(axis=0) & ~np.isnan(mos)
            x, y, z = metrics.stimuli[a, both], metrics.stimuli[b, both], mos[both]
            if len(z) < _FEWEST_STIMULI or 0 in (np.ptp(x), np.ptp(y), np.ptp(z)):
                continue
            r = np.corrcoef([x, y, z])
            sign = float(np.sign(r[0, 2] * r[1, 2]))
            p = steiger(float(r[0, 2]), float(r[1, 2]), sign * float(r[0, 1]), len(z))
            rows.append(
                study_tables.between_row(
                    metrics.printed(metrics.names[a]),
                    metrics.printed(metrics.names[b]),
                    len(z),
                    abs(float(r[0, 2])),
                    abs(float(r[1, 2])),
                    p,
                )
            )
        if rows:
            made.append(study_tables.between_table(one.name, rows))
    return made


def _of_choices(results: ChoiceResults) -> list[_Part]:
    plan = results.data.plan
    return [
        ("primary", "Primary contrasts", "", [study_tables.primary_table(results)]),
        (
            "strengths",
            "Strengths",
            "",
            [choice_tables.strengths_table(one, plan.level) for one in results.sets],
        ),
        (
            "pairs",
            "Pairs",
            _family(plan),
            [choice_tables.choice_pairs_table(one, plan.level, plan.alpha) for one in results.sets],
        ),
        (
            "raters",
            "Raters",
            _NOBODY,
            [
                choice_tables.choice_screening_table(results),
                conduct_tables.rules_table(results),
                rater_tables.decisions_table(results),
                choice_tables.choice_repeats_table(results),
            ],
        ),
        (
            "sessions",
            "Sessions",
            conduct_tables.participants(results),
            [rater_tables.sessions_table(results)],
        ),
    ]


def _family(plan: AnalysisPlan) -> str:
    if plan.analysis.family == "set":
        return "Each set is a family of its own."
    return "All sets are one family."
