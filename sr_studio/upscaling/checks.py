"""Is this a picture? No black, flat or garbage result is ever passed on as a success."""

from __future__ import annotations

import numpy as np

from sr_studio.upscaling.request import UpscaleError

#: A part of the picture that varies by less than this (of 1) may become flat.
_LIVELY = 4 / 255
#: A result that varies by less than this is flat.
_FLAT = 0.5 / 255
#: Means of a picture and its enlargement that differ by more than this show another picture.
_MEAN_OFF = 0.25


class UntrustedResultError(UpscaleError):
    """What the network gave cannot be the picture enlarged."""


def check_finite(values: np.ndarray, precision: str) -> None:
    """Raise :class:`UntrustedResultError` if a value is infinite or not a number."""
    if not np.isfinite(values).all():
        raise UntrustedResultError(
            f"the network gave values that are not numbers (in {precision})",
            remedy="Try the precision fp32; if it persists, the model file is damaged.",
        )


def check_likeness(source: np.ndarray, result: np.ndarray) -> None:
    """Raise :class:`UntrustedResultError` if the result is flat, or of quite another brightness.

    Args:
        source: H×W×C, the pixels before, in 0..1.
        result: sH×sW×C, the pixels after, clipped to 0..1.
    """
    if source.std() >= _LIVELY and result.std() < _FLAT:
        tone = "black" if result.mean() < 0.02 else "of one colour"
        raise UntrustedResultError(
            f"the result is {tone} where the picture is not",
            remedy="The model file is damaged or untrained, or the device's driver failed; "
            "try another model, or the device cpu.",
        )
    before, after = float(source.mean()), float(result.mean())
    if abs(before - after) > _MEAN_OFF:
        raise UntrustedResultError(
            f"the result's brightness ({after:.0%}) is far from the picture's ({before:.0%})",
            remedy="The model expects another range of values, is untrained or damaged; "
            "try another model.",
        )
