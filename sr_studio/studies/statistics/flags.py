"""Screening: every rule on every rater, each flag in a sentence. Nobody is excluded here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.sections import Screening
from sr_studio.studies.statistics import conduct as behaviour
from sr_studio.studies.statistics.conduct import Conduct
from sr_studio.studies.statistics.descriptives import sample_sd
from sr_studio.studies.statistics.panel import (
    bt500_outliers,
    correlation_with_panel,
    relative_correlation,
)
from sr_studio.studies.statistics.table import Floats, RatingTable, ratio


@dataclass(frozen=True)
class Flag:
    """One rule applied to one rater.

    Attributes:
        rater: Code.
        rule: Short name of the rule.
        value: What was measured; NaN where it could not be.
        threshold: What it is compared with.
        flagged: Whether a person should look at this rater.
        sentence: What that means, with number and threshold, for somebody without statistics.
    """

    rater: int
    rule: str
    value: float
    threshold: float
    flagged: bool
    sentence: str


#: Rule to what it finds, for the head of the screening table.
RULES = {
    "bt500": "erratic ratings on both sides (BT.500-style, guarded)",
    "correlation_r1": "correlation with the panel mean, fixed threshold",
    "correlation_relative": "correlation with the panel mean, threshold from the panel",
    "score_sd": "hardly any difference between ratings",
    "equal_run": "long run of equal ratings",
    "haste": "answers sooner than anybody can look",
    "golden": "anchors rated outside their range more often than by accident (binomial bound)",
    "repeats": "disagreement with own repeated ratings",
    "even_odd": "systems rated differently at even and odd positions",
    "display": "trouble with display or self-test",
}


def screen(table: RatingTable, conduct: Conduct, rules: Screening) -> list[Flag]:
    """Apply every rule that the data allow to every rater."""
    flags = _of_the_panel(table, rules) + _of_the_hand(table, conduct, rules)
    order = {name: place for place, name in enumerate(RULES)}
    return sorted(flags, key=lambda flag: (flag.rater, order[flag.rule]))


def _of_the_panel(table: RatingTable, rules: Screening) -> list[Flag]:
    scores = table.stimuli.scores
    erratic = bt500_outliers(scores, most=rules.bt500_share, balance=rules.bt500_balance)
    fixed = correlation_with_panel(scores, threshold=rules.correlation)
    relative = relative_correlation(scores, ceiling=rules.relative_correlation)
    dropped = np.isin(np.arange(len(scores)), fixed.dropped)
    r1 = np.where(np.isnan(fixed.final), fixed.first_pass, fixed.final)

    def of_outliers(i: int) -> str:
        extreme = int(erratic.above[i] + erratic.below[i])
        return Sentence(
            "%1 of the rater's ratings lie far from everybody else's (%2 above, %3 below): %4, "
            "more than %5 and on both sides.",
            extreme,
            erratic.above[i],
            erratic.below[i],
            f"{erratic.share[i]:.1%}",
            f"{rules.bt500_share:.0%}",
        )

    def of_r1(i: int) -> str:
        if fixed.no_variance[i]:
            return Sentence(
                "No variance: all ratings are equal, so they cannot be compared with others."
            )
        return Sentence(
            "The ratings follow the panel's mean with r = %1, less than %2.",
            f"{r1[i]:.2f}",
            f"{rules.correlation:.2f}",
        )

    def of_relative(i: int) -> str:
        return Sentence(
            "The ratings follow the panel's mean with r = %1, less than the %2 that this panel's "
            "own spread asks for.",
            f"{relative.r[i]:.2f}",
            f"{relative.threshold:.2f}",
        )

    return [
        *flags_of("bt500", erratic.share, rules.bt500_share, erratic.flagged, of_outliers),
        *flags_of("correlation_r1", r1, rules.correlation, dropped, of_r1),
        *flags_of(
            "correlation_relative", relative.r, relative.threshold, relative.flagged, of_relative
        ),
    ]


def _of_the_hand(table: RatingTable, conduct: Conduct, rules: Screening) -> list[Flag]:
    raters = len(table.raters)
    sd = sample_sd(table.stimuli.scores.T)
    flags = flags_of(
        "score_sd",
        sd,
        rules.score_sd,
        sd < rules.score_sd,
        lambda i: Sentence(
            "The ratings hardly differ (standard deviation %1, less than %2).",
            f"{sd[i]:.2f}",
            f"{rules.score_sd:g}",
        ),
    )
    if conduct.position is not None:
        flags += _of_the_order(table, conduct.position, rules)
    rt_ms = conduct.rt_ms
    if rt_ms is not None and conduct.min_view_ms is not None and not np.isnan(rt_ms).all():
        soonest = conduct.min_view_ms + rules.fast_ms
        fast = behaviour.haste(table.rater, rt_ms, soonest, raters)
        flags += flags_of_haste(fast, rules, Sentence("ratings"))
    if len(conduct.golden_rater):
        asked, misses, chance = behaviour.golden_misses(
            conduct.golden_rater, conduct.golden_hit, raters, rules.golden_misses
        )
        flags += flags_of(
            "golden",
            ratio(misses, asked),
            rules.golden_misses,
            chance < behaviour.GOLDEN_CHANCE,
            lambda i: Sentence(
                "%1 of %2 anchors were rated outside their range; a rater who misses %3 does so "
                "with a chance of %4.",
                misses[i],
                asked[i],
                f"{rules.golden_misses:.0%}",
                f"{chance[i]:.1%}",
            ),
        )
    if len(conduct.repeat_rater):
        shown, kappa = behaviour.rater_kappas(conduct, raters)
        flags += flags_of(
            "repeats",
            kappa,
            rules.repeat_kappa,
            kappa < rules.repeat_kappa,
            lambda i: Sentence(
                "%1 stimuli were rated twice and the two ratings agree with a weighted kappa of "
                "%2, less than %3.",
                shown[i],
                f"{kappa[i]:.2f}",
                f"{rules.repeat_kappa:g}",
            ),
        )
    for rater, text in conduct.trouble:
        flags.append(Flag(rater, "display", float("nan"), float("nan"), True, text))
    return flags


def _of_the_order(table: RatingTable, position: np.ndarray, rules: Screening) -> list[Flag]:
    raters = len(table.raters)
    runs = behaviour.longest_runs(table.rater, position, table.score, raters)
    groups = len(table.sets) * len(table.systems)
    group = table.reference_set[table.reference] * len(table.systems) + table.system
    halves = behaviour.even_odd(table.rater, position, group, table.score, raters, groups)
    return [
        *flags_of(
            "equal_run",
            runs.astype(np.float64),
            rules.equal_run,
            runs > rules.equal_run,
            lambda i: Sentence(
                "%1 equal ratings in a row, more than %2.", runs[i], rules.equal_run
            ),
        ),
        *flags_of(
            "even_odd",
            halves,
            rules.consistency,
            halves < rules.consistency,
            lambda i: Sentence(
                "System means at even and odd positions agree with r = %1, less than %2.",
                f"{halves[i]:.2f}",
                f"{rules.consistency:g}",
            ),
        ),
    ]


def flags_of_haste(fast: Floats, rules: Screening, given: Sentence) -> list[Flag]:
    """The rule about answers that come too soon.

    Args:
        fast: Share of each rater's answers that did.
        given: What the answers are called.
    """
    return flags_of(
        "haste",
        fast,
        rules.fast_share,
        fast > rules.fast_share,
        lambda i: Sentence(
            "%1 of the %2 came within %3 ms after a key was allowed, more than %4.",
            f"{fast[i]:.0%}",
            given,
            rules.fast_ms,
            f"{rules.fast_share:.0%}",
        ),
    )


def flags_of(
    rule: str,
    values: Floats,
    threshold: float | Floats,
    flagged: np.ndarray,
    sentence: Callable[[int], str],
) -> list[Flag]:
    """One rule on every rater; a sentence only for those it flags. The threshold is one for all, or
    one a rater."""
    thresholds = np.broadcast_to(threshold, values.shape)
    return [
        Flag(
            i,
            rule,
            float(values[i]),
            float(thresholds[i]),
            bool(flagged[i]),
            sentence(i) if flagged[i] else "",
        )
        for i in range(len(values))
    ]
