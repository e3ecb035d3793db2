"""What must be said about pair comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from sr_studio.studies.results.results import FEWEST_IMAGES, ChoiceResults, ChoiceSet, Note
from sr_studio.studies.results.words import counted, listed


def choice_notes(results: ChoiceResults) -> Iterator[Note]:
    """All notes of a pair comparison that apply."""
    for one in results.sets:
        yield from _of_a_set(one, results)
    if any(one.pairs is not None and not one.pairs.reason for one in results.sets):
        yield Note(
            "resampled",
            "note",
            "Comparisons of one rater are not independent, nor are those of one image: intervals "
            "and tests resample whole raters"
            + (" and whole images." if any(one.of_images for one in results.sets) else "."),
        )
    if len(results.sets) > 1:
        names = listed([one.name for one in results.sets])
        yield Note(
            "sets_apart",
            "note",
            f"The sets ({names}) are never joined: strengths are relative to the systems and "
            "images of their own set.",
        )
    missing = len(results.raters) - results.complete_raters
    if missing:
        yield Note(
            "missing",
            "note",
            f"{counted(missing, 'rater')} of {len(results.raters)} did not make every comparison "
            "that was planned for them.",
        )


def _of_a_set(one: ChoiceSet, results: ChoiceResults) -> Iterator[Note]:
    separated = one.pooled.strengths.separated
    if separated:
        groups = ["{" + ", ".join(one.systems[s] for s in group) + "}" for group in separated]
        yield Note(
            "separated",
            "warning",
            f"{one.name}: no chain of wins joins {' and '.join(groups)} both ways, so "
            "strengths have no finite value. The counts are printed.",
        )
    elif one.pairs is None or one.pairs.reason:
        reason = "the bootstrap was not asked for" if one.pairs is None else one.pairs.reason
        yield Note("no_test", "warning", f"{one.name}: no intervals and no tests ({reason}).")
    elif one.claims:
        undecided = int((one.pairs.p_holm >= results.data.plan.alpha).sum())
        if undecided:
            yield Note(
                "not_shown",
                "note",
                f"{one.name}: for {undecided} of {len(one.pairs.first)} pairs a preference was "
                "not shown. That is not equality: read the interval.",
            )
    if one.few_images and one.of_images:
        yield Note(
            "few_images",
            "warning",
            f"{one.name}: {counted(len(one.references), 'image')}, fewer than {FEWEST_IMAGES}: no "
            "statement about images in general.",
        )
