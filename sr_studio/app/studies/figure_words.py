"""What stands in the figures of a study's results, and below them."""

from __future__ import annotations

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: As in ``sr_studio/studies/report/figures/`` and ``report/plates.py``, which know no Qt; here
#: they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("StudyResults", "crossed test (images like these)"),
    QT_TRANSLATE_NOOP("StudyResults", "Wilcoxon over rater means (these images)"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: strength"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "JOD: at a distance of 1, three in four prefer the better one"
    ),
    QT_TRANSLATE_NOOP("StudyResults", "wins, row over column"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: row minus column, MOS points"),
    QT_TRANSLATE_NOOP("StudyResults", "no common scale:\nsome systems always won"),
    QT_TRANSLATE_NOOP("StudyResults", "framed and bold: Holm-adjusted p < %1, %2"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 images: too few to speak of images in general"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 to %2"),
    QT_TRANSLATE_NOOP("StudyResults", "n = %1 ratings a system"),
    QT_TRANSLATE_NOOP("StudyResults", "true difference"),
    QT_TRANSLATE_NOOP("StudyResults", "share of a system's ratings"),
    QT_TRANSLATE_NOOP("StudyResults", "floor of the subject model"),
    QT_TRANSLATE_NOOP("StudyResults", "bias, points above (+) or below (−) the panel"),
    QT_TRANSLATE_NOOP("StudyResults", "inconsistency, points"),
    QT_TRANSLATE_NOOP("StudyResults", "Raters"),
    QT_TRANSLATE_NOOP("StudyResults", "raters"),
    QT_TRANSLATE_NOOP("StudyResults", "power of the crossed test"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: %2 images, α = %3"),
    QT_TRANSLATE_NOOP("StudyResults", "flagged by screening"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 raters"),
    QT_TRANSLATE_NOOP("StudyResults", "mean rank, 1 = best"),
    QT_TRANSLATE_NOOP("StudyResults", "images like these (raters and images random)"),
    QT_TRANSLATE_NOOP("StudyResults", "these images (raters random)"),
    QT_TRANSLATE_NOOP("StudyResults", "critical difference %1 (α = %2)"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: mean ranks over %2 raters"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: MOS by image (dots) against the set's mean (line)"),
    QT_TRANSLATE_NOOP("StudyResults", "%1, %2 interval"),
    QT_TRANSLATE_NOOP("StudyResults", "no rater rated every system of an image"),
    QT_TRANSLATE_NOOP("StudyResults", "the %1 of %2 images that differ most from the set"),
    QT_TRANSLATE_NOOP("StudyResults", "raters and images are samples"),
    QT_TRANSLATE_NOOP("StudyResults", "raters are a sample"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Distribution of the scores on %1: colour is the share of a system's ratings, the red "
        "mark its mean.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "MOS with two %1 intervals: wide bars for these images (raters are a sample), thin bars "
        "for images like these (raters and images are samples). Overlap of intervals is no test.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Mean rank of every system within (rater, image), 1 = best, ties averaged; bars: two-way "
        "bootstrap over raters and images.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "Bias and inconsistency of the raters by the subject model."),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: mean ranks of rater means; bars join systems whose ranks differ by less than "
        "Nemenyi's critical difference. Holds for these images.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1: MOS of every system by image (dots) against the set's mean (line)."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: strengths of the systems in just-objectionable differences with %2 intervals (wide: "
        "%3; thin: all comparisons taken as independent), and how often the row won over the "
        "column.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: chance that the crossed test finds a true difference, against the number of raters; "
        "where a curve levels off, images are the limit.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: difference, row minus column; framed and bold where the declared test with Holm's "
        "correction shows a difference.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: difference, row minus column. %2 images are too few to speak of images in general, "
        "so nothing is framed.",
    ),
)
