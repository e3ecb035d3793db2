"""How long something takes, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.progress import spoken_duration

#: As in ``sr_studio/progress.py``, which knows no Qt; here they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("Durations", "%1 s"),
    QT_TRANSLATE_NOOP("Durations", "%1 min %2 s"),
    QT_TRANSLATE_NOOP("Durations", "%1 h %2 min"),
)


def duration(seconds: float) -> str:
    """``41 s``, ``3 min 20 s``, ``2 h 5 min`` as the person says it."""
    return spoken_duration(seconds).spoken(_translated)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Durations", text)
