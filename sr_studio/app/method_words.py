"""What methods are called and said to be for, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: What is declared without Qt; this is where the texts are offered to translators.
_TEXTS = (
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
)


def said(text: str) -> str:
    """A title, a summary or a purpose of a method, as the person reads it.

    What an author of a model wrote stays as it is.
    """
    return QCoreApplication.translate("Methods", text)
