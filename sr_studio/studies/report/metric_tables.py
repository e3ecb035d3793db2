"""Tables of objective metrics against people, and of how scores spread."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.report.tables import (
    Cell,
    Column,
    Table,
    file_name,
    table_of,
    words,
)
from sr_studio.studies.results.metric_results import MetricDifference, MetricResult, SetMetrics
from sr_studio.studies.results.results import ScoreResults, SetResults
from sr_studio.studies.results.words import interval_text, number, p_text, share_text


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
    columns: list[Column[MetricResult]] = [
        ("metric", lambda m: words(m.label)),
        ("n", lambda m: str(m.fit.n)),
        ("PLCC", lambda m: number(m.fit.plcc, 3)),
        ("interval", lambda m: interval_text(m.fit.plcc_low, m.fit.plcc_high)),
        ("SROCC", lambda m: number(m.fit.srocc, 3)),
        ("KROCC", lambda m: number(m.fit.krocc, 3)),
        ("PLCC, fitted", lambda m: number(m.fit.plcc_fitted, 3)),
        ("RMSE", lambda m: number(m.fit.rmse, 3)),
        ("outliers", lambda m: share_text(m.fit.outlier_ratio)),
        ("fit", lambda m: words(m.fit.reason or m.fit.curve)),
    ]
    return table_of(
        f"metrics_{file_name(one.set)}",
        f"{one.set}: metrics against MOS",
        columns,
        one.metrics,
        [
            f"Noise ceiling: no metric can be expected to correlate above {number(ceiling, 3)}.",
            "Outliers: share of stimuli that the fitted curve misses by more than half the width "
            "of the interval of their MOS (outlier ratio, P.1401-style).",
        ],
    )


def _pairs_told_apart(one: SetMetrics) -> Table:
    first = next((m.classing for m in one.metrics if m.classing.pairs_different), None)
    pairs = (
        f"{first.pairs_different:,} pairs of stimuli are told apart by people, "
        f"{first.pairs_similar:,} not (their MOS differ by more, or not, than chance explains). "
        if first
        else ""
    )
    columns: list[Column[MetricResult]] = [
        ("metric", lambda m: words(m.label)),
        ("different or similar, AUC", lambda m: number(m.classing.auc_different, 3)),
        (
            "interval",
            lambda m: interval_text(m.classing.auc_different_low, m.classing.auc_different_high),
        ),
        ("better or worse, AUC", lambda m: number(m.classing.auc_better, 3)),
        (
            "interval",
            lambda m: interval_text(m.classing.auc_better_low, m.classing.auc_better_high),
        ),
        ("ordered as people do", lambda m: share_text(m.classing.correct)),
        ("interval", lambda m: interval_text(m.classing.correct_low, m.classing.correct_high)),
        ("", lambda m: words(m.classing.reason or "–")),
    ]
    return table_of(
        f"metric_pairs_{file_name(one.set)}",
        f"{one.set}: which pairs a metric tells apart",
        columns,
        one.metrics,
        [
            pairs + "Different or similar: chance that the metric differs more on a pair that "
            "people tell apart than on one they do not. Better or worse: chance that it points "
            "the way people do on the former. 0.5 is guessing. Krasula, Fliegel, Le Callet and "
            "Klíma, QoMEX 2016; intervals from leaving out one image at a time, because pairs "
            "share images.",
        ],
    )


def _against_each_other(one: SetMetrics) -> Table:
    columns: list[Column[MetricDifference]] = [
        ("metrics", lambda pair: words(f"{pair.first} against {pair.second}")),
        ("n", lambda pair: str(pair.n)),
        ("|PLCC|, first", lambda pair: number(pair.r_first, 3)),
        ("|PLCC|, second", lambda pair: number(pair.r_second, 3)),
        ("p, correlation", lambda pair: p_text(pair.p_correlation)),
        ("p, different or similar", lambda pair: p_text(pair.p_different)),
        ("p, better or worse", lambda pair: p_text(pair.p_better)),
        ("p, order", lambda pair: p_text(pair.p_correct)),
    ]
    return table_of(
        f"between_metrics_{file_name(one.set)}",
        f"{one.set}: metrics against each other",
        columns,
        one.differences,
        [
            "Correlation: Steiger's test of two correlations with the same MOS (Psychological "
            "Bulletin 87, 1980), which takes stimuli as independent. The others: jackknife over "
            "images. None is corrected for the number of pairs of metrics.",
        ],
    )


def spread_table(results: ScoreResults) -> Table:
    """The SOS parameter and the fit of the score distribution, set by set."""

    def agreement(one: SetResults) -> str:
        found = np.array([]) if one.distribution is None else one.distribution.agreement
        known = found[~np.isnan(found)]
        return number(float(np.median(known)) if len(known) else float("nan"))

    def poor(one: SetResults) -> str:
        fit = one.consistency
        return "–" if fit is None else f"{fit.poor:,} of {fit.stimuli:,}"

    def bound(one: SetResults) -> str:
        fit = one.consistency
        return "–" if fit is None or not fit.stimuli else f"{fit.bound:.1%}"

    def verdict(one: SetResults) -> Cell:
        fit = one.consistency
        if fit is None or not fit.stimuli:
            said = "not asked for" if one.distribution is not None else "too many scores"
        else:
            said = "as expected" if fit.consistent else "more than chance explains"
        red = fit is not None and fit.share > fit.bound
        return words(one.spread.reason or said, red=red)

    columns: list[Column[SetResults]] = [
        ("set", lambda one: words(one.name)),
        ("SOS parameter a", lambda one: Cell(number(one.spread.a, 3), bold=True)),
        (
            "interval",
            lambda one: (
                "–" if one.spread.reason else interval_text(one.spread.low, one.spread.high)
            ),
        ),
        ("agreement ρ, median", agreement),
        ("stimuli that fit badly", poor),
        ("chance explains", bound),
        ("", verdict),
    ]
    return table_of(
        "spread",
        "How the scores of one stimulus spread (P.910-style checks)",
        columns,
        results.sets,
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
    )


def mixed_table(one: SetResults, level: float) -> Table | None:
    """The pairs of a set with holes by a mixed model, beside the crossed test."""
    if one.mixed is None or one.pairs is None:
        return None
    mixed, crossed = one.mixed, one.pairs.crossed

    def interval(k: int) -> str:
        return mixed[k].reason or interval_text(*mixed[k].interval(level))

    columns: list[Column[int]] = [
        ("pair", lambda k: words(one.pair(k))),
        ("difference", lambda k: number(mixed[k].mean, signed=True)),
        (f"{level:.0%} interval", interval),
        ("df", lambda k: number(mixed[k].df, 1)),
        ("p", lambda k: p_text(mixed[k].p)),
        (
            "difference, crossed test",
            lambda k: Cell(number(float(crossed.mean[k]), signed=True), grey=True),
        ),
        ("p, crossed test", lambda k: Cell(p_text(float(crossed.p[k])), grey=True)),
    ]
    return table_of(
        f"mixed_{file_name(one.name)}",
        f"{one.name}: pairs by a mixed model, because the set has holes",
        columns,
        range(len(mixed)),
        [
            "A cross-check, uncorrected: difference = mean + rater + image + residual, restricted "
            "maximum likelihood; it weighs cells by what they tell (as lme4: Bates et al., "
            "Journal of Statistical Software 67, 2015; degrees of freedom: Kuznetsova et al., "
            "ibid. 82, 2017). The crossed test weighs all cells alike and stays the headline.",
        ],
    )
