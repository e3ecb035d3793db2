"""What methods are called and said to be for, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.app.training.recipe_words import summary_of

#: What is declared without Qt; this is where the texts are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("Methods", "Nearest"),
    QT_TRANSLATE_NOOP("Methods", "Bilinear"),
    QT_TRANSLATE_NOOP("Methods", "Bicubic"),
    QT_TRANSLATE_NOOP("Methods", "Lanczos"),
    QT_TRANSLATE_NOOP("Methods", "Repeats pixels; shows what is really in the picture."),
    QT_TRANSLATE_NOOP("Methods", "Smooth and soft, without overshoot."),
    QT_TRANSLATE_NOOP("Methods", "The usual baseline; a little sharper than bilinear."),
    QT_TRANSLATE_NOOP("Methods", "The sharpest interpolation, with slight halos at hard edges."),
    QT_TRANSLATE_NOOP("Methods", "Photographs as they are"),
    QT_TRANSLATE_NOOP("Methods", "JPEGs, noise and blur of cameras and the web"),
    QT_TRANSLATE_NOOP("Methods", "Clean pictures"),
    QT_TRANSLATE_NOOP("Methods", "sharp pictures without noise or JPEG blocks"),
    QT_TRANSLATE_NOOP("Methods", "Drawings"),
    QT_TRANSLATE_NOOP("Methods", "drawings, comics and animation"),
    QT_TRANSLATE_NOOP("Methods", "Text"),
    QT_TRANSLATE_NOOP("Methods", "scanned or photographed text"),
    QT_TRANSLATE_NOOP("Methods", "Other models"),
    QT_TRANSLATE_NOOP("Methods", "what their authors say"),
    QT_TRANSLATE_NOOP("Methods", "The papers' networks, for study"),
    QT_TRANSLATE_NOOP("Methods", "comparing with the literature"),
    # The cards of the models that come with the program.
    QT_TRANSLATE_NOOP("Methods", "The fastest network: luminance only, sharper than bicubic."),
    QT_TRANSLATE_NOOP(
        "Methods", "Crisp and detailed, partly invented; makes texture of JPEG blocks and noise."
    ),
    QT_TRANSLATE_NOOP("Methods", "Faithful: takes JPEG blocks and noise away and invents nothing."),
    QT_TRANSLATE_NOOP(
        "Methods",
        "For photographs as they are: takes JPEG blocks and noise away and puts detail in.",
    ),
    QT_TRANSLATE_NOOP(
        "Methods", "Faithful and a little soft; the most faithful of the shipped pair."
    ),
    QT_TRANSLATE_NOOP(
        "Methods", "Where it began: three convolutions on the bicubic enlargement, luminance only."
    ),
    QT_TRANSLATE_NOOP(
        "Methods", "Sharper than SRResNet, partly invented: an adversary and VGG features 2,2."
    ),
    QT_TRANSLATE_NOOP("Methods", "Faithful: trained for PSNR, smooth where detail is lost."),
    # What they were trained on.
    QT_TRANSLATE_NOOP(
        "Methods",
        "BSDS400, T91, Kodak24 and 40 freely licensed photographs: 546 pictures, none of them a "
        "benchmark picture.",
    ),
    QT_TRANSLATE_NOOP(
        "Methods",
        "250 freely licensed photographs from 26 sources, each with its author and licence in "
        "models/training/train_free.tsv; damaged as the recipe says. No benchmark picture, no "
        "sample picture.",
    ),
    QT_TRANSLATE_NOOP(
        "Methods",
        "250 freely licensed photographs from 26 sources, each with its author and licence in "
        "models/training/train_free.tsv, at their size, at half of it and at 0.35; damaged as the "
        "recipe says. No benchmark picture, no sample picture.",
    ),
    QT_TRANSLATE_NOOP(
        "Methods",
        "250 freely licensed photographs from 26 sources, each with its author and licence in "
        "models/training/train_free.tsv, at half their size and at 0.35 of it. No benchmark "
        "picture, no sample picture.",
    ),
)


def said(text: str) -> str:
    """A title, a summary, a purpose or the training pictures of a method, as the person reads it.

    A model that was trained here has the summary of its recipe. What an author of a model wrote
    stays as it is.
    """
    found = QCoreApplication.translate("Methods", text)
    return found if found != text else summary_of(text)
