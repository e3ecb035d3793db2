"""Resizing strip by strip: the very pixels that :func:`interpolate` gives for the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.resize import nearest_indices, resize_weights
from sr_studio.upscaling.interpolations import KERNEL_OF, weighted


class StripResizer:
    """Takes the strips of a picture from top to bottom and gives those of the resized one.

    Colours and transparency are resized by kernels of different reach: rows that only one of them
    has wait for those of the other.

    Args:
        size_in: Width and height of what comes.
        size_out: Width and height of what is made.
        method: Name of an interpolation, for the colours; transparency is resized bicubically.
    """

    def __init__(self, size_in: tuple[int, int], size_out: tuple[int, int], method: str) -> None:
        self._resizers = RowResizer(size_in, size_out, method), RowResizer(size_in, size_out)
        self._waiting: list[NDArray[Any]] = []

    def push(self, strip: Picture) -> Picture | None:
        """Take the next strip; give what can be made now, None where it is nothing.

        All has been made when the last strip was taken.
        """
        planes = [strip.pixels] if strip.alpha is None else [strip.pixels, strip.alpha[..., None]]
        made = [resizer.push(rows) for resizer, rows in zip(self._resizers, planes, strict=False)]
        if self._waiting:
            made = [np.concatenate(pair) for pair in zip(self._waiting, made, strict=True)]
        count = min(map(len, made))
        self._waiting = [rows[count:].copy() for rows in made]
        if not count:
            return None
        alpha = None if strip.alpha is None else made[1][:count, :, 0]
        return replace(strip, pixels=made[0][:count], alpha=alpha)


class RowResizer:
    """Takes the rows of a picture from top to bottom and gives those of the resized one.

    Args:
        size_in: Width and height of what comes.
        size_out: Width and height of what is made.
        method: Name of an interpolation.
    """

    def __init__(
        self, size_in: tuple[int, int], size_out: tuple[int, int], method: str = "bicubic"
    ) -> None:
        (width, height), (new_width, new_height) = size_in, size_out
        self._nearest = method == "nearest"
        if self._nearest:
            self._rows = nearest_indices(height, new_height)[:, None]
            self._across = nearest_indices(width, new_width)
        else:
            kernel = KERNEL_OF[method]
            self._rows, self._weights = resize_weights(
                height, new_height, kernel=kernel, border="replicate"
            )
            self._columns = resize_weights(width, new_width, kernel=kernel, border="replicate")
        self._kept: NDArray[Any] | None = None
        self._top = 0
        self._done = 0

    def push(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Take the next rows, (h, W, C); give those that can be made now, (h', W', C).

        All have been made when the last rows were taken.
        """
        kept = rows if self._kept is None else np.concatenate([self._kept, rows])
        bottom = self._top + len(kept)
        ready = self._rows[self._done :].max(axis=1) < bottom
        count = len(ready) if ready.all() else int(np.argmin(ready))
        made = self._made(kept, slice(self._done, self._done + count))
        self._done += count
        needed = int(self._rows[self._done :].min()) if self._done < len(self._rows) else bottom
        drop = max(0, min(needed, bottom) - self._top)
        self._kept = kept[drop:].copy()
        self._top += drop
        return made

    def _made(self, kept: NDArray[Any], band: slice) -> NDArray[Any]:
        if self._nearest:
            return kept[self._rows[band] - self._top, self._across]
        if band.start == band.stop:
            return np.empty((0, len(self._columns[0]), *kept.shape[2:]), kept.dtype)
        indices = self._rows[band] - self._top
        return weighted(kept, (indices, self._weights[band]), self._columns)
