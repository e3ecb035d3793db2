"""Nearest, bilinear, bicubic and Lanczos to any size, in bands, so that they can be stopped."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sr_studio.imaging.resize import Kernel, nearest, resize_weights, two_passes
from sr_studio.progress import CancelToken

#: Name of an interpolation -> its kernel.
KERNEL_OF: dict[str, Kernel] = {
    "bilinear": "bilinear",
    "bicubic": "bicubic",
    "lanczos": "lanczos3",
}
_BAND_ROWS = 128


def interpolate(
    pixels: np.ndarray,
    height: int,
    width: int,
    method: str = "bicubic",
    *,
    cancel: CancelToken | None = None,
    on_rows: Callable[[int], None] = lambda rows: None,
) -> np.ndarray:
    """Resize integers or real numbers to ``height`` × ``width``, antialiased when it shrinks.

    Args:
        pixels: H×W or H×W×C, uint8, uint16 (rounded and clipped) or float.
        height: Rows of the result.
        width: Columns of the result.
        method: Name of an interpolation.
        cancel: Looked at before every band of rows.
        on_rows: Told how many more rows of the result are done.
    """
    if method == "nearest":
        result = nearest(pixels, (height, width))
        on_rows(height)
        return result
    kernel = KERNEL_OF[method]
    rows, weights = resize_weights(pixels.shape[0], height, kernel=kernel, border="replicate")
    columns = resize_weights(pixels.shape[1], width, kernel=kernel, border="replicate")
    result = np.empty((height, width, *pixels.shape[2:]), pixels.dtype)
    for top in range(0, height, _BAND_ROWS):
        if cancel is not None:
            cancel.check()
        band = slice(top, min(height, top + _BAND_ROWS))
        result[band] = two_passes(pixels, (rows[band], weights[band]), columns, round_between=False)
        on_rows(band.stop - band.start)
    return result
