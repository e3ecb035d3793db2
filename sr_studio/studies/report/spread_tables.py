"""Tables of cross-checks: how scores spread, and a mixed model of the pairs of sets with holes."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.report.tables import Cell, Table, file_name, heads, words
from sr_studio.studies.results.results import ScoreResults, SetResults
from sr_studio.studies.results.words import interval_text, number, p_text


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
