"""Tables about raters and the study: screening, decisions, reliability, power, sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sr_studio.sentences import Sentence, joined
from sr_studio.studies.report.tables import Cell, Column, Table, heads, table_of, words
from sr_studio.studies.results.document import agreement_rows
from sr_studio.studies.results.power_table import needs_words
from sr_studio.studies.results.results import (
    ChoiceRepeats,
    ChoiceResults,
    Results,
    ScoreResults,
)
from sr_studio.studies.results.sensitivity import VerdictChange
from sr_studio.studies.results.words import interval_text, number, p_text, share_text
from sr_studio.studies.statistics.plan import DecisionFact

_MEASURES = {
    "icc_a1": Sentence("ICC(A,1), one rater"),
    "icc_ak": Sentence("ICC(A,k), the mean of all raters"),
    "alpha_ordinal": Sentence("Krippendorff's alpha, ordinal"),
    "split_half_ceiling": Sentence("split-half noise ceiling (Spearman–Brown)"),
}

#: By the declared test.
_RECOMPUTED = {
    "crossed": Sentence("Exclusion sensitivity: the crossed tests when other raters are left out"),
    "raters": Sentence("Exclusion sensitivity: the Wilcoxon tests when other raters are left out"),
}
_COMPARED = Sentence("Exclusion sensitivity: the comparisons when other raters are left out")


@dataclass(frozen=True)
class _Screened:
    """A rater with what the rules measured, and a sentence for each that asks to look."""

    code: int
    name: str
    values: Mapping[str, float]
    sentences: Sequence[str]

    def value(self, rule: str) -> float:
        """NaN where the rule could not be applied."""
        return self.values.get(rule, float("nan"))


def screening_table(results: Results) -> Table:
    """One line a rater: what the rules measured, flags in words."""
    screened = []
    for code, name in enumerate(results.raters):
        own = [flag for flag in results.flags if flag.rater == code]
        sentences = [joined(": ", (flag.rule, flag.sentence)) for flag in own if flag.flagged]
        screened.append(_Screened(code, name, {f.rule: f.value for f in own}, sentences))
    measured = (
        _measured_of_choices(results)
        if isinstance(results, ChoiceResults)
        else _measured_of_scores(results)
    )
    columns: list[Column[_Screened]] = [
        (Sentence("rater"), lambda one: words(one.name, bold=bool(one.sentences))),
        *measured,
        (
            Sentence("flags"),
            lambda one: words(joined(" ", one.sentences) or "–", red=bool(one.sentences)),
        ),
    ]
    title = Sentence("Raters: flags only, nobody is left out by a rule")
    return table_of("screening", title, columns, screened)


def _measured_of_scores(results: ScoreResults) -> list[Column[_Screened]]:
    model = results.model
    return [
        (Sentence("bias"), lambda one: number(float(model.bias[one.code]), signed=True)),
        (Sentence("inconsistency"), lambda one: number(float(model.inconsistency[one.code]))),
        (Sentence("extreme ratings"), lambda one: f"{one.value('bt500'):.1%}"),
        (Sentence("r with panel"), lambda one: number(one.value("correlation_r1"))),
        ("SD", lambda one: number(one.value("score_sd"))),
    ]


def _measured_of_choices(results: ChoiceResults) -> list[Column[_Screened]]:
    asked = np.bincount(results.choices.rater, minlength=len(results.raters))
    return [
        (Sentence("comparisons"), lambda one: f"{asked[one.code]:,}"),
        (Sentence("left chosen"), lambda one: share_text(one.value("side"))),
        (Sentence("as most others"), lambda one: share_text(one.value("majority"))),
        (Sentence("repeats the same"), lambda one: share_text(one.value("repeats"))),
        (Sentence("too fast"), lambda one: share_text(one.value("haste"))),
    ]


def decisions_table(results: Results) -> Table | None:
    """What people decided, with reasons; red where names were known."""
    decisions = results.data.facts.decisions
    if not decisions:
        return None
    columns: list[Column[DecisionFact]] = [
        ("day", lambda d: words(d.day)),
        ("who", lambda d: words(d.subject)),
        ("action", lambda d: words(d.action)),
        ("rule", lambda d: words(d.rule)),
        ("reason", lambda d: words(d.reason)),
        (
            "names were known",
            lambda d: words("yes" if d.after_unblinding else "no", red=d.after_unblinding),
        ),
    ]
    return table_of("decisions", "Decisions", columns, decisions)


def sensitivity_table(results: Results) -> Table | None:
    """Verdicts when other raters are left out."""
    trials = results.sensitivity.trials
    if not trials:
        return None
    rows: list[list[Cell]] = []
    for trial in trials:
        changed = len(trial.changes)
        which = [_changed_verdict(change) for change in trial.changes[:4]]
        if changed > 4:
            which.append(Sentence("%1 more", changed - 4))
        rows.append(
            [
                words(trial.label),
                Cell(str(trial.raters)),
                Cell(str(changed), red=changed > 0, bold=changed > 0),
                words(joined("; ", which) or Sentence("no verdict changes"), red=changed > 0),
            ]
        )
    return Table(
        "sensitivity",
        _COMPARED if isinstance(results, ChoiceResults) else _RECOMPUTED[results.data.plan.column],
        heads("", Sentence("raters"), Sentence("verdicts changed"), Sentence("which")),
        rows,
    )


def _changed_verdict(change: VerdictChange) -> str:
    pair = f"{change.set}: {change.first} − {change.second}"
    p = f"p {p_text(change.p_before)} → {p_text(change.p_after)}"
    return Sentence("primary contrast %1 %2", pair, p) if change.primary else f"{pair} {p}"


def reliability_table(results: ScoreResults) -> Table | None:
    """Agreement within each set."""
    rows: list[list[Cell]] = []
    for one in results.sets:
        rows.append([words(one.name, bold=True)])
        rows += [
            [
                words(_MEASURES[row["measure"]]),
                Cell(number(row["value"], 3)),
                Cell(interval_text(row["ci_low"], row["ci_high"])),
                words(Sentence(row["note"])),
            ]
            for row in agreement_rows(one)
        ]
    if not rows:
        return None
    return Table(
        "reliability",
        Sentence("Agreement of the raters"),
        heads("", Sentence("value"), Sentence("interval"), ""),
        rows,
    )


def repeats_table(results: Results) -> Table | None:
    """Test against retest."""
    if not results.repeats.n:
        return None
    if isinstance(results, ChoiceResults):
        return _repeats_of_choices(results.repeats)
    r = results.repeats
    return Table(
        "repeats",
        Sentence("Hidden repeats"),
        heads(
            Sentence("repeats"),
            Sentence("equal"),
            Sentence("mean difference"),
            Sentence("weighted kappa"),
            Sentence("p, first against second"),
        ),
        [
            [
                Cell(f"{r.n:,}"),
                Cell(f"{r.exact:.0%}"),
                Cell(number(r.mean_absolute)),
                Cell(number(r.kappa)),
                Cell(p_text(results.repeats_p)),
            ]
        ],
        [
            Sentence(
                "The last column is the question of the paper's pilot: a signed-rank test over "
                "raters."
            )
        ],
    )


def _repeats_of_choices(r: ChoiceRepeats) -> Table:
    return Table(
        "repeats",
        Sentence("Hidden repeats"),
        heads(Sentence("repeats"), Sentence("same answer"), Sentence("interval")),
        [[Cell(f"{r.n:,}"), Cell(share_text(r.same)), Cell(f"[{r.low:.0%}, {r.high:.0%}]")]],
        [
            Sentence(
                "Half would be the same by guessing. The interval takes the repeats as independent."
            )
        ],
    )


def components_table(results: ScoreResults) -> Table | None:
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


def power_table(results: ScoreResults) -> Table | None:
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
                    Sentence(
                        "%1: %2 raters, %3 images; smallest difference found with %4: %5 points "
                        "(%6 with correction for all pairs)",
                        one.name,
                        first.raters,
                        first.images,
                        f"{target:.0%}",
                        number(first.detectable),
                        number(first.detectable_corrected),
                    ),
                    bold=True,
                )
            ]
        )
        for row in own:
            more = needs_words(row)
            if row.raters_needed is not None:
                still = max(0, row.raters_needed - row.raters)
                left = Sentence("%1 still needed", f"{still:,}") if still else Sentence("reached")
                more = joined(", ", (more, left))
            rows.append([Cell(f"{row.delta:g}"), Cell(f"{row.power:.0%}"), words(more)])
    return Table(
        "power",
        Sentence("What this study can find"),
        heads(
            Sentence("true difference"),
            Sentence("power now"),
            Sentence("for %1", f"{target:.0%}"),
        ),
        rows,
        [
            Sentence(
                "From the observed variance components, crossed test, without correction unless "
                "said."
            )
        ],
    )


def sessions_table(results: Results) -> Table | None:
    """Session lengths, endings, self-tests, displays."""
    sessions = results.data.facts.sessions
    if not sessions:
        return None
    minutes = [s.minutes for s in sessions]
    displays = sorted({s.display for s in sessions if s.display})
    endings = {
        e: sum(s.ending == e for s in sessions) for e in sorted({s.ending for s in sessions})
    }
    tests = {
        t: sum(s.selftest == t for s in sessions) for t in sorted({s.selftest for s in sessions})
    }
    return Table(
        "sessions",
        "Sessions",
        heads("sessions", "median length", "longest", "endings", "self-tests", "displays"),
        [
            [
                Cell(str(len(sessions))),
                Cell(f"{np.median(minutes):.0f} min"),
                Cell(f"{max(minutes):.0f} min"),
                words(", ".join(f"{k} {v}" for k, v in endings.items())),
                words(", ".join(f"{k} {v}" for k, v in tests.items())),
                words(", ".join(displays) or "not recorded"),
            ]
        ],
    )
