"""Is this a picture? No black, flat or garbage result is ever passed on as a success."""

from __future__ import annotations

import numpy as np
import psutil

from sr_studio.files import spoken_bytes
from sr_studio.sentences import Sentence
from sr_studio.upscaling.request import UpscaleError

#: A part of the picture that varies by less than this (of 1) may become flat.
_LIVELY = 4 / 255
#: A result that varies by less than this is flat.
_FLAT = 0.5 / 255
#: Means of a picture and its enlargement that differ by more than this show another picture.
_MEAN_OFF = 0.25
#: No network gives a value as far from 0..1 as this unless it overflows.
LARGEST_VALUE = 1e6
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
            Sentence(
                "%1×%2 pixels need %3 of memory and %4 are free",
                width,
                height,
                spoken_bytes(needed),
                spoken_bytes(free),
            ),
            remedy=Sentence("Choose a smaller scale, or close other programs."),
        )


def check_finite(values: np.ndarray, precision: str) -> None:
    """Raise :class:`UntrustedResultError` if a value is infinite, not a number, or absurd."""
    # NaN is in no range; looking at the ends takes no memory.
    if not (values.min() > -LARGEST_VALUE and values.max() < LARGEST_VALUE):
        raise UntrustedResultError(
            Sentence("the network gave values that are not numbers (in %1)", precision),
            remedy=Sentence("Try the precision fp32; if it persists, the model file is damaged."),
        )


def check_shape(source: np.ndarray, result: np.ndarray, scale: int) -> None:
    """Raise :class:`UntrustedResultError` if a tile is not ``scale`` times what it was made from.

    Args:
        source: 3×H×W.
        result: What the network gave.
        scale: What the model's card says.
    """
    channels, height, width = source.shape
    if result.shape != (channels, height * scale, width * scale):
        made = "×".join(map(str, result.shape[:0:-1]))
        raise UntrustedResultError(
            Sentence(
                "the network made %1 pixels of %2 where its card says ×%3",
                made,
                f"{width}×{height}",
                scale,
            ),
            remedy=Sentence("The card and the weights in the model file do not belong together."),
        )


def check_lively(source: np.ndarray, result: np.ndarray) -> None:
    """Raise :class:`UntrustedResultError` if a tile came out flat and was not.

    Args:
        source: 3×H×W of the tile before, in 0..1.
        result: 3×sH×sW of the tile after; what lies outside of 0..1 will be clipped.
    """
    if source.std() < _LIVELY:
        return
    result = np.clip(_sampled(result), 0, 1)
    if result.std() >= _FLAT:
        return
    black = result.mean() < 0.02
    raise UntrustedResultError(
        Sentence(
            "the result is black where the picture is not"
            if black
            else "the result is of one colour where the picture is not"
        ),
        remedy=Sentence(
            "The model file is damaged or untrained, or the device's driver failed; "
            "try another model, or the device cpu."
        ),
    )


def check_brightness(source: np.ndarray, result: np.ndarray) -> None:
    """Raise :class:`UntrustedResultError` if a tile's brightness has become quite another.

    Args:
        source: 3×H×W of the tile before, in 0..1.
        result: 3×sH×sW of the tile after; what lies outside of 0..1 will be clipped.
    """
    before, after = (float(np.clip(_sampled(one), 0, 1).mean()) for one in (source, result))
    if abs(before - after) > _MEAN_OFF:
        raise UntrustedResultError(
            Sentence(
                "the result's brightness (%1) is far from the picture's (%2)",
                f"{after:.0%}",
                f"{before:.0%}",
            ),
            remedy=Sentence(
                "The model expects another range of values than its card says, is untrained or "
                "damaged; try another model."
            ),
        )


def _sampled(planes: np.ndarray) -> np.ndarray:
    """Every n-th row and column of C×H×W; some ten thousand pixels of a large one.

    No column of an enlarged tile is looked at more often than others: the step is odd.
    """
    step = int((planes.shape[1] * planes.shape[2] / 4e4) ** 0.5) // 2 * 2 + 1
    return planes[:, ::step, ::step]
