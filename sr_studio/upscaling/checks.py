"""Is this a picture? No black, flat or garbage result is ever passed on as a success."""

from __future__ import annotations

import numpy as np
import psutil

from sr_studio.upscaling.request import UpscaleError

#: A part of the picture that varies by less than this (of 1) may become flat.
_LIVELY = 4 / 255
#: A result that varies by less than this is flat.
_FLAT = 0.5 / 255
#: Means of a picture and its enlargement that differ by more than this show another picture.
_MEAN_OFF = 0.25
#: Share of the free main memory a result may take.
_RESULT_SHARE = 0.9


class UntrustedResultError(UpscaleError):
    """What the network gave cannot be the picture enlarged."""


def check_room(width: int, height: int, bytes_per_pixel: int) -> None:
    """Raise :class:`UpscaleError` if a picture of this size does not fit into the free memory."""
    needed = width * height * bytes_per_pixel
    free = psutil.virtual_memory().available
    if needed > free * _RESULT_SHARE:
        raise UpscaleError(
            f"{width}×{height} pixels need {needed / 1e9:.1f} GB of memory and "
            f"{free / 1e9:.1f} GB are free",
            remedy="Choose a smaller scale, or close other programs.",
        )


def check_finite(values: np.ndarray, precision: str) -> None:
    """Raise :class:`UntrustedResultError` if a value is infinite or not a number."""
    if not np.isfinite(values).all():
        raise UntrustedResultError(
            f"the network gave values that are not numbers (in {precision})",
            remedy="Try the precision fp32; if it persists, the model file is damaged.",
        )


def check_lively(source: np.ndarray, result: np.ndarray) -> None:
    """Raise :class:`UntrustedResultError` if a tile came out flat and was not.

    Args:
        source: H×W×3 integers of the tile before.
        result: 3×sH×sW of the tile after, clipped to 0..1.
    """
    if source.std() / np.iinfo(source.dtype).max < _LIVELY or result.std() >= _FLAT:
        return
    tone = "black" if result.mean() < 0.02 else "of one colour"
    raise UntrustedResultError(
        f"the result is {tone} where the picture is not",
        remedy="The model file is damaged or untrained, or the device's driver failed; "
        "try another model, or the device cpu.",
    )


def check_brightness(source: np.ndarray, result: np.ndarray) -> None:
    """Raise :class:`UntrustedResultError` if the picture's brightness has become quite another.

    Args:
        source: H×W×C integers before.
        result: H'×W'×C integers of the same type after.
    """
    most = np.iinfo(source.dtype).max
    before, after = (float(_sampled(pixels).mean()) / most for pixels in (source, result))
    if abs(before - after) > _MEAN_OFF:
        raise UntrustedResultError(
            f"the result's brightness ({after:.0%}) is far from the picture's ({before:.0%})",
            remedy="The model expects another range of values, is untrained or damaged; "
            "try another model.",
        )


def _sampled(pixels: np.ndarray) -> np.ndarray:
    """Every n-th row and column, about a million pixels of a large picture."""
    step = max(1, int((pixels.shape[0] * pixels.shape[1] / 1e6) ** 0.5))
    return pixels[::step, ::step]
