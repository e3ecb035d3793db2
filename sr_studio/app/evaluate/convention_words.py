"""How pictures are measured and LR pictures are made, in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.metrics.metric import METRICS, Metric

if TYPE_CHECKING:
    from sr_studio.evaluation.results import EvaluationResult

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

#: Of ``sr_studio/metrics/declared``; ``{shave}`` is the border, ``{y}`` how Y is rounded.
METRIC_SENTENCES = (
    QT_TRANSLATE_NOOP(
        "Conventions",
        "10 log10(255²/MSE) on Y of BT.601 in studio range (16 to 235), {y}, grey files as they "
        "are; {shave} px left out at each border; mean over pictures.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "10 log10(255²/MSE) over R, G and B together; {shave} px left out at each border; about "
        "1.9 dB below Y on Set5, never to be compared with it.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "Standard SSIM: 11x11 Gaussian of sigma 1.5, K 0.01 and 0.03, L 255, population "
        "covariance, valid region only, on Y of BT.601 in studio range (16 to 235), {y}, grey "
        "files as they are; {shave} px left out at each border.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "SSIM of daala's dump_ssim, the one the SRGAN paper prints: window that grows with the "
        "picture's height H (sigma 1.5·H/256), integer taps, border pixels weighted by the window "
        "inside; on Y of BT.601 (16 to 235) rounded to integers, grey files as they are; {shave} "
        "px left out at each border. Not to be compared with the standard SSIM.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "NIQE of the SR picture alone on Y of BT.601 rounded to integers; {shave} px left out at "
        "each border; whole 96x96 blocks from the top left, no overlap.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "LPIPS v0.1 with AlexNet on RGB in [-1, 1]; {shave} px left out at each border.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "LPIPS v0.1 with VGG16 on RGB in [-1, 1]; {shave} px left out at each border.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "LPIPS v0.1 with SqueezeNet 1.1 on RGB in [-1, 1]; {shave} px left out at each border.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "((10 - Ma) + NIQE)/2 as in the PIRM challenge, with the Ma score that was supplied.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "Wall time of one picture from LR pixels to SR pixels, decoding and measuring left out; "
        "the first picture is done once beforehand to warm up.",
    ),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "Megapixels of SR made in a second; the mean is all megapixels by all seconds.",
    ),
)

#: How Y is rounded, as ``Metric.convention`` says it, and what NIQE adds.
DETAILS = (
    QT_TRANSLATE_NOOP("Conventions", "Y rounded to integers"),
    QT_TRANSLATE_NOOP("Conventions", "Y not rounded"),
    QT_TRANSLATE_NOOP(
        "Conventions",
        "Compared with SR Studio's own pristine statistics, fitted to 50 freely licensed "
        "photographs; not comparable with published NIQE values.",
    ),
)


def convention(text: str) -> str:
    """The sentence of a protocol or of a way to make LR pictures, as the person reads it."""
    return QCoreApplication.translate("Conventions", text)


def in_general(metric: Metric) -> str:
    """How a metric is measured at any scale and in any protocol, as the person reads it."""
    scale = QCoreApplication.translate("Conventions", "scale")
    return convention(metric.sentence).replace("{shave}", scale).replace(", {y}", "")


def measured(result: EvaluationResult, key: str) -> str:
    """The convention of a metric in an evaluation, as the person reads it.

    What another version of the program wrote stands as it was written.
    """
    written, metric = result.conventions[key], METRICS.get(key)
    protocol = PROTOCOLS.get(result.protocol)
    if metric is None or protocol is None:
        return written
    known = metric.convention(shave=result.scale, rounded_y=protocol.rounded_y)
    if not written.startswith(known):
        return written
    y = convention("Y rounded to integers" if protocol.rounded_y else "Y not rounded")
    text = convention(metric.sentence).replace("{shave}", str(result.scale)).replace("{y}", y)
    details = written.removeprefix(known).strip()
    return f"{text} {convention(details)}" if details else text
