"""Draws one version, or two against each other, into a pane. All sizes are device pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.tiles import Part
from sr_studio.comparison.view_state import ViewState, level_for

CHECKER_SIDE = 8
#: From this many device pixels per picture pixel upwards pixels are drawn as squares.
NEAREST_FROM = 2.0
#: Logical pixels.
LENS_RADIUS = 120
HANDLE_RADIUS = 13


@dataclass(frozen=True)
class Look:
    """How pictures are drawn: colours of the surround and checkerboard, smooth or square pixels."""

    surround: QColor
    checker_light: QColor
    checker_dark: QColor
    line: QColor
    smooth: bool = False


def draw_version(
    painter: QPainter, view: tuple[int, int], pyramid: Pyramid, state: ViewState, look: Look
) -> None:
    """Draw the part of a picture that is seen, from the level that fits the zoom."""
    place = state.placement(view)
    scene = QRectF(place.left, place.top, place.width, place.height)
    seen = scene & QRectF(0, 0, *view)
    if seen.isEmpty():
        return
    pixel_size = place.width / pyramid.width
    level = level_for(pixel_size, pyramid.levels)
    columns = math.ceil(pyramid.width / 2**level)
    rows = math.ceil(pyramid.height / 2**level)
    across, down = columns / scene.width(), rows / scene.height()
    left, top = (seen.left() - scene.left()) * across, (seen.top() - scene.top()) * down
    source = QRectF(left, top, seen.width() * across, seen.height() * down)
    if pyramid.has_alpha:
        _checkerboard(painter, seen, look)
    wanted = source.toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(0, 0, columns, rows)
    smooth = pixel_size < NEAREST_FROM or look.smooth
    painter.setRenderHint(
        QPainter.RenderHint.SmoothPixmapTransform, smooth and not math.isclose(pixel_size, 1)
    )
    parts = pyramid.parts(level, wanted)
    if len(parts) == 1:
        shown = parts[0].place
        painter.drawImage(seen, parts[0].image, source.translated(-shown.left(), -shown.top()))
        return
    for part in parts:
        _draw_part(painter, part, scene, seen, (across, down))


def _draw_part(
    painter: QPainter, part: Part, scene: QRectF, seen: QRectF, pixels: tuple[float, float]
) -> None:
    """Draw what is seen of a tile, cut off where the next tile begins.

    Args:
        painter: Draws in device pixels.
        part: The tile.
        scene: Where the whole level lies, in device pixels.
        seen: The part of it that is in the view.
        pixels: Pixels of the level on a device pixel, across and down.
    """
    across, down = pixels
    own = QRectF(
        scene.left() + part.own.left() / across,
        scene.top() + part.own.top() / down,
        part.own.width() / across,
        part.own.height() / down,
    )
    left, top = round(own.left()), round(own.top())
    cut = QRect(left, top, round(own.right()) - left, round(own.bottom()) - top)
    # A little more is drawn than is left by the cut: smooth drawing looks at the pixels around. The
    # place is in whole device pixels, because Qt moves a picture that is drawn to any other.
    more = 1 + math.ceil(1 / across)
    target = QRectF(cut.adjusted(-more, -more, more, more)) & seen
    source = QRectF(
        (target.left() - scene.left()) * across - part.place.left(),
        (target.top() - scene.top()) * down - part.place.top(),
        target.width() * across,
        target.height() * down,
    )
    painter.save()
    painter.setClipRect(cut, Qt.ClipOperation.IntersectClip)
    painter.drawImage(target, part.image, source)
    painter.restore()


def draw_split(
    painter: QPainter,
    view: tuple[int, int],
    before: Pyramid,
    after: Pyramid,
    state: ViewState,
    look: Look,
    at: float,
    ratio: float,
) -> None:
    """``before`` to the left of ``at`` (0..1 of the view's width), ``after`` to the right.

    The line and its handle are as large on a screen of any ``ratio`` (device to logical pixels).
    """
    edge = round(view[0] * at)
    for pyramid, area in (
        (before, QRectF(0, 0, edge, view[1])),
        (after, QRectF(edge, 0, view[0] - edge, view[1])),
    ):
        painter.save()
        painter.setClipRect(area)
        draw_version(painter, view, pyramid, state, look)
        painter.restore()
    painter.setPen(QPen(QColor(0, 0, 0, 110), 3 * ratio))
    painter.drawLine(QPointF(edge, 0), QPointF(edge, view[1]))
    painter.setPen(QPen(look.line, ratio))
    painter.drawLine(QPointF(edge, 0), QPointF(edge, view[1]))
    _draw_handle(painter, QPointF(edge, view[1] / 2), look.line, ratio)


def draw_lens(
    painter: QPainter,
    view: tuple[int, int],
    inside: Pyramid,
    state: ViewState,
    look: Look,
    at: QPointF,
    ratio: float,
) -> None:
    """A round window onto ``inside``, over whatever is there already."""
    radius = LENS_RADIUS * ratio
    circle = QPainterPath()
    circle.addEllipse(at, radius, radius)
    painter.save()
    painter.setClipPath(circle)
    painter.fillRect(QRectF(0, 0, *view), look.surround)
    draw_version(painter, view, inside, state, look)
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 3 * ratio))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(look.line, ratio))
    painter.drawEllipse(at, radius, radius)


def difference_image(
    view: tuple[int, int],
    before: Pyramid,
    after: Pyramid,
    state: ViewState,
    look: Look,
    doublings: int,
) -> QImage:
    """|before - after| of what is seen, times 2**doublings, black where they are equal.

    The values compared are those on screen: exact from actual pixels upwards, averaged below.
    """
    image = QImage(*view, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    draw_version(painter, view, before, state, look)
    other = QImage(*view, QImage.Format.Format_ARGB32_Premultiplied)
    other.fill(Qt.GlobalColor.black)
    second = QPainter(other)
    draw_version(second, view, after, state, look)
    second.end()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for _ in range(doublings):
        painter.drawImage(0, 0, image.copy())
    painter.end()
    return image


def _draw_handle(painter: QPainter, at: QPointF, colour: QColor, ratio: float) -> None:
    painter.save()
    painter.translate(at)
    painter.scale(ratio, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(0, 0), HANDLE_RADIUS, HANDLE_RADIUS)
    painter.setPen(QPen(QColor(40, 40, 40), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for side in (-1, 1):
        tip = QPointF(side * 8, 0)
        painter.drawPolyline([tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)])
    painter.restore()


def _checkerboard(painter: QPainter, area: QRectF, look: Look) -> None:
    """Squares of one size on screen, whatever the zoom, starting at the view's corner."""
    side = CHECKER_SIDE
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(look.checker_light)
    dark = QPainter(tile)
    dark.fillRect(0, 0, side, side, look.checker_dark)
    dark.fillRect(side, side, side, side, look.checker_dark)
    dark.end()
    painter.setBrushOrigin(0, 0)
    painter.fillRect(area, QBrush(tile))
