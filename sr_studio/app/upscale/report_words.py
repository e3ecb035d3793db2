"""The report of an upscaling in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.method_words import said
from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import filled
from sr_studio.upscaling.request import UpscaleReport

#: As in ``UpscaleReport.facts``, which knows no Qt; here they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("Report", "%1 passes"),
    QT_TRANSLATE_NOOP("Report", "self-ensemble"),
    QT_TRANSLATE_NOOP("Report", "%1 (within %2 levels of fp32)"),
    QT_TRANSLATE_NOOP("Report", "in one piece"),
    QT_TRANSLATE_NOOP("Report", "tiles of %1"),
    QT_TRANSLATE_NOOP("Report", "%1 s"),
    QT_TRANSLATE_NOOP("Report", "interpolation"),
    QT_TRANSLATE_NOOP("Report", "exact"),
)


def report_sentence(report: UpscaleReport) -> str:
    """What :meth:`UpscaleReport.sentence` says; names of devices and backends stay as they are."""
    (_, method), *facts = report.facts()
    return ", ".join([said(method), *(_said(*fact) for fact in facts)])


def seconds_taken(report: UpscaleReport) -> str:
    """How long it took, as the report says it."""
    return _said(*report.facts()[-1])


def _said(text: str, *values: str) -> str:
    return filled(QCoreApplication.translate("Report", text), *values)
