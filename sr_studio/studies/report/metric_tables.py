"""Tables of objective metrics against people, and of how scores spread."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.report.tables import Cell, Table, file_name, heads, words
from sr_studio.studies.results.metric_results import SetMetrics
from sr_studio.studies.results.results import ScoreResults, SetResults
from sr_studio.studies.results.words import interval_text, number, p_text


def metric_tables(found: tuple[SetMetrics, ...], ceilings: dict[str, float]) -> list[Table]:
    """Correlations, pairs told apart, and metrics against each other, set by set.

    Args:
        ceilings: Set to the correlation that the raters' own noise allows.
    """
    tables = []
    for one in found:
        tables.append(_correlations(one, ceilings.get(one.set, float("nan"))))
        tables.append(_pairs_told_apart(one))
        if one.differences:
            tables.append(_against_each_other(one))
    return tables


def _correlations(one: SetMetrics, ceiling: float) -> Table:
    return Table(
        f"metrics_{file_name(one.set)}",
        f"{one.set}: metrics against MOS",
        heads(
            "metric", "n", "PLCC", "interval", "SROCC", "KROCC", "PLCC, fitted", "RMSE",
            "outliers", "fit",
        ),
        [
            [
                words(metric.label),
                Cell(str(metric.fit.n)),
                Cell(number(metric.fit.plcc, 3)),
                Cell(interval_text(metric.fit.plcc_low, metric.fit.plcc_high)),
                Cell(number(metric.fit.srocc, 3)),
                Cell(number(metric.fit.krocc, 3)),
                Cell(number(metric.fit.plcc_fitted, 3)),
                Cell(number(metric.fit.rmse, 3)),
                Cell(_share(metric.fit.outlier_ratio)),
                words(metric.fit.reason or metric.fit.curve),
            ]
            for metric in one.metrics
        ],
        [
            f"Noise ceiling: no metric can be expected to correlate above {number(ceiling, 3)}.",
            "Outliers: share of stimuli that the fitted curve misses by more than half the width "
            "of the interval of their MOS (outlier ratio, P.1401-style).",
        ],
    )  # fmt: skip


def _pairs_told_apart(one: SetMetrics) -> Table:
    first = next((m.classing for m in one.metrics if m.classing.different), None)
    pairs = (
        f"{first.different:,} pairs of stimuli are told apart by people, {first.similar:,} not "
        "(their MOS differ by more, or not, than chance explains). "
        if first
        else ""
    )
    return Table(
        f"metric_pairs_{file_name(one.set)}",
        f"{one.set}: which pairs a metric tells apart",
        heads(
            "metric", "different or similar, AUC", "interval", "better or worse, AUC", "interval",
            "ordered as people do", "interval", "",
        ),
        [
            [
                words(metric.label),
                Cell(number(metric.classing.auc_different, 3)),
                Cell(
                    interval_text(
                        metric.classing.auc_different_low, metric.classing.auc_different_high
                    )
                ),
                Cell(number(metric.classing.auc_better, 3)),
                Cell(
                    interval_text(metric.classing.auc_better_low, metric.classing.auc_better_high)
                ),
                Cell(_share(metric.classing.correct)),
                Cell(interval_text(metric.classing.correct_low, metric.classing.correct_high)),
                words(metric.classing.reason or "–"),
            ]
            for metric in one.metrics
        ],
        [
            pairs + "Different or similar: chance that the metric differs more on a pair that "
            "people tell apart than on one they do not. Better or worse: chance that it points "
            "the way people do on the former. 0.5 is guessing. Krasula, Fliegel, Le Callet and "
            "Klíma, QoMEX 2016; intervals from leaving out one image at a time, because pairs "
            "share images.",
        ],
    )  # fmt: skip


def _against_each_other(one: SetMetrics) -> Table:
    return Table(
        f"between_metrics_{file_name(one.set)}",
        f"{one.set}: metrics against each other",
        heads(
            "metrics", "n", "|PLCC|, first", "|PLCC|, second", "p, correlation",
            "p, different or similar", "p, better or worse", "p, order",
        ),
        [
            [
                words(f"{pair.first} against {pair.second}"),
                Cell(str(pair.n)),
                Cell(number(pair.r_first, 3)),
                Cell(number(pair.r_second, 3)),
                Cell(p_text(pair.p_correlation)),
                Cell(p_text(pair.p_different)),
                Cell(p_text(pair.p_better)),
                Cell(p_text(pair.p_correct)),
            ]
            for pair in one.differences
        ],
        [
            "Correlation: Steiger's test of two correlations with the same MOS (Psychological "
            "Bulletin 87, 1980), which takes stimuli as independent. The others: jackknife over "
            "images. None is corrected for the number of pairs of metrics.",
        ],
    )  # fmt: skip


def _share(value: float) -> str:
    return "–" if value != value else f"{value:.0%}"


def spread_table(results: ScoreResults) -> Table:
    """The SOS parameter and the fit of the score distribution, set by set."""
    rows = []
    for one in results.sets:
        spread, fit = one.spread, one.consistency
        agreement = np.array([]) if one.distribution is None else one.distribution.agreement
        known = agreement[~np.isnan(agreement)]
        if fit is None or not fit.stimuli:
            said = "not asked for" if one.distribution is not None else "too many scores"
        else:
            said = "as expected" if fit.consistent else "more than chance explains"
        rows.append(
            [
                words(one.name),
                Cell(number(spread.a, 3), bold=True),
                Cell(interval_text(spread.low, spread.high) if not spread.reason else "–"),
                Cell(number(float(np.median(known)) if len(known) else float("nan"))),
                Cell("–" if fit is None else f"{fit.poor:,} of {fit.stimuli:,}"),
                Cell("–" if fit is None or not fit.stimuli else f"{fit.bound:.1%}"),
                words(spread.reason or said, red=fit is not None and fit.share > fit.bound),
            ]
        )
    return Table(
        "spread",
        "How the scores of one stimulus spread (P.910-style checks)",
        heads(
            "set", "SOS parameter a", "interval", "agreement ρ, median", "stimuli that fit badly",
            "chance explains", "",
        ),
        rows,
        [
            "SOS: SD² = a·(MOS − lowest)(highest − MOS); 0 = everybody agrees, 1 = only the ends "
            "of the scale are used; raters and images are samples (Hoßfeld, Schatz and Egger, "
            "QoMEX 2011).",
            "Agreement and fit: the generalised score distribution of Janowski, Ćmiel, Rusek and "
            "Nawała, fitted to every stimulus; ρ is 1 where all scores are the nearest whole one. "
            "A stimulus fits badly where the bootstrapped G test has p < 0.05; more of them than "
            "chance explains say that raters did not all judge the same thing (Nawała et al., ACM "
            "Multimedia 2020).",
        ],
    )  # fmt: skip


def mixed_table(one: SetResults, level: float) -> Table | None:
    """The pairs of a set with holes by a mixed model, beside the crossed test."""
    if one.mixed is None or one.pairs is None:
        return None
    crossed = one.pairs.crossed
    rows = []
    for k, model in enumerate(one.mixed):
        first, second = one.pairs.first[k], one.pairs.second[k]
        rows.append(
            [
                words(f"{one.systems[first]} − {one.systems[second]}"),
                Cell(number(model.mean, signed=True)),
                Cell(interval_text(*model.interval(level)) if not model.reason else model.reason),
                Cell(number(model.df, 1)),
                Cell(p_text(model.p)),
                Cell(number(float(crossed.mean[k]), signed=True), grey=True),
                Cell(p_text(float(crossed.p[k])), grey=True),
            ]
        )
    return Table(
        f"mixed_{file_name(one.name)}",
        f"{one.name}: pairs by a mixed model, because the set has holes",
        heads(
            "pair", "difference", f"{level:.0%} interval", "df", "p",
            "difference, crossed test", "p, crossed test",
        ),
        rows,
        [
            "A cross-check, uncorrected: difference = mean + rater + image + residual, restricted "
            "maximum likelihood; it weighs cells by what they tell (as lme4: Bates et al., "
            "Journal of Statistical Software 67, 2015; degrees of freedom: Kuznetsova et al., "
            "ibid. 82, 2017). The crossed test weighs all cells alike and stays the headline.",
        ],
    )  # fmt: skip
