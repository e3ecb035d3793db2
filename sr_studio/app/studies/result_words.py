"""The results of a study in the person's language: tables, verdicts, what must be said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import Sentence

#: As in ``sr_studio/studies/report/`` and ``results/``, which know no Qt; here they are offered to
#: translators.
OFFERED = (
    QT_TRANSLATE_NOOP("StudyResults", "ICC(A,1), one rater"),
    QT_TRANSLATE_NOOP("StudyResults", "ICC(A,k), the mean of all raters"),
    QT_TRANSLATE_NOOP("StudyResults", "Krippendorff's alpha, ordinal"),
    QT_TRANSLATE_NOOP("StudyResults", "split-half noise ceiling (Spearman–Brown)"),
    QT_TRANSLATE_NOOP("StudyResults", "Raters: flags only, nobody is left out by a rule"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Exclusion sensitivity: the crossed tests when other raters are left out"
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Exclusion sensitivity: the Wilcoxon tests when other raters are left out"
    ),
    QT_TRANSLATE_NOOP("StudyResults", "Agreement of the raters"),
    QT_TRANSLATE_NOOP("StudyResults", "Hidden repeats"),
    QT_TRANSLATE_NOOP("StudyResults", "What this study can find"),
    QT_TRANSLATE_NOOP("StudyResults", "rater"),
    QT_TRANSLATE_NOOP("StudyResults", "flags"),
    QT_TRANSLATE_NOOP("StudyResults", "bias"),
    QT_TRANSLATE_NOOP("StudyResults", "inconsistency"),
    QT_TRANSLATE_NOOP("StudyResults", "extreme ratings"),
    QT_TRANSLATE_NOOP("StudyResults", "r with panel"),
    QT_TRANSLATE_NOOP("StudyResults", "comparisons"),
    QT_TRANSLATE_NOOP("StudyResults", "left chosen"),
    QT_TRANSLATE_NOOP("StudyResults", "as most others"),
    QT_TRANSLATE_NOOP("StudyResults", "repeats the same"),
    QT_TRANSLATE_NOOP("StudyResults", "too fast"),
    QT_TRANSLATE_NOOP("StudyResults", "verdicts changed"),
    QT_TRANSLATE_NOOP("StudyResults", "primary contrast %1 %2"),
    QT_TRANSLATE_NOOP("StudyResults", "with the excluded raters"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Exclusion sensitivity: the comparisons when other raters are left out"
    ),
    QT_TRANSLATE_NOOP("StudyResults", "which"),
    QT_TRANSLATE_NOOP("StudyResults", "value"),
    QT_TRANSLATE_NOOP("StudyResults", "interval"),
    QT_TRANSLATE_NOOP("StudyResults", "repeats"),
    QT_TRANSLATE_NOOP("StudyResults", "equal"),
    QT_TRANSLATE_NOOP("StudyResults", "mean difference"),
    QT_TRANSLATE_NOOP("StudyResults", "weighted kappa"),
    QT_TRANSLATE_NOOP("StudyResults", "p, first against second"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The last column is the question of the paper's pilot: a signed-rank test over raters.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "same answer"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Half would be the same by guessing. The interval takes the repeats as independent.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "power now"),
    QT_TRANSLATE_NOOP("StudyResults", "for %1"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "From the observed variance components, crossed test, without correction unless said.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 more"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: %2 raters, %3 images; smallest difference found with %4: %5 points (%6 with "
        "correction for all pairs)",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 still needed"),
    QT_TRANSLATE_NOOP("StudyResults", "reached"),
    QT_TRANSLATE_NOOP("StudyResults", "no verdict changes"),
    QT_TRANSLATE_NOOP("StudyResults", "Primary contrasts, declared before the first rating"),
    QT_TRANSLATE_NOOP("StudyResults", "images as a sample"),
    QT_TRANSLATE_NOOP("StudyResults", "images like these"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: systems"),
    QT_TRANSLATE_NOOP("StudyResults", "images like these (crossed test)"),
    QT_TRANSLATE_NOOP("StudyResults", "over raters (these images)"),
    QT_TRANSLATE_NOOP("StudyResults", "crossed (images like these)"),
    QT_TRANSLATE_NOOP("StudyResults", "raters and images"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 interval"),
    QT_TRANSLATE_NOOP("StudyResults", "these images"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 images are too few to speak of images in general: nothing is marked as shown.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "points"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "These images: raters are a sample. Images like these: raters and images are samples.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Design effect: by how much taking all ratings as independent would understate the "
        "variance.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1 images: no statement about images in general. The grey interval takes them as a "
        "sample all the same.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Shares over (rater, image): first rated higher, equal, lower."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Equivalence: two one-sided tests with a bound of %1 points."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1: pairs, %2"),
    QT_TRANSLATE_NOOP("StudyResults", "these images (Wilcoxon over rater means)"),
    QT_TRANSLATE_NOOP("StudyResults", "these %1 images (crossed test)"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: the same pairs by other tests"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: strengths"),
    QT_TRANSLATE_NOOP("StudyResults", "these %1 images"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Wins: of the direct comparisons of the two, ties counted half for each."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1: pairs, %2 (bootstrap)"),
    QT_TRANSLATE_NOOP("StudyResults", "set"),
    QT_TRANSLATE_NOOP("StudyResults", "contrast"),
    QT_TRANSLATE_NOOP("StudyResults", "difference, %1"),
    QT_TRANSLATE_NOOP("StudyResults", "verdict"),
    QT_TRANSLATE_NOOP("StudyResults", "system"),
    QT_TRANSLATE_NOOP("StudyResults", "ratings of"),
    QT_TRANSLATE_NOOP("StudyResults", "design effect"),
    QT_TRANSLATE_NOOP("StudyResults", "mean rank"),
    QT_TRANSLATE_NOOP("StudyResults", "1 = best"),
    QT_TRANSLATE_NOOP("StudyResults", "pair"),
    QT_TRANSLATE_NOOP("StudyResults", "difference"),
    QT_TRANSLATE_NOOP("StudyResults", "p, equivalence"),
    QT_TRANSLATE_NOOP("StudyResults", "higher / equal / lower"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Difference and interval are those of the test itself (Hodges–Lehmann)."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "p (Holm), %1"),
    QT_TRANSLATE_NOOP("StudyResults", "p, sign flips"),
    QT_TRANSLATE_NOOP("StudyResults", "rank-biserial"),
    QT_TRANSLATE_NOOP("StudyResults", "pooled p, as in the paper"),
    QT_TRANSLATE_NOOP("StudyResults", "zeros split"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Sign flips: over raters, assuming symmetry only; not corrected."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Grey: the pooled test treats repeated ratings as independent and is uncorrected; it is "
        "shown because the paper seems to have used it.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "At a distance of 1 JOD three in four prefer the better one. Zero is the mean of the "
        "systems. Intervals resample %1.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Grey: the formula that takes all comparisons as independent, which those of one rater "
        "are not.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "first preferred, estimate"),
    QT_TRANSLATE_NOOP("StudyResults", "wins"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 of %2"),
    QT_TRANSLATE_NOOP("StudyResults", "undefined"),
    QT_TRANSLATE_NOOP("StudyResults", "Thurstone, case V"),
    QT_TRANSLATE_NOOP("StudyResults", "log-odds"),
    QT_TRANSLATE_NOOP("StudyResults", "SE if independent"),
    QT_TRANSLATE_NOOP("StudyResults", "mean"),
    QT_TRANSLATE_NOOP("StudyResults", "%1: no intervals and no tests (%2)."),
    QT_TRANSLATE_NOOP(
        "StudyResults", "The declared rule is to %1; so far: %2. These results are interim."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Comparisons of one rater are not independent, nor are those of one image: intervals and "
        "tests resample whole raters and whole images.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "Comparisons of one rater are not independent, nor are those of one image: intervals and "
        "tests resample whole raters.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "The sets (%1) are never joined: strengths are relative to the systems and images of "
        "their own set.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1 of %2 did not make every comparison that was planned for them."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "the bootstrap was not asked for"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1: %2, fewer than %3: no statement about images in general."
    ),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: for %2 of %3 pairs a preference was not shown. That is not equality: read the "
        "interval.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 − %2 = %3 JOD [%4, %5], %6"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 and %2 could not be compared: %3."),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1 was preferred to %2, in an estimated %3 of comparisons: %4."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "A preference between %1 and %2 was not shown: %3."),
    QT_TRANSLATE_NOOP("StudyResults", "no comparisons of %1 on %2"),
    QT_TRANSLATE_NOOP("StudyResults", "more than %1 raters and %2 images"),
    QT_TRANSLATE_NOOP("StudyResults", "no number of raters; more images: at least %1"),
    QT_TRANSLATE_NOOP("StudyResults", "more of both: %1 raters and %2 images"),
    QT_TRANSLATE_NOOP(
        "StudyResults",
        "%1: %2 pairs are too many to be resampled one by one; the crossed test stands without "
        "its bootstrap check.",
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1: Nemenyi's comparisons are computed up to %2 systems."),
    QT_TRANSLATE_NOOP(
        "StudyResults", "%1: for %2 the residual alone was the larger variance and was used."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "no ratings of %1 on %2"),
    QT_TRANSLATE_NOOP("StudyResults", "no interval"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 and %2 could not be compared by the declared test: %3."),
    QT_TRANSLATE_NOOP("StudyResults", "%1 was rated higher than %2: %3 − %4 = %5 %6, %7."),
    QT_TRANSLATE_NOOP("StudyResults", "A difference between %1 and %2 was not shown: %3 %4, %5."),
    QT_TRANSLATE_NOOP("StudyResults", "This holds for these images."),
    QT_TRANSLATE_NOOP("StudyResults", "With %1 images nothing follows for images in general."),
    QT_TRANSLATE_NOOP("StudyResults", "without %1"),
    QT_TRANSLATE_NOOP("StudyResults", "without all flagged raters"),
    QT_TRANSLATE_NOOP("StudyResults", "The mean difference is %1."),
    QT_TRANSLATE_NOOP(
        "StudyResults", "Any true difference is smaller than %1 points (two one-sided tests, %2)."
    ),
    QT_TRANSLATE_NOOP("StudyResults", "without the raters flagged by %1"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 and %2 more"),
    QT_TRANSLATE_NOOP("StudyResults", "no p"),
    QT_TRANSLATE_NOOP("StudyResults", "the half-width is not known yet"),
    QT_TRANSLATE_NOOP("StudyResults", "half-width %1"),
    QT_TRANSLATE_NOOP(
        "StudyResults", "stop when the half-width of the first primary difference is at most %1"
    ),
    QT_TRANSLATE_NOOP("StudyResults", "%1 of %2 raters"),
    QT_TRANSLATE_NOOP("StudyResults", "stop at %1 raters"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 to come"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 verdict"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 verdicts"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 rater"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 image"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 pair"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 images"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 pairs"),
    QT_TRANSLATE_NOOP("StudyResults", "%1 and %2"),
    QT_TRANSLATE_NOOP("StudyResults", "no chain of wins joins all systems"),
    QT_TRANSLATE_NOOP("StudyResults", "no variation between raters or images"),
    QT_TRANSLATE_NOOP("StudyResults", "fewer than two raters"),
    QT_TRANSLATE_NOOP("StudyResults", "no rater rated both on one image"),
    QT_TRANSLATE_NOOP("StudyResults", "fewer than two images"),
    QT_TRANSLATE_NOOP("StudyResults", "too few cells for a residual"),
    QT_TRANSLATE_NOOP("StudyResults", "the design does not separate raters from images"),
    QT_TRANSLATE_NOOP("StudyResults", "no variation at all"),
    QT_TRANSLATE_NOOP("StudyResults", "the variance estimate is not positive"),
    QT_TRANSLATE_NOOP("StudyResults", "some raters did not rate every stimulus"),
    QT_TRANSLATE_NOOP("StudyResults", "fewer than two raters or stimuli"),
)


def said(text: str) -> str:
    """What a study says of its results, raters and figures, in the person's language.

    What is no sentence of the program (a name, a number) stays as it is.
    """
    return text.spoken(_translated) if isinstance(text, Sentence) else text


def _translated(text: str) -> str:
    return QCoreApplication.translate("StudyResults", text)
