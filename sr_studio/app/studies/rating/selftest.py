"""Whether the screen shows each pixel as it is: draw a pattern, look at what was drawn."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from sr_studio.app.studies.rating.decoding import image_of, pixels_of
from sr_studio.app.studies.rating.stage import Stage
from sr_studio.studies.definition.screen_layout import Box

PATTERN_SIDE = 192
#: Platforms that draw into memory only: their "screen" is the window's own buffer.
_NO_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb")

#: ``screen``: read back from the screen and equal. ``window``: there is no screen, the window's
#: buffer is equal. ``ask``: the buffer is equal, but the screen cannot be read, so a person has to
#: look. ``failed``: something changed the pixels.
Finding = Literal["screen", "window", "ask", "failed"]


def pattern() -> QImage:
    """A checkerboard of single pixels beside a ramp through all 256 levels of each colour."""
    side = PATTERN_SIDE
    rows, columns = np.mgrid[0:side, 0:side]
    board = (((rows + columns) % 2) * 255).astype(np.uint8)
    levels = (np.arange(256) % 256).astype(np.uint8)
    ramp = np.zeros((side, 256, 3), np.uint8)
    third = side // 3
    for channel in range(3):
        ramp[channel * third : (channel + 1) * third, :, channel] = levels
    return image_of(np.concatenate([np.repeat(board[..., None], 3, axis=2), ramp], axis=1))


def examine(stage: Stage) -> Finding:
    """Compare the pattern that the stage shows now with what can be read back."""
    drawn = pixels_of(pattern())
    box = stage.boxes()[0]
    if not np.array_equal(buffer_pixels(stage, box), drawn):
        return "failed"
    if QGuiApplication.platformName() in _NO_SCREEN:
        return "window"
    seen = screen_pixels(stage, box)
    if seen is None or seen.shape != drawn.shape or len(np.unique(seen)) == 1:
        return "ask"  # the system does not let programs read the screen
    return "screen" if np.array_equal(seen, drawn) else "failed"


def buffer_pixels(widget: QWidget, box: Box) -> np.ndarray:
    """What the window drew in a box of device pixels, H×W×3."""
    image = widget.grab().toImage()
    return pixels_of(image)[box.y : box.bottom, box.x : box.x + box.width]


def screen_pixels(widget: QWidget, box: Box) -> np.ndarray | None:
    """What the screen shows in that box, or None where the system does not tell."""
    screen = widget.screen()
    grabbed = screen.grabWindow(0) if screen is not None else None
    if grabbed is None or grabbed.isNull():
        return None
    ratio = widget.devicePixelRatioF()
    corner = widget.mapToGlobal(QPoint(0, 0)) - screen.geometry().topLeft()
    left, top = round(corner.x() * ratio) + box.x, round(corner.y() * ratio) + box.y
    return pixels_of(grabbed.toImage())[top : top + box.height, left : left + box.width]
