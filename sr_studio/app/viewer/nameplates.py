"""The names of versions in the corners of a pane."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from sr_studio.app.viewer.content import Content, Mode
from sr_studio.app.viewer.manner_words import difference_text
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.splitting import Split

_EDGE = 12


def paint_names(painter: QPainter, room: QRect, font: QFont, content: Content) -> None:
    """Say in the corners which version is where; sizes are logical pixels."""
    if content.after is None:
        return
    if content.mode is Mode.SPLIT and content.before is not None:
        versions = (content.before, content.after, *content.others)
        for version, (right, down) in zip(versions, _corners(content.split), strict=False):
            _plate(painter, room, font, version, right=right, down=down, share=0.46)
    elif content.mode is Mode.LENS and content.before is not None:
        _plate(painter, room, font, content.before, share=0.46)
        _plate(painter, room, font, content.after, right=True, share=0.46)
    elif content.mode is Mode.DIFFERENCE and content.before is not None:
        _plate(painter, room, font, difference_text(content))
    else:
        _plate(painter, room, font, content.after)


def _corners(split: Split) -> list[tuple[bool, bool]]:
    """At the right, at the bottom: the corner of each area's name."""
    if split.quartered:
        return [(False, False), (True, False), (False, True), (True, True)]
    level = min(split.angle, 180 - split.angle) < 45
    return [(False, False), (not level, level)]


def shortened(version: Version, fits: Callable[[str], bool]) -> str:
    """Name and size where both fit, else the name, which says more."""
    whole = f"{version.name}   {version.size_text}"
    return whole if fits(whole) else version.name


def _plate(
    painter: QPainter,
    room: QRect,
    font: QFont,
    named: Version | str,
    *,
    right: bool = False,
    down: bool = False,
    share: float = 0.92,
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    longest = max(40.0, room.width() * share - 2 * _EDGE)
    text = (
        shortened(named, lambda words: metrics.horizontalAdvance(words) <= longest)
        if isinstance(named, Version)
        else named
    )
    text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, longest)
    width, height = metrics.horizontalAdvance(text) + 16, metrics.height() + 8
    left = room.width() - width - _EDGE if right else _EDGE
    top = room.height() - height - _EDGE if down else _EDGE
    plate = QRectF(round(left), round(top), round(width), round(height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 20, 20, 190))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(QColor(245, 245, 245))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
