"""How far a network really looks: measured, where the theoretical reach is out of all proportion.

An RRDBNet of 23 blocks can in theory see 349 pixels around a pixel; a tile of 256 with that margin
would cost fourteen times its own area. What a trained network takes from so far away is less than
the rounding of 8 bits, so the margin is measured on the model itself, and every seam it leads to
is checked (:mod:`sr_studio.upscaling.passes`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

#: Margins up to this are cheap enough to be taken as they are.
LARGEST_EXACT = 64
_LENGTH, _CUT, _HEIGHT = 224, 112, 16
_TOLERANCE = 0.25 / 255
_SAFETY = 1.5


def measured_margin(run: Callable[[np.ndarray], np.ndarray], scale: int) -> int | None:
    """Context beyond which ``run`` changes by less than a quarter of an 8-bit level.

    A strip of texture is enlarged whole and without its left half; the distance from the cut at
    which both agree is the reach, to which half is added.

    Args:
        run: RGB 3×H×W float32 in 0..1 to 3×sH×sW.
        scale: s.

    Returns:
        LR pixels, a multiple of 8; None if the reach is longer than half the strip.
    """
    strip = texture(_HEIGHT, _LENGTH)
    whole = run(strip)[:, :, _CUT * scale :]
    cut = run(np.ascontiguousarray(strip[:, :, _CUT:]))
    columns = np.abs(whole - cut).max(axis=(0, 1)).reshape(-1, scale).max(axis=1)
    differing = np.flatnonzero(~(columns <= _TOLERANCE))
    reach = int(differing[-1]) + 1 if len(differing) else 0
    if reach > (_LENGTH - _CUT) / _SAFETY:
        return None
    return max(16, -(-int(reach * _SAFETY) // 8) * 8)


def texture(height: int, width: int) -> np.ndarray:
    """Edges, gradients and noise at every scale, always the same; 3×H×W float32 in 0..1."""
    generator = np.random.default_rng(20170715)
    made = np.zeros((3, height, width), np.float32)
    for size in (1, 2, 4, 8, 16, 32):
        rows, columns = -(-height // size), -(-width // size)
        coarse = generator.random((3, rows, columns), dtype=np.float32)
        made += coarse.repeat(size, 1).repeat(size, 2)[:, :height, :width] / 6
    return np.clip((made - 0.5) * 2 + 0.5, 0, 1)
