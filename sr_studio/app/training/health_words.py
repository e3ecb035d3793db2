"""What was found of a run's health, in words with their evidence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import filled
from sr_studio.training.health import Finding

_WORDS = {
    "improving": QT_TRANSLATE_NOOP("Health", "%1 dB in %2, still improving"),
    "flat": QT_TRANSLATE_NOOP("Health", "%1 dB in %2; the best was at iteration %3"),
    "falling": QT_TRANSLATE_NOOP("Health", "%1 dB below its best of iteration %2"),
    "discriminator-won": QT_TRANSLATE_NOOP(
        "Health", "the discriminator has won (%1): the adversarial term teaches little"
    ),
    "discriminator-lost": QT_TRANSLATE_NOOP("Health", "the discriminator has no say (%1)"),
    "diverging": QT_TRANSLATE_NOOP("Health", "the loss is %1 times what it was at iteration %2"),
    "no-numbers": QT_TRANSLATE_NOOP("Health", "the losses stopped being numbers %1 time(s)"),
    "slower": QT_TRANSLATE_NOOP("Health", "slower than usual: %1 it/s instead of %2"),
    "memory-grows": QT_TRANSLATE_NOOP("Health", "memory has grown to %1 GB from %2 GB"),
    "too-early": QT_TRANSLATE_NOOP("Health", "%1 validation(s) so far: too early to tell"),
}


def sentence(finding: Finding) -> str:
    """One finding with its evidence."""
    text = QCoreApplication.translate("Health", _WORDS[finding.kind])
    return filled(text, *_values(finding))


def _values(finding: Finding) -> Sequence[str]:
    numbers = finding.numbers
    match finding.kind:
        case "improving" | "flat":
            best = [f"{numbers[2]:,.0f}"] if finding.kind == "flat" else []
            return [f"{numbers[0]:+.2f}", _hours(numbers[1]), *best]
        case "falling":
            return f"{numbers[0]:.2f}", f"{numbers[1]:,.0f}"
        case "discriminator-won" | "discriminator-lost":
            names = ("D(HR)", "D(SR)")
            said = [f"{name} {value:.2f}" for name, value in zip(names, numbers, strict=False)]
            return [", ".join(said)]
        case "diverging":
            return f"{numbers[0]:.1f}", f"{numbers[1]:,.0f}"
        case "slower":
            return f"{numbers[0]:.3g}", f"{numbers[1]:.3g}"
        case "memory-grows":
            return f"{numbers[0] / 1e9:.1f}", f"{numbers[1] / 1e9:.1f}"
        case _:
            return [f"{numbers[0]:.0f}"]


def _hours(hours: float) -> str:
    translate = QCoreApplication.translate
    if hours <= 0:
        return translate("Health", "the last quarter")
    if hours < 0.95:
        return translate("Health", "the last %1 min").replace("%1", f"{max(1, 60 * hours):.0f}")
    if hours < 1.5:
        return translate("Health", "the last hour")
    return translate("Health", "the last %1 h").replace("%1", f"{hours:.1f}")
