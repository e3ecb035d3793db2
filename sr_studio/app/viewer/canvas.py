"""A picture that is still being made: it is drawn as far as it has come, and clear elsewhere."""

from __future__ import annotations

import threading

import numpy as np
from PySide6.QtGui import QImage

from sr_studio.app.viewer.pyramid import SMALLEST_SIDE, Pyramid, halved


class Canvas:
    """The levels of a picture to be, all clear at first; memory is taken as parts arrive.

    The levels lie in arrays that images are wrapped around, so that parts are put in by a task
    while the window's thread draws; the worst that can be seen is half a part.

    Args:
        width: Of the whole, in pixels.
        height: Of the whole.
    """

    def __init__(self, width: int, height: int) -> None:
        self._levels = [np.zeros((height, width, 4), np.uint8)]
        while max(self._levels[-1].shape[:2]) > SMALLEST_SIDE:
            high, wide = self._levels[-1].shape[:2]
            self._levels.append(np.zeros(((high + 1) // 2, (wide + 1) // 2, 4), np.uint8))
        images: list[QImage | None] = [_around(level) for level in self._levels]
        self.pyramid = Pyramid(width, height, False, images)
        self._one_at_a_time = threading.Lock()

    def put(self, left: int, top: int, pixels: np.ndarray) -> None:
        """Put a part in: H×W×3 or H×W×4, 8 bit, at this place of the whole."""
        with self._one_at_a_time:
            box = left, top, left + pixels.shape[1], top + pixels.shape[0]
            _write(self._levels[0][box[1] : box[3], box[0] : box[2]], pixels)
            for finer, coarser in zip(self._levels, self._levels[1:], strict=False):
                box = box[0] // 2, box[1] // 2, (box[2] + 1) // 2, (box[3] + 1) // 2
                # Premultiplied: the plain mean of four is right, and clear ones make it clearer.
                under = finer[2 * box[1] : 2 * box[3], 2 * box[0] : 2 * box[2]]
                coarser[box[1] : box[3], box[0] : box[2]] = halved(under, by_alpha=False)


def _write(place: np.ndarray, pixels: np.ndarray) -> None:
    """RGB(A) into premultiplied blue, green, red, alpha, as Qt wants 32 bits on this computer."""
    if pixels.shape[2] == 4:
        alpha = pixels[:, :, 3:].astype(np.uint16)
        colours = ((pixels[:, :, :3] * alpha + 127) // 255).astype(np.uint8)
        place[:, :, 3] = pixels[:, :, 3]
    else:
        colours = pixels
        place[:, :, 3] = 255
    for channel in range(3):
        place[:, :, 2 - channel] = colours[:, :, channel]


def _around(level: np.ndarray) -> QImage:
    height, width = level.shape[:2]
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(level.data, width, height, 4 * width, form)
