"""Why something happened to a study, in the person's language, where the program wrote it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP

#: As ``sr_studio/studies`` writes them into the record; here they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("StudyEvents", "the first rater enrolled"),
    QT_TRANSLATE_NOOP("StudyEvents", "imported ratings"),
    QT_TRANSLATE_NOOP("StudyEvents", "imported ratings were never blind to this program"),
    QT_TRANSLATE_NOOP("StudyEvents", "simulated"),
    QT_TRANSLATE_NOOP("StudyEvents", "analysis"),
)


def reason_text(reason: str) -> str:
    """The reason of an event as the person reads it; what somebody wrote stays as it is."""
    return QCoreApplication.translate("StudyEvents", reason)
