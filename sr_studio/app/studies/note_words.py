"""What must be said about the results of a study, offered to translators."""

from __future__ import annotations

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: As in ``sr_studio/studies/results/*notes.py``, which know no Qt.
OFFERED = (
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The family of comparisons and the primary contrasts were not declared before the "
        "ratings were given. All pairs of a set are taken as one family, and every p value is "
        "exploratory.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The declared inference is about these images only; nothing follows for other images.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "Informal: %1, fewer than %2."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "There is one rater. Means and counts describe this person; there are no intervals and "
        "no tests.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 of %2 raters are flagged, more than %3. That questions the study (instructions, "
        "display, stimuli), not the raters.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 decided after the names were known: %2. Compare the results with and without them.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "Interim results were looked at %1 (%2)."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The study cannot be written to, so its record says nothing of this analysis.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The study is still blind: systems are shown by their codes.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "A session was rated although its self-test had failed."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 on a scaled display: an image pixel was not a whole number of device pixels by "
        "setting.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 at the desk and %2 in a browser. A browser promises neither colour nor brightness, "
        "and nobody was assigned to one of the two at random: look at the table of both before "
        "they are taken together.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The ratings were imported. How they were collected (order, display, training, "
        "screening) is not known to this program.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: no chain of wins joins %2 both ways, so strengths have no finite value. The counts "
        "are printed.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "No primary contrast was declared; all tests are secondary."),
    QT_TRANSLATE_NOOP("StudyResults", "%1; %2 after screening are the usual aim."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The pictures were shown in browsers, which promise neither colour nor brightness; "
        "single pixels were confirmed by the raters, not read back from the screen.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", " (%1 of %2 share none and are undefined)"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The pooled test treats every rating as independent, as the paper seems to have done. It "
        "is printed in grey with its label; it never gives an asterisk, because it calls "
        "differences significant that would not be found again with other raters or images.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Scores are ordered categories. A mean of them is the custom of the field; counts and "
        "ranks are printed beside every MOS.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: the systems were not shown on the same images; %2 of %3 images show every system. "
        "Pairs are compared on the images that both were shown on%4; MOS over different images "
        "must not be compared.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Subject model: %1 would be more consistent than whole scores allow, and are held at the "
        "floor.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "The subject model did not settle within %1 rounds."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The subject model settled after %1. Its quality stands beside MOS, never in its place.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The verdict on a primary contrast changes with the raters who are left out (%1); see "
        "exclusion sensitivity.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "With the excluded raters %1 would change; see exclusion sensitivity.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Leaving out flagged raters changes %1 verdicts in %2 of %3 trials; see exclusion "
        "sensitivity.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The systems were not spread evenly over the sessions: mean positions run from %1 to %2 "
        "of the stream.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: %2, fewer than %3: no statement about images in general. No test over image means "
        "is offered; with five images its smallest possible p is 0.0625.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1: one system, %2. There is nothing to compare it with."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: %2 of %3 cells (%4) have no rating; %5 of %6 rated everything.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: every rating of %2 is the same; the interval has no width.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Compare systems by the interval of their difference, not by whether their own intervals "
        "overlap.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The sets (%1) are never averaged: the range of systems shown differs, and a score means "
        "something else in another context. The same holds for MOS of other studies; to compare "
        "studies, put common anchors into both.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 of %2 got the same score from everybody: interval of width zero, no part in screening.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 got one rating and no interval."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: no variance, every rating is the same. The others are judged without them.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: the crossed test could not be computed for %2 of %3 pairs (%4). Differences and "
        "counts are printed.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: taking all ratings as independent would understate the variance of a mean by a "
        "factor of up to %2.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: for %2 of %3 pairs a difference was not shown. That is not equality: read the "
        "interval, the equivalence test and the smallest detectable difference.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 exclusion"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 exclusions"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 time"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 times"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 session"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 sessions"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 round"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 rounds"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 stimulus"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 stimuli"),
)
