"""The difference of two versions as they are on screen, in any manner."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from sr_studio.app.viewer.painting import Look, draw_version
from sr_studio.app.viewer.tiles import image_of
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.differences import Manner, difference
from sr_studio.comparison.view_state import ViewState


def difference_image(
    view: tuple[int, int],
    before: Version,
    after: Version,
    state: ViewState,
    look: Look,
    manner: Manner,
    doublings: int,
    tolerance: int,
) -> QImage:
    """What differs in what is seen, times 2**doublings.

    The values compared are those on screen: exact from actual pixels upwards, averaged below.
    """
    first, second = (_drawn(view, version, state, look) for version in (before, after))
    if manner is Manner.ABSOLUTE:
        return _absolute(first, second, doublings)
    shown = difference(
        _colours(first), _colours(second), manner, gain=2**doublings, tolerance=tolerance
    )
    return image_of(shown)


def _absolute(first: QImage, second: QImage, doublings: int) -> QImage:
    """Done by Qt, which is several times as fast as arrays are; this is what one pans with."""
    painter = QPainter(first)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, second)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for _ in range(doublings):
        painter.drawImage(0, 0, first.copy())
    painter.end()
    return first


def _drawn(view: tuple[int, int], version: Version, state: ViewState, look: Look) -> QImage:
    image = QImage(*view, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    draw_version(painter, view, version, state, look)
    painter.end()
    return image


def _colours(image: QImage) -> np.ndarray:
    """H×W×3 of an image that is opaque."""
    packed = np.frombuffer(image.constBits(), np.uint8)
    return np.ascontiguousarray(packed.reshape(image.height(), image.width(), 4)[:, :, 2::-1])
