"""The parts of a report: which tables and figures stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sr_studio.studies.report import conduct_tables, rater_tables, study_tables
from sr_studio.studies.report.metric_tables import metric_tables, mixed_table, spread_table
from sr_studio.studies.report.paper_tables import table1, table2
from sr_studio.studies.report.plates import Plate
from sr_studio.studies.report.tables import Table, named_apart
from sr_studio.studies.results.metric_results import MetricValues, SetMetrics
from sr_studio.studies.results.published import SRGAN_2017, srgan_2017
from sr_studio.studies.results.results import ChoiceResults, Results, ScoreResults
from sr_studio.studies.statistics.plan import AnalysisPlan


@dataclass(frozen=True)
class Section:
    """A part of the report."""

    key: str
    title: str
    text: str
    tables: tuple[Table, ...]
    plates: tuple[Plate, ...]


def sections_of(
    results: Results,
    metrics: MetricValues | None,
    against: tuple[SetMetrics, ...],
    made: Sequence[Plate],
) -> list[Section]:
    """The parts that have something to show, in order."""
    every = (
        _of_scores(results, metrics, against)
        if isinstance(results, ScoreResults)
        else _of_choices(results)
    )
    apart = named_apart(table for *_, tables in every for table in tables if table is not None)
    found = [
        Section(
            key,
            title,
            text,
            tuple(next(apart) for table in tables if table is not None),
            tuple(plate for plate in made if plate.section == key),
        )
        for key, title, text, tables in every
    ]
    return [one for one in found if one.tables or one.plates]


_Part = tuple[str, str, str, list[Table | None]]
_NOBODY = "Rules flag; only a person leaves a rater out, with a reason."


def _of_scores(
    results: ScoreResults,
    metrics: MetricValues | None,
    against: tuple[SetMetrics, ...],
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
            [
                table
                for one in results.sets
                for table in (
                    *study_tables.pairs_tables(one, plan),
                    mixed_table(one, plan.level),
                )
            ],
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
                spread_table(results),
            ],
        ),
        ("power", "Power", "", [rater_tables.power_table(results)]),
        (
            "metrics",
            "Metrics against people",
            "",
            [*metric_tables(against, ceilings)],
        ),
        (
            "sessions",
            "Sessions",
            conduct_tables.people_and_rooms(results),
            [
                rater_tables.sessions_table(results),
                conduct_tables.face_table(results),
                conduct_tables.order_table(results),
            ],
        ),
    ]


def _of_choices(results: ChoiceResults) -> list[_Part]:
    plan = results.data.plan
    return [
        ("primary", "Primary contrasts", "", [study_tables.primary_table(results)]),
        (
            "strengths",
            "Strengths",
            "",
            [study_tables.strengths_table(one, plan.level) for one in results.sets],
        ),
        (
            "pairs",
            "Pairs",
            _family(plan),
            [study_tables.choice_pairs_table(one, plan.level, plan.alpha) for one in results.sets],
        ),
        (
            "raters",
            "Raters",
            _NOBODY,
            [
                rater_tables.screening_table(results),
                conduct_tables.rules_table(results),
                rater_tables.decisions_table(results),
                rater_tables.sensitivity_table(results),
                rater_tables.repeats_table(results),
            ],
        ),
        (
            "sessions",
            "Sessions",
            conduct_tables.people_and_rooms(results),
            [rater_tables.sessions_table(results)],
        ),
    ]


def _family(plan: AnalysisPlan) -> str:
    if plan.analysis.family == "set":
        return "Each set is a family of its own."
    return "All sets are one family."
