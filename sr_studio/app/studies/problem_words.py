"""What is wrong with a draft of a study, in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from sr_studio.studies.definition.problems import Problem

#: As in ``sr_studio/studies/definition`` and ``planning``, which know no Qt; here they are
#: offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("StudyProblems", "%1 needs exactly one hidden reference, there are %2"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "of two pictures in one place both cannot be seen within one exposure"
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Leave exposure_ms out, or show the two side by side."),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no consent text"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", 'Name one, or say why there is none: consent_waived = "reason".'
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Studies with more scores can be imported: sr-studio study import --scale."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 scores; the rater's window has room for %2 keys"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "give either files, or reference_file together with systems"
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "a degradation is judged beside its original: give reference_file too"
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "a comparison needs two versions of a picture"),
    QT_TRANSLATE_NOOP("StudyProblems", "nearly everybody will give the low anchor the same score"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 training pictures"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "no primary contrast is declared; the study cannot be built without one"
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 raters are planned, and there are %2 numbers for them"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Give the sites more numbers: nobody is enrolled beyond the last."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 still says %2"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Write there what is true of your study; raters read it as it stands."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "the %1 %2 is there more than once"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Say where its pictures are (files) or what makes them (method)."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no other system %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 of %2 pictures are missing: %3"),
    QT_TRANSLATE_NOOP("StudyProblems", "Expected scores are for low_anchor and hidden_reference."),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 reaches beyond the scale from %2 to %3"),
    QT_TRANSLATE_NOOP("StudyProblems", "it is %1, but scores are %2"),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "give either the picture (system_files) or the system that makes it"
    ),
    QT_TRANSLATE_NOOP("StudyProblems", 'Set mode = "blocks", or leave this out.'),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "%1 has %2 references: no statement about images in general"
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "the result is informal"),
    QT_TRANSLATE_NOOP("StudyProblems", "24 are usual in a controlled room"),
    QT_TRANSLATE_NOOP("StudyProblems", "fewer than two systems besides the hidden reference"),
    QT_TRANSLATE_NOOP("StudyProblems", "all told scores are the same"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 is no system that makes pictures"),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no file %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "Correct the path."),
    QT_TRANSLATE_NOOP("StudyProblems", "%1: %2 is not between 2 and its %3 references"),
    QT_TRANSLATE_NOOP("StudyProblems", "a second site %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "its numbers overlap with those of %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "Its intervals will look narrower than they are."),
    QT_TRANSLATE_NOOP("StudyProblems", "Five or more over the whole range are usual."),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 raters: %2"),
    QT_TRANSLATE_NOOP("StudyProblems", 'Add primary = [["system", "system", "set"]].'),
    QT_TRANSLATE_NOOP("StudyProblems", "two labels are the same"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 labels for %2 scores"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 is empty"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 cannot be read"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 is not UTF-8"),
    QT_TRANSLATE_NOOP("StudyProblems", "a second %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "both files and a method"),
    QT_TRANSLATE_NOOP("StudyProblems", "Keep one of the two."),
    QT_TRANSLATE_NOOP("StudyProblems", "neither files nor a method"),
    QT_TRANSLATE_NOOP("StudyProblems", "detail without a method"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 is no anchor"),
    QT_TRANSLATE_NOOP("StudyProblems", "See the guide for the forms of a training item."),
    QT_TRANSLATE_NOOP("StudyProblems", "it is given for mode complete"),
    QT_TRANSLATE_NOOP("StudyProblems", "the set %1 is missing"),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no set %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "the range of numbers ends before it begins"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 is compared with itself"),
    QT_TRANSLATE_NOOP("StudyProblems", "Add references, six at least."),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 has one system only"),
    QT_TRANSLATE_NOOP("StudyProblems", "Nothing to compare."),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 has ready pictures and makes none"),
    QT_TRANSLATE_NOOP("StudyProblems", "Name systems with a method."),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no system %1 in %2"),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no system %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "Name the picture with system_files."),
    QT_TRANSLATE_NOOP("StudyProblems", "there are no pictures in %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "a set cannot be called %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "the id %1 is there %2 times"),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no reference picture"),
    QT_TRANSLATE_NOOP("StudyProblems", "Choose another name."),
    QT_TRANSLATE_NOOP("StudyProblems", "the study has %1 mistakes, nothing was changed"),
    QT_TRANSLATE_NOOP("StudyProblems", "the study has a mistake, nothing was changed"),
    QT_TRANSLATE_NOOP("StudyProblems", "line %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "numbers from %1 to %2 in steps of %3"),
    QT_TRANSLATE_NOOP("StudyProblems", "whole numbers from %1 to %2"),
    QT_TRANSLATE_NOOP("StudyProblems", "a rater needs %1 sessions, %2 minutes in all"),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        'Fewer raters would come to the end; mode = "blocks" shares the references out.',
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Make a study with: %1."),
    QT_TRANSLATE_NOOP("StudyProblems", "byte %1 is not UTF-8"),
    QT_TRANSLATE_NOOP("StudyProblems", "not valid TOML: %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "this field is unknown"),
    QT_TRANSLATE_NOOP("StudyProblems", "%1 (here %2)"),
    QT_TRANSLATE_NOOP("StudyProblems", "it is missing"),
    QT_TRANSLATE_NOOP("StudyProblems", "there is no %1"),
    QT_TRANSLATE_NOOP("StudyProblems", "Save the file as UTF-8."),
    QT_TRANSLATE_NOOP("StudyProblems", "no legal order was found for rater %1 in %2 tries"),
    QT_TRANSLATE_NOOP("StudyProblems", "Add references, or raise order.max_system_run."),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "only %1 of %2 repeats fit %3 presentations after their originals in a stream of %4",
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Lower repeats.share, repeats.min_count or repeats.min_gap."
    ),
)

#: What to do about it, by ``REMEDIES`` of ``definition/problems.py``.
REMEDIES_OFFERED = (
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Write it as TOML: key = value, text in quotes, true or false."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Let `study new` make the id; a changed study needs a new one."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "Give a title of 1 to 120 characters; contact and ethics are text, version a number.",
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Use one of none, srgan-2017, acr-hr, dcr, pair, demo."),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "Use acr, acr_hr, dcr or pc; acr_hr and dcr need exactly one system with role = "
        '"hidden_reference".',
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Let `study new` make the seed: 64 hexadecimal digits in lower case."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "Give 2 to 11 scores in equal steps, and every score a label of its own, lowest first.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Name a UTF-8 text file that is not empty, beside study.toml."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Remove it, or correct its spelling."),
    QT_TRANSLATE_NOOP("StudyProblems", "Correct the value."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Give every reference an id of its own, of a-z, 0-9, _ and -."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Name a picture that can be read."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Give every system an id and a name of its own; 1 to 40 systems."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Add systems: at least two besides the hidden reference."),
    QT_TRANSLATE_NOOP("StudyProblems", "Keep one hidden_reference and one low_anchor at most."),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "Add the pictures, correct the pattern, or list in `sets` where the system is shown.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Declare `duplicate_of` if this is meant, otherwise correct the files."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Crop less: border and size at least 0, multiple at least 1."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Crop the pictures, lower the zoom, or ask for a larger screen."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "Use background 0-255, gap_ms 0-5000, min_view_ms 0-10000 and no shorter exposure.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems",
        "Give scores of the study's scale, at least two different ones, and the picture shown.",
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Use contents for training and calibration that are not in the test."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Use 0 to 20 and the pool test or training."),
    QT_TRANSLATE_NOOP("StudyProblems", "Give ranges inside the scale and a share of at most 0.5."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Lower share, min_count or min_gap so that the repeats fit."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Give for each set how many references a rater sees: 2 up to all of them."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Use 5 to 30 minutes a session."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Add references, raise max_system_run or leave out the repeats."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Give every site a range of numbers of its own."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Choose from age_band, vision_test, correction, colour_vision, expertise."
    ),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Add a primary contrast: primary = [[system, system, set]]."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Name systems and a set of this study."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Use 0 < alpha < 0.5, a positive bound, bootstrap of at least 1000."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Use stop = { raters = 26 } or stop = { halfwidth = 0.1 }."),
    QT_TRANSLATE_NOOP("StudyProblems", "Correct the threshold; leaving it out takes the default."),
    QT_TRANSLATE_NOOP("StudyProblems", "See the guide for the values of this section."),
    QT_TRANSLATE_NOOP("StudyProblems", "Use a scale from 2 to 8, and uint8 or double."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "Name a folder with pictures, or list the references one by one."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Save it with 8 bits a channel, grey or RGB."),
    QT_TRANSLATE_NOOP("StudyProblems", "Save it without transparency."),
    QT_TRANSLATE_NOOP("StudyProblems", "Convert it to sRGB."),
    QT_TRANSLATE_NOOP("StudyProblems", "Save it upright, without a rotation in its EXIF data."),
    QT_TRANSLATE_NOOP(
        "StudyProblems", "All versions of a reference must have one size after cropping."
    ),
    QT_TRANSLATE_NOOP("StudyProblems", "Save a single picture."),
    QT_TRANSLATE_NOOP("StudyProblems", "Save it again with a program that writes valid files."),
)


def said(problem: Problem) -> str:
    """A mistake or a warning with its code and its line, as the person reads it."""
    return problem.sentence.spoken(_translated)


def _translated(text: str) -> str:
    return QCoreApplication.translate("StudyProblems", text)
