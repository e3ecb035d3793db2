"""Draws one version, or two against each other, into a pane. All sizes are device pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.tiles import Part
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.parts import Box
from sr_studio.comparison.splitting import UPRIGHT, Split
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


def fill_surround(
    painter: QPainter,
    view: tuple[int, int],
    versions: Sequence[Version],
    state: ViewState,
    look: Look,
) -> None:
    """Fill the view with the colour around pictures, unless all of these hide it anyway."""
    place = state.placement(view)
    scene = QRectF(place.left, place.top, place.width, place.height)
    window = QRectF(0, 0, *view)
    if not versions or not all(one.is_opaque and scene.contains(window) for one in versions):
        painter.fillRect(window, look.surround)


def draw_version(
    painter: QPainter, view: tuple[int, int], version: Version, state: ViewState, look: Look
) -> None:
    """Draw a version as it lies on the scene, and around a partial one what it is a part of."""
    if version.under is not None:
        draw_version(painter, view, version.under, state, look)
    lies, window = version.registration, QRectF(0, 0, *view)
    if lies.is_identity:
        draw_pyramid(painter, view, version.pyramid, state, look, version.area)
        return
    place = state.placement(view)
    middle = QPointF(place.left + place.width / 2, place.top + place.height / 2)
    moved = QTransform()
    dx, dy = lies.pixels((place.width, place.height))
    moved.translate(middle.x() + dx, middle.y() + dy)
    moved.rotate(lies.angle)
    moved.translate(-middle.x(), -middle.y())
    painter.save()
    painter.setTransform(moved, True)
    window = moved.inverted()[0].mapRect(window)
    draw_pyramid(painter, view, version.pyramid, state, look, version.area, window)
    painter.restore()


def draw_pyramid(
    painter: QPainter,
    view: tuple[int, int],
    pyramid: Pyramid,
    state: ViewState,
    look: Look,
    area: Box | None = None,
    window: QRectF | None = None,
) -> None:
    """Draw the part of a picture that is seen, from the level that fits the zoom.

    Args:
        painter: Draws in device pixels.
        view: Width and height of the pane.
        pyramid: The picture.
        state: Where one looks.
        look: How pictures are drawn.
        area: The part of the scene the picture covers; all of it if None.
        window: What is in sight where the painter is turned; the view if None.
    """
    place, covers = state.placement(view), area or Box()
    scene = QRectF(
        place.left + covers.left * place.width,
        place.top + covers.top * place.height,
        (covers.right - covers.left) * place.width,
        (covers.bottom - covers.top) * place.height,
    )
    seen = scene & (QRectF(0, 0, *view) if window is None else window)
    if seen.isEmpty():
        return
    if pyramid.has_alpha:
        _checkerboard(painter, seen, look)
    pixel_size = scene.width() / pyramid.width
    smooth = pixel_size < NEAREST_FROM or look.smooth
    painter.setRenderHint(
        QPainter.RenderHint.SmoothPixmapTransform, smooth and not math.isclose(pixel_size, 1)
    )
    _draw_level(painter, pyramid, level_for(pixel_size, pyramid.levels), scene, seen)


def _draw_level(
    painter: QPainter, pyramid: Pyramid, level: int, scene: QRectF, seen: QRectF
) -> None:
    """Draw what is seen of a level; from the next one where it is not made yet."""
    columns = math.ceil(pyramid.width / 2**level)
    rows = math.ceil(pyramid.height / 2**level)
    across, down = columns / scene.width(), rows / scene.height()
    left, top = (seen.left() - scene.left()) * across, (seen.top() - scene.top()) * down
    source = QRectF(left, top, seen.width() * across, seen.height() * down)
    wanted = source.toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(0, 0, columns, rows)
    parts = pyramid.parts(level, wanted)
    for missing in pyramid.missing(level):
        rough = QRectF(
            scene.left() + missing.left() / across,
            scene.top() + missing.top() / down,
            missing.width() / across,
            missing.height() / down,
        )
        painter.save()
        # For some frames only: smooth enlarging takes longer than all the rest.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        _draw_level(painter, pyramid, level + 1, scene, rough & seen)
        painter.restore()
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
    # The place is in whole device pixels, because Qt moves a picture that is drawn to any other. A
    # pixel that takes whole ones ends where the cut is; else a little more is drawn than the cut
    # leaves, since smooth drawing looks at the pixels around.
    whole = (1 / across).is_integer() and (1 / down).is_integer()
    more = 0 if whole else 1 + math.ceil(1 / across)
    target = QRectF(cut.adjusted(-more, -more, more, more)) & seen
    source = QRectF(
        (target.left() - scene.left()) * across - part.place.left(),
        (target.top() - scene.top()) * down - part.place.top(),
        target.width() * across,
        target.height() * down,
    )
    if whole:
        painter.drawImage(target, part.image, source)
        return
    painter.save()
    painter.setClipRect(cut, Qt.ClipOperation.IntersectClip)
    painter.drawImage(target, part.image, source)
    painter.restore()


def draw_split(
    painter: QPainter,
    view: tuple[int, int],
    versions: Sequence[Version],
    state: ViewState,
    look: Look,
    split: Split,
    ratio: float,
) -> None:
    """A version in each of the areas of ``split``; too few versions are repeated.

    The lines and their handle are as large on a screen of any ``ratio`` (device to logical pixels).
    """
    for index, area in enumerate(split.areas(view)):
        if area:
            clip = QPainterPath()
            clip.addPolygon(QPolygonF([QPointF(*_whole(split, corner)) for corner in area]))
            clip.closeSubpath()
            painter.save()
            painter.setClipPath(clip)
            draw_version(painter, view, versions[index % len(versions)], state, look)
            painter.restore()
    centre = QPointF(*_whole(split, split.centre(view)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, split.angle % 90 != 0)
    for colour, width in ((QColor(0, 0, 0, 110), 3 * ratio), (look.line, ratio)):
        painter.setPen(QPen(colour, width))
        for across, down in split.directions():
            along = QPointF(across, down) * (view[0] + view[1])
            painter.drawLine(centre - along, centre + along)
    handle = centre
    if not split.quartered and split.angle == UPRIGHT:
        handle = QPointF(centre.x(), view[1] / 2)
    _draw_handle(painter, handle, look.line, ratio, UPRIGHT - split.angle)


def _whole(split: Split, point: tuple[float, float]) -> tuple[float, float]:
    """Upright and level lines run between pixels."""
    return point if split.angle % 90 else (round(point[0]), round(point[1]))


def draw_lens(
    painter: QPainter,
    view: tuple[int, int],
    inside: Version,
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


def _draw_handle(
    painter: QPainter, at: QPointF, colour: QColor, ratio: float, turned: float
) -> None:
    painter.save()
    painter.translate(at)
    painter.scale(ratio, ratio)
    painter.rotate(turned)
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
