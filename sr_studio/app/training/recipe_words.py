"""What the program's own recipes are for, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: As in ``resources/recipes``, which know no Qt; here they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("Recipes", "ESPCN: the fastest network here, 25 thousand weights."),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "ESRGAN: a relativistic adversary and features before activation.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "ESRGAN with 6 blocks: a relativistic adversary and features before activation.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Compact for photographs as they are, trained for pixels: faithful, quiet.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Compact for photographs as they are: JPEG, noise and blur taken away, detail put in.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "RRDB with 23 blocks trained for PSNR: where ESRGAN starts from.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "RRDB with 6 blocks trained for PSNR: where esrgan6 starts from.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "SRCNN 9-5-5: three convolutions on the bicubic enlargement's luminance.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "SRGAN with pixels as content: sharper than SRResNet, few inventions.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "SRGAN with VGG19 features 2,2 as content."),
    QT_TRANSLATE_NOOP("Recipes", "SRGAN: invented detail that looks real."),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "SRResNet trained for PSNR: faithful, smooth where detail is lost.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "SRResNet trained for VGG19 features 2,2: no adversary."),
)


def summary_of(text: str) -> str:
    """The summary of a recipe as the person reads it; a recipe of somebody's own as it is."""
    return QCoreApplication.translate("Recipes", text)
