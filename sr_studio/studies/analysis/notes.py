"""The mistakes a report must not let pass, each with the sentence that prevents it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sr_studio.studies.analysis.results import FEWEST_IMAGES, Note, Results, SetResults
from sr_studio.studies.analysis.words import counted, listed, number

FEWEST_RATERS = 15
WANTED_RATERS = 24
MOST_FLAGGED = 0.20
_ORDER_ALPHA = 0.001


def notes_on(results: Results) -> Iterator[Note]:
    """All notes that apply, the gravest first."""
    found = [
        *_of_the_plan(results),
        *_of_the_raters(results),
        *_of_the_record(results),
        *_of_the_order(results),
        *(note for one in results.sets for note in _of_a_set(one, results)),
        *_of_several_sets(results),
        *_of_the_stimuli(results),
        *_of_pair_comparison(results),
    ]
    gravity = {"red": 0, "warning": 1, "note": 2}
    yield from sorted(found, key=lambda note: gravity[note.severity])


def _of_the_plan(results: Results) -> Iterator[Note]:
    plan = results.data.plan
    if not plan.declared:
        yield Note(
            "family_not_declared",
            "warning",
            "The family of comparisons and the primary contrasts were not declared before the "
            "ratings were given. All pairs of a set are taken as one family, and every p value "
            "is exploratory.",
        )
    elif not plan.analysis.primary:
        yield Note(
            "no_primary", "warning", "No primary contrast was declared; all tests are secondary."
        )
    if plan.method != "pc":
        yield Note(
            "pooled_test",
            "note",
            "The pooled test treats every rating as independent, as the paper seems to have done. "
            "It is printed in grey with its label; it never gives an asterisk, because it calls "
            "differences significant that would not be found again with other raters or images.",
        )
        yield Note(
            "ordinal",
            "note",
            "Scores are ordered categories. A mean of them is the custom of the field; counts and "
            "ranks are printed beside every MOS.",
        )
    if plan.declared and plan.analysis.inference == "these_images":
        yield Note(
            "these_images",
            "note",
            "The declared inference is about these images only; nothing follows for other images.",
        )


def _of_the_raters(results: Results) -> Iterator[Note]:
    table, choices = results.data.table, results.data.choices
    raters = len(table.raters if table else choices.raters if choices else ())
    if raters < FEWEST_RATERS:
        yield Note(
            "informal",
            "warning",
            f"Informal: {counted(raters, 'rater')}, fewer than {FEWEST_RATERS}.",
        )
    elif raters < WANTED_RATERS:
        yield Note(
            "few_raters",
            "note",
            f"{counted(raters, 'rater')}; {WANTED_RATERS} after screening are the usual aim.",
        )
    if raters == 1:
        yield Note(
            "one_rater",
            "red",
            "There is one rater. Means and counts describe this person; there are no intervals "
            "and no tests.",
        )
    flagged = results.flagged_raters
    if len(flagged) > MOST_FLAGGED * raters:
        yield Note(
            "many_flagged",
            "red",
            f"{len(flagged)} of {raters} raters are flagged, more than {MOST_FLAGGED:.0%}. That "
            "questions the study (instructions, display, stimuli), not the raters.",
        )
    model = results.model
    if model is not None and table is not None:
        if model.at_floor.any():
            names = [table.raters[i] for i in np.flatnonzero(model.at_floor)]
            yield Note(
                "at_floor",
                "note",
                f"Subject model: {listed(names)} would be more consistent than whole scores "
                "allow, and are held at the floor.",
            )
        if not model.converged:
            yield Note(
                "not_converged",
                "warning",
                f"The subject model did not settle within {model.iterations} rounds.",
            )
        else:
            yield Note(
                "subject_model",
                "note",
                f"The subject model settled after {counted(model.iterations, 'round')}. Its "
                "quality stands beside MOS, never in its place.",
            )


def _of_the_record(results: Results) -> Iterator[Note]:
    facts = results.data.facts
    late = [d for d in facts.decisions if d.after_unblinding and d.action == "exclude"]
    if late:
        yield Note(
            "excluded_after_unblinding",
            "red",
            f"{counted(len(late), 'exclusion')} decided after the names were known: "
            f"{listed([d.subject for d in late])}. Compare the results with and without them.",
        )
    if results.sensitivity and results.sensitivity.changes:
        yield Note(
            "verdict_changes",
            "red",
            f"Leaving out flagged raters changes {len(results.sensitivity.changes)} verdicts in "
            f"{sum(1 for trial in results.sensitivity.trials if trial[2])} of "
            f"{len(results.sensitivity.trials)} trials; see exclusion sensitivity.",
        )
    looks = [event for event in facts.events if event.kind == "interim_look"]
    if looks:
        yield Note(
            "interim_looks",
            "warning",
            f"Interim results were looked at {counted(len(looks), 'time')} "
            f"({listed([look.day for look in looks])}).",
        )
    if results.stopping is not None and not results.stopping.reached:
        yield Note(
            "not_stopped",
            "warning",
            f"The declared rule is to {results.stopping.rule}; so far: {results.stopping.state}. "
            "These results are interim.",
        )
    if not facts.names_known:
        yield Note("blind", "note", "The study is still blind: systems are shown by their codes.")
    if any(session.selftest == "failed" for session in facts.sessions):
        yield Note("selftest", "red", "A session was rated although its self-test had failed.")
    scaled = [session for session in facts.sessions if session.scaled]
    if scaled:
        yield Note(
            "scaled_display",
            "warning",
            f"{counted(len(scaled), 'session')} on a scaled display: an image pixel was not a "
            "whole number of device pixels by setting.",
        )
    if facts.origin == "import":
        yield Note(
            "imported",
            "note",
            "The ratings were imported. How they were collected (order, display, training, "
            "screening) is not known to this program.",
        )


def _of_the_order(results: Results) -> Iterator[Note]:
    if results.order_p < _ORDER_ALPHA and results.data.table is not None:
        means = results.order_means
        yield Note(
            "order_balance",
            "warning",
            "The systems were not spread evenly over the sessions: mean positions run from "
            f"{np.nanmin(means):.0%} to {np.nanmax(means):.0%} of the stream.",
        )


def _of_a_set(one: SetResults, results: Results) -> Iterator[Note]:
    images = len(one.references)
    if one.few_images:
        yield Note(
            "few_images",
            "warning",
            f"{one.name}: {counted(images, 'image')}, fewer than {FEWEST_IMAGES}: no statement "
            "about images in general. No test over image means is offered; with five images its "
            "smallest possible p is 0.0625.",
        )
    if len(one.systems) == 1:
        yield Note(
            "one_system",
            "warning",
            f"{one.name}: one system, {one.systems[0]}. There is nothing to compare it with.",
        )
    missing = one.missing
    if missing.missing:
        yield Note(
            "missing",
            "note",
            f"{one.name}: {missing.missing:,} of {missing.cells:,} cells "
            f"({missing.missing / missing.cells:.1%}) have no rating; "
            f"{counted(missing.complete_raters, 'rater')} of {len(one.block.raters)} "
            f"rated everything.",
        )
    statistics = one.statistics
    whole = np.where(statistics.n > 0, statistics.n, 1)
    same = [
        one.systems[s]
        for s in np.flatnonzero(statistics.counts.max(axis=1) == whole)
        if statistics.n[s] > 1
    ]
    if same:
        yield Note(
            "all_equal",
            "note",
            f"{one.name}: every rating of {listed(same)} is the same; the interval has no width.",
        )
    if one.pairs is not None:
        without = np.flatnonzero(one.pairs.crossed.reason != "")
        if len(without):
            reasons = list(dict.fromkeys(one.pairs.crossed.reason[without].tolist()))
            yield Note(
                "no_crossed_test",
                "warning",
                f"{one.name}: the crossed test could not be computed for {len(without)} of "
                f"{len(one.pairs.first)} pairs ({'; '.join(reasons)}). Differences and counts "
                "are printed.",
            )
        floored = int(one.pairs.crossed.floored.sum())
        if floored:
            yield Note(
                "floored",
                "note",
                f"{one.name}: for {counted(floored, 'pair')} the residual alone was the larger "
                "variance and was used.",
            )
        effect = np.nanmax(np.append(statistics.design_effect, 0.0))
        if effect > 0:
            yield Note(
                "design_effect",
                "note",
                f"{one.name}: taking all ratings as independent would understate the variance of "
                f"a mean by a factor of up to {number(float(effect), 1)}.",
            )
        if not one.few_images and (one.family is not None):
            p = one.family.of(results.data.plan.column)
            undecided = int((p >= results.data.plan.alpha).sum())
            if undecided:
                yield Note(
                    "not_shown",
                    "note",
                    f"{one.name}: for {undecided} of {len(one.pairs.first)} pairs a difference was "
                    "not shown. That is not equality: read the interval, the equivalence test and "
                    "the smallest detectable difference.",
                )


def _of_several_sets(results: Results) -> Iterator[Note]:
    if any(one.pairs is not None for one in results.sets):
        yield Note(
            "overlap",
            "note",
            "Compare systems by the interval of their difference, not by whether their own "
            "intervals overlap.",
        )
    if len(results.sets) > 1:
        names = listed([one.name for one in results.sets])
        yield Note(
            "sets_apart",
            "note",
            f"The sets ({names}) are never averaged: the range of systems shown differs, and a "
            "score means something else in another context. The same holds for MOS of other "
            "studies; to compare studies, put common anchors into both.",
        )


def _of_the_stimuli(results: Results) -> Iterator[Note]:
    if results.stimuli is None:
        return
    unanimous = int(results.stimuli.unanimous.sum())
    if unanimous:
        yield Note(
            "unanimous",
            "note",
            f"{counted(unanimous, 'stimulus', 'stimuli')} of {len(results.stimuli.n)} got the "
            "same score from everybody: interval of width zero, no part in screening.",
        )
    single = int((results.stimuli.n == 1).sum())
    if single:
        yield Note(
            "single_rating",
            "note",
            f"{counted(single, 'stimulus', 'stimuli')} got one rating and no interval.",
        )
    table = results.data.table
    constant = [
        table.raters[flag.rater]
        for flag in results.flags
        if table is not None and flag.rule == "correlation_r1" and np.isnan(flag.value)
    ]
    if constant:
        yield Note(
            "no_variance",
            "warning",
            f"{listed(constant)}: no variance, every rating is the same. The others are judged "
            "without them.",
        )


def _of_pair_comparison(results: Results) -> Iterator[Note]:
    for one in results.fits:
        if one.strengths.separated and not one.reference:
            groups = [
                "{" + ", ".join(one.systems[s] for s in group) + "}"
                for group in one.strengths.separated
            ]
            yield Note(
                "separated",
                "warning",
                f"{one.set}: no chain of wins joins {' and '.join(groups)} both ways, so "
                "strengths have no finite value. The counts are printed.",
            )
