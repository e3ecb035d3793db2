"""What the screening of a study's raters says of one of them."""

from __future__ import annotations

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: As in ``sr_studio/studies/statistics/flags.py``, ``choices.py`` and ``rating/status.py``, which
#: know no Qt; here they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("StudyResults", "too fast: %1 of the answers within %2 ms (flagged over %3)"),
    QT_TRANSLATE_NOOP("StudyResults", "the same score %1 times running (flagged over %2)"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "nearly always the same score: standard deviation %1 (flagged under %2)"
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 of %2 watched showings outside the expected scores (a chance of %3 for who misses "
        "%4; flagged under %5)",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "kept in files until the rater comes again or the study is closed: %1 ratings",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "Session %1 was shown on a display with fractional scaling."),
    QT_TRANSLATE_NOOP("StudyResults", "The self-test of session %1 failed."),
    QT_TRANSLATE_NOOP("StudyResults", "answers"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The left picture was chosen in %1 of %2 comparisons; without a habit that has a chance "
        "of %3.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 of the rater's ratings lie far from everybody else's (%2 above, %3 below): %4, more "
        "than %5 and on both sides.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "The ratings follow the panel's mean with r = %1, less than %2."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The ratings follow the panel's mean with r = %1, less than the %2 that this panel's own "
        "spread asks for.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "No variance: all ratings are equal, so they cannot be compared with others.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "The ratings hardly differ (standard deviation %1, less than %2)."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "ratings"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1 of the %2 came within %3 ms after a key was allowed, more than %4."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 of %2 anchors were rated outside their range; a rater who misses %3 does so with a "
        "chance of %4.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 stimuli were rated twice and the two ratings agree with a weighted kappa of %2, less "
        "than %3.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 equal ratings in a row, more than %2."),
    QT_TRANSLATE_NOOP(
        "StudyResults", "System means at even and odd positions agree with r = %1, less than %2."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1 of %2 choices are those of most other raters; of the others %3."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1 of %2 repeated comparisons got the same answer; of the others %3."
    ),
)
