"""What must be said about the results of a study, in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sr_studio.app.studies.result_words import said
from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import filled

if TYPE_CHECKING:
    from sr_studio.studies.results.results import Note

#: By the code of a note, as ``sr_studio/studies/results/*notes.py`` say it in English.
WORDS = {
    "family_not_declared": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The family of comparisons and the primary contrasts were not declared before the "
        "ratings were given. All pairs of a set are taken as one family, and every p value "
        "is exploratory.",
    ),
    "no_primary": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "No primary contrast was declared; all tests are secondary.",
    ),
    "these_images": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The declared inference is about these images only; nothing follows for other images.",
    ),
    "informal": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Informal: raters %1, fewer than %2.",
    ),
    "few_raters": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Raters: %1; %2 after screening are the usual aim.",
    ),
    "one_rater": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "There is one rater. Means and counts describe this person; there are no intervals "
        "and no tests.",
    ),
    "many_flagged": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1 of %2 raters are flagged, more than %3. That questions the study (instructions, "
        "display, stimuli), not the raters.",
    ),
    "excluded_after_unblinding": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Exclusions decided after the names were known: %1 (%2). Compare the results with "
        "and without them.",
    ),
    "interim_looks": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Interim results were looked at %1 time(s) (%2).",
    ),
    "unrecorded": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The study cannot be written to, so its record says nothing of this analysis.",
    ),
    "blind": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The study is still blind: systems are shown by their codes.",
    ),
    "selftest": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "A session was rated although its self-test had failed.",
    ),
    "scaled_display": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Sessions on a scaled display: %1. An image pixel was not a whole number of device "
        "pixels by setting.",
    ),
    "mixed_faces": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Sessions at the desk: %1, in a browser: %2. A browser promises neither colour nor "
        "brightness, and nobody was assigned to one of the two at random: look at the table "
        "of both before they are taken together.",
    ),
    "browser": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The pictures were shown in browsers, which promise neither colour nor brightness; "
        "single pixels were confirmed by the raters, not read back from the screen.",
    ),
    "imported": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The ratings were imported. How they were collected (order, display, training, "
        "screening) is not known to this program.",
    ),
    "separated": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: no chain of wins joins %2 both ways, so strengths have no finite value. The "
        "counts are printed.",
    ),
    "pooled_test": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The pooled test treats every rating as independent, as the paper seems to have "
        "done. It is printed in grey with its label; it never gives an asterisk, because it "
        "calls differences significant that would not be found again with other raters or "
        "images.",
    ),
    "ordinal": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Scores are ordered categories. A mean of them is the custom of the field; counts "
        "and ranks are printed beside every MOS.",
    ),
    "at_floor": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Subject model: %1 would be more consistent than whole scores allow, and are held at "
        "the floor.",
    ),
    "not_converged": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The subject model did not settle within %1 rounds.",
    ),
    "subject_model": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The subject model settled after %1 round(s). Its quality stands beside MOS, never "
        "in its place.",
    ),
    "verdict_changes": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Leaving out flagged raters changes %1 verdicts in %2 of %3 trials; see exclusion "
        "sensitivity.",
    ),
    "order_balance": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The systems were not spread evenly over the sessions: mean positions run from %1 to "
        "%2 of the stream.",
    ),
    "few_images": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: images %2, fewer than %3: no statement about images in general. No test over "
        "image means is offered; with five images its smallest possible p is 0.0625.",
    ),
    "one_system": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: one system, %2. There is nothing to compare it with.",
    ),
    "missing": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: %2 of %3 cells have no rating; %4 of %5 raters rated everything.",
    ),
    "all_equal": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: every rating of %2 is the same; the interval has no width.",
    ),
    "no_crossed_test": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: the crossed test could not be computed for %2 of %3 pairs (%4). Differences and "
        "counts are printed.",
    ),
    "design_effect": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: taking all ratings as independent would understate the variance of a mean by a "
        "factor of up to %2.",
    ),
    "not_shown": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: for %2 of %3 pairs a difference was not shown. That is not equality: read the "
        "interval, the equivalence test and the smallest detectable difference.",
    ),
    "different_images": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: the systems were not shown on the same images; %2 of %3 images show every "
        "system. Pairs are compared on the images that both were shown on (%4 of %5 share "
        "none and are undefined); MOS over different images must not be compared.",
    ),
    "overlap": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Compare systems by the interval of their difference, not by whether their own "
        "intervals overlap.",
    ),
    "sets_apart": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "The sets (%1) are never averaged: the range of systems shown differs, and a score "
        "means something else in another context. The same holds for MOS of other studies; "
        "to compare studies, put common anchors into both.",
    ),
    "unanimous": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Stimuli that got the same score from everybody: %1 of %2; interval of width zero, "
        "no part in screening.",
    ),
    "single_rating": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "Stimuli that got one rating and no interval: %1.",
    ),
    "no_variance": QT_TRANSLATE_NOOP(
        "ResultNotes",
        "%1: no variance, every rating is the same. The others are judged without them.",
    ),
}


def note_text(note: Note) -> str:
    """The sentences of a note as the person reads them."""
    template = WORDS.get(note.code, "")
    text = QCoreApplication.translate("ResultNotes", template)
    if text == template or ("%1" in template) != bool(note.values):
        return said(note.text)
    values = (said(value) if isinstance(value, str) else value for value in note.values)
    return filled(text, *values)
