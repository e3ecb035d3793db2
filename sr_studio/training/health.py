"""How a run is doing, found in its history: each finding with its evidence in numbers.

The sentences are the window's (and the command line's); what is found, and when, is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sr_studio.training.history import History
from sr_studio.training.series import Series

Grade = Literal["good", "neutral", "bad"]
Kind = Literal[
    "improving",
    "flat",
    "falling",
    "discriminator-won",
    "discriminator-lost",
    "diverging",
    "no-numbers",
    "slower",
    "memory-grows",
    "too-early",
]

_HOUR = 3600.0
#: Decibels in an hour that are a gain, and below its best that are a loss.
_GAIN_DB = 0.02
_LOSS_DB = 0.3
#: Probabilities that the discriminator gives to HR and to SR when it has won, or has no say.
_SURE = 0.98
_LOOKS = 20
#: A loss this many times its lowest mean diverges; means are over this share of the points.
_DIVERGED = 2.0
_SHARE = 20
#: Below this share of its usual speed a run is slow; above this share memory has grown.
_SLOW = 0.6
_GROWN = 1.3
_FEWEST = 40


@dataclass(frozen=True)
class Finding:
    """One thing that can be said of a run.

    Attributes:
        kind: What.
        grade: Whether it is good or bad.
        numbers: The evidence; what they are depends on the kind (see :func:`findings`).
    """

    kind: Kind
    grade: Grade
    numbers: tuple[float, ...] = ()


def findings(history: History) -> list[Finding]:
    """What there is to say of a run, the worst first.

    Numbers of each kind:
        improving: gain in dB, hours it took.
        flat: gain in dB, hours looked at, iteration of the best.
        falling: dB below the best, iteration of the best.
        discriminator-won, discriminator-lost: D(HR) and, where it is logged, D(SR).
        diverging: how many times its lowest mean the loss is, iteration of that mean.
        no-numbers: how often the losses stopped being numbers.
        slower: updates a second now, and before.
        memory-grows: bytes now, and at first.
        too-early: validations so far.
    """
    found = [
        *_roll_backs(history),
        *_divergence(history),
        *_discriminator(history),
        *_scores(history),
        *_speed(history),
        *_memory(history),
    ]
    order = {"bad": 0, "good": 1, "neutral": 2}
    return sorted(found, key=lambda finding: order[finding.grade])


def _roll_backs(history: History) -> Sequence[Finding]:
    count = sum("stopped being numbers" in note.text for note in history.notes)
    return [Finding("no-numbers", "bad", (count,))] if count else []


def _divergence(history: History) -> Sequence[Finding]:
    """Of the pixel term, or the content one: adversarial terms may rise in a healthy run."""
    for name in ("loss/pixel", "loss/content", "loss/lpips"):
        curve = history.curves.get(name)
        if curve is None or len(curve) < _FEWEST:
            continue
        means = curve.smoothed(max(5, len(curve) // _SHARE))[len(curve) // _SHARE :]
        lowest = int(np.nanargmin(means))
        if means[lowest] > 0 and means[-1] > _DIVERGED * means[lowest]:
            where = curve.iterations[len(curve) // _SHARE + lowest]
            return [Finding("diverging", "bad", (means[-1] / means[lowest], float(where)))]
        return []
    return []


def _discriminator(history: History) -> Sequence[Finding]:
    of_hr = history.curves.get("loss/realness_of_hr")
    if of_hr is None or len(of_hr) < _LOOKS:
        return []
    of_sr = history.curves.get("loss/realness_of_sr")
    last = of_hr.values[-_LOOKS:]
    evidence = [float(last.mean())]
    if of_sr is not None and len(of_sr):
        evidence.append(float(of_sr.values[-_LOOKS:].mean()))
    if last.min() > _SURE:
        return [Finding("discriminator-won", "bad", tuple(evidence))]
    if last.max() < 1 - _SURE:
        return [Finding("discriminator-lost", "bad", tuple(evidence))]
    return []


def _scores(history: History) -> Sequence[Finding]:
    curve = history.curves.get("validation/psnr_y")
    is_gan = "loss/adversarial" in history.curves
    if curve is None or len(curve) < 3:
        return [Finding("too-early", "neutral", (0 if curve is None else len(curve),))]
    if is_gan:
        return []  # PSNR does not tell whether a GAN does well
    best = int(np.nanargmax(curve.values))
    below = float(curve.values[best] - curve.values[-1])
    if below > _LOSS_DB and len(curve) - best > 3:
        return [Finding("falling", "bad", (below, float(curve.iterations[best])))]
    since, hours = _last_hour(curve)
    before = float(np.nanmax(curve.values[: max(1, since)]))
    gain = float(curve.values[best]) - before
    if gain >= _GAIN_DB:
        return [Finding("improving", "good", (gain, hours))]
    if len(curve) - since < 3:
        return [Finding("too-early", "neutral", (len(curve),))]
    return [Finding("flat", "neutral", (gain, hours, float(curve.iterations[best])))]


def _last_hour(curve: Series) -> tuple[int, float]:
    """The first point of the last hour, and how many hours there are after the one before it.

    Without clock times in the log it is the last quarter, and 0 hours.
    """
    times = curve.times
    if not np.isfinite(times).all():
        return len(curve) * 3 // 4, 0.0
    since = max(1, int(np.searchsorted(times, times[-1] - _HOUR, "right")))
    return since, float(times[-1] - times[since - 1]) / _HOUR


def _speed(history: History) -> Sequence[Finding]:
    curve = history.curves.get("run/rate")
    if curve is None or len(curve) < _FEWEST:
        return []
    usual, now = float(np.nanmedian(curve.values)), float(np.nanmedian(curve.values[-10:]))
    return [Finding("slower", "bad", (now, usual))] if now < _SLOW * usual else []


def _memory(history: History) -> Sequence[Finding]:
    curve = history.curves.get("run/memory")
    if curve is None or len(curve) < _FEWEST:
        return []
    first, now = float(curve.values[_FEWEST // 2]), float(curve.values[-1])
    return [Finding("memory-grows", "bad", (now, first))] if now > _GROWN * first else []
