"""What the doctor says, in the person's language."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import filled

#: As in ``sr_studio/commands/doctor.py``, which knows no Qt; here they are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("Doctor", "Program"),
    QT_TRANSLATE_NOOP("Doctor", "not installed; needed for %1"),
    QT_TRANSLATE_NOOP("Doctor", "not installed"),
    QT_TRANSLATE_NOOP("Doctor", "training and LPIPS"),
    QT_TRANSLATE_NOOP("Doctor", "the fastest way on a CPU"),
    QT_TRANSLATE_NOOP("Doctor", "models of many other projects"),
    QT_TRANSLATE_NOOP("Doctor", "the window"),
    QT_TRANSLATE_NOOP("Doctor", "System"),
    QT_TRANSLATE_NOOP("Doctor", "Install it with: %1"),
    QT_TRANSLATE_NOOP("Doctor", "Devices"),
    QT_TRANSLATE_NOOP("Doctor", "%1, %2 GB of memory free"),
    QT_TRANSLATE_NOOP("Doctor", "cores used"),
    QT_TRANSLATE_NOOP("Doctor", "CPU features"),
    QT_TRANSLATE_NOOP("Doctor", "not known here"),
    QT_TRANSLATE_NOOP("Doctor", "computes in %1"),
    QT_TRANSLATE_NOOP("Doctor", "does not run here; torch is used on the CPU"),
    QT_TRANSLATE_NOOP("Doctor", "torch is built for CUDA %1, and no NVIDIA GPU can be used"),
    QT_TRANSLATE_NOOP(
        "Doctor", "With such a GPU in this computer, install or renew NVIDIA's driver."
    ),
    QT_TRANSLATE_NOOP("Doctor", "would be used"),
    QT_TRANSLATE_NOOP("Doctor", "%1, where a model was not tried yet"),
    QT_TRANSLATE_NOOP("Doctor", "%1; tried with each model"),
    QT_TRANSLATE_NOOP("Doctor", "Backends measured"),
    QT_TRANSLATE_NOOP("Doctor", "models"),
    QT_TRANSLATE_NOOP("Doctor", "none yet; the first use of a model tries what there is"),
    QT_TRANSLATE_NOOP("Doctor", "%1 not possible"),
    QT_TRANSLATE_NOOP("Doctor", "%1 %2 ms, %3 levels off fp32"),
    QT_TRANSLATE_NOOP("Doctor", "%1 %2 ms, %3 levels off fp32, so not used"),
    QT_TRANSLATE_NOOP("Doctor", "Window"),
    QT_TRANSLATE_NOOP("Doctor", "Qt's libraries"),
    QT_TRANSLATE_NOOP("Doctor", "all found"),
    QT_TRANSLATE_NOOP("Doctor", "the system lacks %1; needed for the window"),
    QT_TRANSLATE_NOOP("Doctor", "On Debian and Ubuntu: %1"),
    QT_TRANSLATE_NOOP("Doctor", "Models"),
    QT_TRANSLATE_NOOP("Doctor", "none yet"),
    QT_TRANSLATE_NOOP("Doctor", "`sr-studio models import FILE` adds one."),
    QT_TRANSLATE_NOOP("Doctor", "damaged"),
    QT_TRANSLATE_NOOP("Doctor", "Remove or replace the file."),
    QT_TRANSLATE_NOOP("Doctor", "Optional weights"),
    QT_TRANSLATE_NOOP("Doctor", "VGG19 (to train SRGAN and ESRGAN)"),
    QT_TRANSLATE_NOOP("Doctor", "AlexNet (for LPIPS)"),
    QT_TRANSLATE_NOOP("Doctor", "not here"),
    QT_TRANSLATE_NOOP("Doctor", "cannot be used: %1"),
    QT_TRANSLATE_NOOP("Doctor", "Fetch them once with: %1; or name a file that has them (%2)."),
    QT_TRANSLATE_NOOP("Doctor", "found"),
    QT_TRANSLATE_NOOP("Doctor", "Room"),
    QT_TRANSLATE_NOOP("Doctor", "memory"),
    QT_TRANSLATE_NOOP("Doctor", "%1 of %2 GB free"),
    QT_TRANSLATE_NOOP("Doctor", "own models"),
    QT_TRANSLATE_NOOP("Doctor", "training runs"),
    QT_TRANSLATE_NOOP("Doctor", "cache"),
    QT_TRANSLATE_NOOP("Doctor", "%1, %2 GB free"),
    QT_TRANSLATE_NOOP("Doctor", "Free some space, or set SR_STUDIO_HOME elsewhere."),
    QT_TRANSLATE_NOOP("Doctor", "Faults"),
    QT_TRANSLATE_NOOP("Doctor", "could not be looked at (%1)"),
    QT_TRANSLATE_NOOP("Doctor", "Install the program anew."),
)


def spoken(finding: dict[str, Any]) -> dict[str, str]:
    """``section``, ``name``, ``said`` and ``remedy`` of a finding as the person reads them.

    What is no word of ours (a library, a path, an answer of the system) stays as it is.
    """
    remedy = finding["remedy_words"]
    return {
        "section": _said(finding["section"]),
        "name": _said(finding["name"]),
        "said": "; ".join(_said(*words) for words in finding["said_words"]),
        "remedy": _said(*remedy) if remedy else "",
    }


def _said(text: str, *values: str) -> str:
    translate = QCoreApplication.translate
    return filled(translate("Doctor", text), *(translate("Doctor", value) for value in values))
