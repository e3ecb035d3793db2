"""The mistakes a report must not let pass, each with the sentence that prevents it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from sr_studio.sentences import Sentence
from sr_studio.studies.results.results import (
    FEWEST_IMAGES,
    ChoiceResults,
    ChoiceSet,
    Note,
    Results,
    ScoreResults,
)
from sr_studio.studies.results.score_notes import score_notes
from sr_studio.studies.results.words import counted, listed

FEWEST_RATERS = 15
WANTED_RATERS = 24
MOST_FLAGGED = 0.20


def notes_on(results: Results) -> Iterator[Note]:
    """All notes that apply, the gravest first."""
    found = [
        *_of_the_plan(results),
        *_of_the_raters(results),
        *_of_exclusions(results),
        *_of_the_record(results),
        *(score_notes(results) if isinstance(results, ScoreResults) else choice_notes(results)),
    ]
    gravity = {"red": 0, "warning": 1, "note": 2}
    yield from sorted(found, key=lambda note: gravity[note.severity])


def _of_the_plan(results: Results) -> Iterator[Note]:
    plan = results.data.plan
    if not plan.declared:
        yield Note(
            "family_not_declared",
            "warning",
            Sentence(
                "The family of comparisons and the primary contrasts were not declared before the "
                "ratings were given. All pairs of a set are taken as one family, and every p value "
                "is exploratory."
            ),
        )
    elif not plan.analysis.primary:
        yield Note(
            "no_primary",
            "warning",
            Sentence("No primary contrast was declared; all tests are secondary."),
        )
    if plan.declared and plan.analysis.inference == "these_images":
        yield Note(
            "these_images",
            "note",
            Sentence(
                "The declared inference is about these images only; nothing follows for other "
                "images."
            ),
        )


def _of_the_raters(results: Results) -> Iterator[Note]:
    raters = len(results.raters)
    if raters < FEWEST_RATERS:
        yield Note(
            "informal",
            "warning",
            Sentence("Informal: %1, fewer than %2.", counted(raters, "rater"), FEWEST_RATERS),
        )
    elif raters < WANTED_RATERS:
        yield Note(
            "few_raters",
            "note",
            Sentence(
                "%1; %2 after screening are the usual aim.", counted(raters, "rater"), WANTED_RATERS
            ),
        )
    if raters == 1:
        yield Note(
            "one_rater",
            "red",
            Sentence(
                "There is one rater. Means and counts describe this person; there are no intervals "
                "and no tests."
            ),
        )
    flagged = results.flagged_raters
    if len(flagged) > MOST_FLAGGED * raters:
        yield Note(
            "many_flagged",
            "red",
            Sentence(
                "%1 of %2 raters are flagged, more than %3. That questions the study "
                "(instructions, display, stimuli), not the raters.",
                len(flagged),
                raters,
                f"{MOST_FLAGGED:.0%}",
            ),
        )


def _of_exclusions(results: Results) -> Iterator[Note]:
    found = results.sensitivity
    contrasts = dict.fromkeys(
        f"{change.set}: {change.first} − {change.second}"
        for trial in found.trials
        for change in trial.changes
        if change.primary
    )
    if contrasts:
        yield Note(
            "primary_changes",
            "red",
            Sentence(
                "The verdict on a primary contrast changes with the raters who are left out (%1); "
                "see exclusion sensitivity.",
                listed(list(contrasts)),
            ),
        )
    if found.excluded is not None and found.excluded.changes:
        yield Note(
            "excluded_changes",
            "red",
            Sentence(
                "With the excluded raters %1 would change; see exclusion sensitivity.",
                counted(len(found.excluded.changes), "verdict"),
            ),
        )
    verdicts = sum(len(trial.changes) for trial in found.without)
    if verdicts:
        yield Note(
            "verdict_changes",
            "red",
            Sentence(
                "Leaving out flagged raters changes %1 verdicts in %2 of %3 trials; see exclusion "
                "sensitivity.",
                verdicts,
                sum(bool(trial.changes) for trial in found.without),
                len(found.without),
            ),
        )


def _of_the_record(results: Results) -> Iterator[Note]:
    facts = results.data.facts
    late = [d for d in facts.decisions if d.after_unblinding and d.action == "exclude"]
    if late:
        yield Note(
            "excluded_after_unblinding",
            "red",
            Sentence(
                "%1 decided after the names were known: %2. Compare the results with and without "
                "them.",
                counted(len(late), "exclusion"),
                listed([d.subject for d in late]),
            ),
        )
    looks = [event for event in facts.events if event.kind == "interim_look"]
    if looks:
        yield Note(
            "interim_looks",
            "warning",
            Sentence(
                "Interim results were looked at %1 (%2).",
                counted(len(looks), "time"),
                listed([look.day for look in looks]),
            ),
        )
    if results.stopping is not None and not results.stopping.reached:
        yield Note(
            "not_stopped",
            "warning",
            Sentence(
                "The declared rule is to %1; so far: %2. These results are interim.",
                results.stopping.rule,
                results.stopping.state,
            ),
        )
    if facts.unrecorded:
        yield Note(
            "unrecorded",
            "warning",
            Sentence(
                "The study cannot be written to, so its record says nothing of this analysis."
            ),
        )
    if not facts.names_known:
        yield Note(
            "blind", "note", Sentence("The study is still blind: systems are shown by their codes.")
        )
    if any(session.selftest == "failed" for session in facts.sessions):
        yield Note(
            "selftest", "red", Sentence("A session was rated although its self-test had failed.")
        )
    scaled = [session for session in facts.sessions if session.scaled]
    if scaled:
        yield Note(
            "scaled_display",
            "warning",
            Sentence(
                "%1 on a scaled display: an image pixel was not a whole number of device pixels by "
                "setting.",
                counted(len(scaled), "session"),
            ),
        )
    faces = {face: sum(s.face == face for s in facts.sessions) for face in ("desk", "browser")}
    if all(faces.values()):
        yield Note(
            "mixed_faces",
            "warning",
            Sentence(
                "%1 at the desk and %2 in a browser. A browser promises neither colour nor "
                "brightness, and nobody was assigned to one of the two at random: look at the "
                "table of both before they are taken together.",
                counted(faces["desk"], "session"),
                faces["browser"],
            ),
        )
    elif faces["browser"]:
        yield Note(
            "browser",
            "note",
            Sentence(
                "The pictures were shown in browsers, which promise neither colour nor brightness; "
                "single pixels were confirmed by the raters, not read back from the screen."
            ),
        )
    if facts.origin == "import":
        yield Note(
            "imported",
            "note",
            Sentence(
                "The ratings were imported. How they were collected (order, display, training, "
                "screening) is not known to this program."
            ),
        )


def choice_notes(results: ChoiceResults) -> Iterator[Note]:
    """All notes of a pair comparison that apply."""
    for one in results.sets:
        yield from _of_a_set(one, results)
    if any(one.pairs is not None and not one.pairs.reason for one in results.sets):
        yield Note(
            "resampled",
            "note",
            Sentence(
                "Comparisons of one rater are not independent, nor are those of one image: "
                "intervals and tests resample whole raters and whole images."
                if any(one.of_images for one in results.sets)
                else "Comparisons of one rater are not independent, nor are those of one image: "
                "intervals and tests resample whole raters."
            ),
        )
    if len(results.sets) > 1:
        names = listed([one.name for one in results.sets])
        yield Note(
            "sets_apart",
            "note",
            Sentence(
                "The sets (%1) are never joined: strengths are relative to the systems and images "
                "of their own set.",
                names,
            ),
        )
    missing = len(results.raters) - results.complete_raters
    if missing:
        yield Note(
            "missing",
            "note",
            Sentence(
                "%1 of %2 did not make every comparison that was planned for them.",
                counted(missing, "rater"),
                len(results.raters),
            ),
        )


def _of_a_set(one: ChoiceSet, results: ChoiceResults) -> Iterator[Note]:
    separated = one.pooled.strengths.separated
    if separated:
        groups = ["{" + ", ".join(one.systems[s] for s in group) + "}" for group in separated]
        yield Note(
            "separated",
            "warning",
            Sentence(
                "%1: no chain of wins joins %2 both ways, so strengths have no finite value. The "
                "counts are printed.",
                one.name,
                reduce(lambda some, more: Sentence("%1 and %2", some, more), groups),
            ),
        )
    elif one.pairs is None or one.pairs.reason:
        reason = "the bootstrap was not asked for" if one.pairs is None else one.pairs.reason
        text = Sentence("%1: no intervals and no tests (%2).", one.name, Sentence(reason))
        yield Note("no_test", "warning", text)
    elif one.claims:
        undecided = int((one.pairs.p_holm >= results.data.plan.alpha).sum())
        if undecided:
            yield Note(
                "not_shown",
                "note",
                Sentence(
                    "%1: for %2 of %3 pairs a preference was not shown. That is not equality: "
                    "read the interval.",
                    one.name,
                    undecided,
                    len(one.pairs.first),
                ),
            )
    if one.few_images and one.of_images:
        yield Note(
            "few_images",
            "warning",
            Sentence(
                "%1: %2, fewer than %3: no statement about images in general.",
                one.name,
                counted(len(one.references), "image"),
                FEWEST_IMAGES,
            ),
        )
