"""One curve of a run: points that only grow in number, smoothed and thinned out for drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FIRST_ROOM = 256


class Series:
    """Iterations, values and wall-clock times of equal length, iterations not falling."""

    def __init__(self) -> None:
        self._table = np.empty((3, _FIRST_ROOM))
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def iterations(self) -> Floats:
        """Where the points were measured; a view."""
        return self._table[0, : self._length]

    @property
    def values(self) -> Floats:
        """What was measured; a view."""
        return self._table[1, : self._length]

    @property
    def times(self) -> Floats:
        """When, in seconds since 1970; NaN in logs that do not tell. A view."""
        return self._table[2, : self._length]

    def extend(self, points: NDArray[np.float64]) -> None:
        """Append points (N×3: iteration, value, time)."""
        needed = self._length + len(points)
        if needed > self._table.shape[1]:
            wider = np.empty((3, max(needed, 2 * self._table.shape[1])))
            wider[:, : self._length] = self._table[:, : self._length]
            self._table = wider
        self._table[:, self._length : needed] = points.T
        self._length = needed

    def smoothed(self, window: int) -> Floats:
        """The values, each the mean of itself and the ``window`` - 1 before it.

        What is no number takes no part; a stretch of nothing else stays NaN.
        """
        if window <= 1 or not self._length:
            return self.values
        finite = np.isfinite(self.values)
        sums = np.concatenate([[0.0], np.cumsum(np.where(finite, self.values, 0.0))])
        counts = np.concatenate([[0], np.cumsum(finite)])
        ends = np.arange(1, self._length + 1)
        starts = np.maximum(0, ends - window)
        inside = counts[ends] - counts[starts]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((sums[ends] - sums[starts]) / inside)


def thinned(x: Floats, y: Floats, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
    """What is needed to draw a curve between ``low`` and ``high`` on so many columns of pixels.

    Each column keeps its least and its greatest value, so that no peak is lost; one point more
    on either side keeps the line going to the edges.

    Args:
        x: Rising.
        y: Of the same length.
        low: Least x that is seen.
        high: Greatest x that is seen.
        columns: Width of the plot in pixels.
    """
    first = max(0, int(np.searchsorted(x, low, "left")) - 1)
    last = min(len(x), int(np.searchsorted(x, high, "right")) + 1)
    x, y = x[first:last], y[first:last]
    if len(x) <= 2 * columns:
        return x, y
    starts = np.linspace(0, len(x), columns, endpoint=False).astype(np.int64)
    pairs = np.empty((columns, 2))
    pairs[:, 0] = np.fmin.reduceat(y, starts)
    pairs[:, 1] = np.fmax.reduceat(y, starts)
    return np.repeat(x[starts], 2), pairs.ravel()
