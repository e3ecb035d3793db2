"""How pictures are measured and LR pictures are made, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: What is declared without Qt; this is where the texts are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP(
        "Conventions",
        "SR rounded once to 8 bits; Y is not rounded (BasicSR and most papers since 2017)",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "MATLAB's uint8 arithmetic throughout: interpolations rounded after each pass, "
        "Y rounded to integers (the per-image tables of SelfExSR)",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "MATLAB's imresize bicubic on uint8 (replicated border, rounded after each pass), "
        "as the LR files of SelfExSR",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "MATLAB's imresize bicubic on double (mirrored border, rounded once), as the LR "
        "files of ESRGAN",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "Gaussian blur with a standard deviation of half the scale, then every scale-th pixel",
    ),
)


def convention(text: str) -> str:
    """The sentence of a protocol or of a way to make LR pictures, as the person reads it."""
    return QCoreApplication.translate("Conventions", text)
