"""The manners of difference in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.app.viewer.content import Content
from sr_studio.comparison.differences import Manner

MANNERS: dict[Manner, str] = {
    Manner.ABSOLUTE: QT_TRANSLATE_NOOP("Manner", "Absolute"),
    Manner.SIGNED: QT_TRANSLATE_NOOP("Manner", "Signed (grey where equal)"),
    Manner.RED: QT_TRANSLATE_NOOP("Manner", "Red"),
    Manner.GREEN: QT_TRANSLATE_NOOP("Manner", "Green"),
    Manner.BLUE: QT_TRANSLATE_NOOP("Manner", "Blue"),
    Manner.LUMA: QT_TRANSLATE_NOOP("Manner", "Luma (Y)"),
    Manner.TOLERANCE: QT_TRANSLATE_NOOP("Manner", "Beyond a tolerance"),
    Manner.HEAT: QT_TRANSLATE_NOOP("Manner", "Heat map"),
}


def manner_text(manner: Manner) -> str:
    """What a manner is called, in the person's language."""
    return QCoreApplication.translate("Manner", MANNERS[manner])


def difference_text(content: Content) -> str:
    """``|bicubic − SRGAN| × 4   Luma (Y)``."""
    assert content.before is not None and content.after is not None
    before, after = content.before.name, content.after.name
    if content.manner is Manner.TOLERANCE:
        return f"|{after} − {before}| > {content.tolerance}"
    text = f"{after} − {before}" if content.manner is Manner.SIGNED else f"|{before} − {after}|"
    text += f" × {2**content.doublings}"
    return text if content.manner is Manner.ABSOLUTE else f"{text}   {manner_text(content.manner)}"
