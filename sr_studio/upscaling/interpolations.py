"""Nearest, bilinear, bicubic and Lanczos to any size, in bands, so that they can be stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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
#: Bands worked on at a time; more would wait for memory.
_THREADS = min(8, os.cpu_count() or 1)


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
    return weighted(pixels, (rows, weights), columns, cancel=cancel, on_rows=on_rows)


def weighted(
    pixels: np.ndarray,
    rows: tuple[np.ndarray, np.ndarray],
    columns: tuple[np.ndarray, np.ndarray],
    *,
    cancel: CancelToken | None = None,
    on_rows: Callable[[int], None] = lambda rows: None,
) -> np.ndarray:
    """What :func:`.resize.two_passes` gives, several bands of rows at a time.

    Args:
        pixels: H×W or H×W×C.
        rows: Indices and weights of the result's rows, as :func:`.resize.resize_weights` has them.
        columns: Those of its columns.
        cancel: Looked at before every band of rows.
        on_rows: Told, on the calling thread, how many more rows of the result are done.
    """
    indices, weights = rows
    height, width = len(indices), len(columns[0])
    result = np.empty((height, width, *pixels.shape[2:]), pixels.dtype)

    def make(top: int) -> int:
        if cancel is not None:
            cancel.check()
        band = slice(top, min(height, top + _BAND_ROWS))
        some = (indices[band], weights[band])
        result[band] = two_passes(pixels, some, columns, round_between=False)
        return band.stop - band.start

    tops = range(0, height, _BAND_ROWS)
    if len(tops) == 1:
        on_rows(make(0))
        return result
    with ThreadPoolExecutor(_THREADS, "interpolating") as pool:
        for made in pool.map(make, tops):
            on_rows(made)
    return result
