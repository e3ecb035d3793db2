"""Which figures a report has, each with its caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sr_studio.sentences import Sentence
from sr_studio.studies.report.figures.metrics import mos_against_metric
from sr_studio.studies.report.figures.pairs import pair_comparison, pairwise_matrix
from sr_studio.studies.report.figures.raters import power_curves, rater_bias, score_distribution
from sr_studio.studies.report.figures.systems import (
    image_multiples,
    mean_rank_figure,
    mos_with_intervals,
    nemenyi_diagram,
)
from sr_studio.studies.report.tables import file_name, named_apart
from sr_studio.studies.results.metric_results import MetricValues, SetMetrics
from sr_studio.studies.results.power_table import observed_design
from sr_studio.studies.results.results import ChoiceResults, Results, ScoreResults, SetResults
from sr_studio.studies.statistics.table import Floats, Ints

#: Beyond this many systems a matrix of pairs or a row of names cannot be read.
_MOST_SYSTEMS = 26


@dataclass(frozen=True)
class Plate:
    """A figure of a report.

    Attributes:
        name: File name without suffix.
        section: Where it stands: scores, ranks, pairs, strengths, images, raters, power, metrics.
        caption: One or two sentences; also what a screen reader says.
    """

    name: str
    section: str
    figure: Figure
    caption: str


def plates(
    results: Results,
    metrics: MetricValues | None = None,
    against: tuple[SetMetrics, ...] = (),
) -> Iterator[Plate]:
    """All figures that the results allow, in the order of the report."""
    if isinstance(results, ChoiceResults):
        yield from named_apart(_comparisons(results))
    else:
        yield from named_apart(_of_scores(results, metrics, against))


def _of_scores(
    results: ScoreResults,
    metrics: MetricValues | None,
    against: tuple[SetMetrics, ...],
) -> Iterator[Plate]:
    plan, facts = results.data.plan, results.data.facts
    sets = [one for one in results.sets if len(one.systems) <= _MOST_SYSTEMS]
    for one in sets:
        yield Plate(
            f"scores_{file_name(one.name)}",
            "scores",
            score_distribution([_scores_of(one)], facts.scale_labels, plan.scale),
            Sentence(
                "Distribution of the scores on %1: colour is the share of a system's ratings, the "
                "red mark its mean.",
                one.name,
            ),
        )
    if sets:
        yield Plate(
            "mos",
            "scores",
            mos_with_intervals(sets, plan.level, plan.scale),
            Sentence(
                "MOS with two %1 intervals: wide bars for these images (raters are a sample), thin "
                "bars for images like these (raters and images are samples). Overlap of intervals "
                "is no test.",
                f"{plan.level:.0%}",
            ),
        )
        yield Plate(
            "mean_ranks",
            "ranks",
            mean_rank_figure(sets),
            Sentence(
                "Mean rank of every system within (rater, image), 1 = best, ties averaged; bars: "
                "two-way bootstrap over raters and images."
            ),
        )
    for one in sets:
        if not one.omnibus.reason:
            yield Plate(
                f"nemenyi_{file_name(one.name)}",
                "ranks",
                nemenyi_diagram(one.name, one.systems, one.omnibus, plan.alpha),
                Sentence(
                    "%1: mean ranks of rater means; bars join systems whose ranks differ by less "
                    "than Nemenyi's critical difference. Holds for these images.",
                    one.name,
                ),
            )
    for one in sets:
        if one.pairs is not None:
            yield Plate(
                f"pairs_{file_name(one.name)}",
                "pairs",
                pairwise_matrix(one, plan.alpha),
                Sentence(
                    "%1: difference, row minus column; framed and bold where the declared test "
                    "with Holm's correction shows a difference.",
                    one.name,
                )
                if one.claims
                else Sentence(
                    "%1: difference, row minus column. %2 images are too few to speak of images "
                    "in general, so nothing is framed.",
                    one.name,
                    len(one.references),
                ),
            )
    for one in sets:
        if len(one.references) > 1:
            yield Plate(
                f"images_{file_name(one.name)}",
                "images",
                image_multiples(one, results.data.plan.scale),
                Sentence(
                    "%1: MOS of every system by image (dots) against the set's mean (line).",
                    one.name,
                ),
            )
    table = results.table
    if len(table.raters) > 1:
        yield Plate(
            "raters",
            "raters",
            rater_bias(
                table.raters,
                results.model,
                results.flagged_raters.tolist(),
                floor=results.data.plan.inconsistency_floor,
            ),
            Sentence("Bias and inconsistency of the raters by the subject model."),
        )
    yield from _power(results)
    if metrics is not None:
        yield from _metrics(results, metrics, against)


def _scores_of(one: SetResults) -> tuple[str, Sequence[str], Ints, Floats]:
    return one.name, one.systems, one.statistics.counts, one.statistics.mos


def _comparisons(results: ChoiceResults) -> Iterator[Plate]:
    level = results.data.plan.level
    for one in results.sets:
        if len(one.systems) <= _MOST_SYSTEMS:
            sampled = Sentence(
                "raters and images are samples" if one.of_images else "raters are a sample"
            )
            yield Plate(
                f"strengths_{file_name(one.name)}",
                "strengths",
                pair_comparison(one.pooled, level),
                Sentence(
                    "%1: strengths of the systems in just-objectionable differences with %2 "
                    "intervals (wide: %3; thin: all comparisons taken as independent), and how "
                    "often the row won over the column.",
                    one.name,
                    f"{level:.0%}",
                    sampled,
                ),
            )


def _power(results: ScoreResults) -> Iterator[Plate]:
    plan = results.data.plan
    for one in results.sets:
        design = observed_design(one, plan)
        if design is not None and design.raters > 1 and design.images > 1:
            yield Plate(
                f"power_{file_name(one.name)}",
                "power",
                power_curves(
                    one.name,
                    design.components,
                    design.images,
                    per_rater=design.per_rater,
                    raters=design.raters,
                    target=plan.analysis.power_target,
                    alpha=plan.alpha,
                    scale=plan.scale,
                ),
                Sentence(
                    "%1: chance that the crossed test finds a true difference, against the number "
                    "of raters; where a curve levels off, images are the limit.",
                    one.name,
                ),
            )


def _metrics(
    results: ScoreResults, metrics: MetricValues, against: tuple[SetMetrics, ...]
) -> Iterator[Plate]:
    table, stimuli = results.table, results.stimuli
    for one, found in zip(results.sets, against, strict=True):
        own = found.stimuli
        systems = [table.systems[k] for k in table.stimuli.systems[own]]
        for row, name in enumerate(metrics.names):
            fit = found.fit(name)
            yield Plate(
                f"metric_{file_name(one.name)}_{file_name(name)}",
                "metrics",
                mos_against_metric(
                    metrics.printed(name),
                    metrics.stimuli[row, own],
                    stimuli.mos[own],
                    systems,
                    fit,
                    ceiling=None if one.ceiling is None else one.ceiling.r,
                    title=one.name,
                    scale=results.data.plan.scale,
                ),
                f"{one.name}: MOS against {metrics.printed(name)}, one mark a stimulus that every "
                f"metric knows, with the {fit.curve} fit."
                if fit.curve != "none"
                else f"{one.name}: MOS against {metrics.printed(name)}; {fit.reason}.",
            )
