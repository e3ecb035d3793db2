"""One pane: paints one version, or two against each other, and turns the pointer into moves."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from sr_studio.app.viewer import painting
from sr_studio.app.viewer.content import Content, Mode
from sr_studio.app.viewer.difference_painting import difference_image
from sr_studio.app.viewer.nameplates import paint_names
from sr_studio.comparison.parts import Box
from sr_studio.comparison.splitting import UPRIGHT
from sr_studio.comparison.view_state import NOTCH_FACTOR, ViewState

_GRIP = 8
_NOTCH = 120.0
#: A press that moves less than this is a click.
_STILL = 4
REGION_COLOUR = QColor(255, 96, 72)


class Pane(QWidget):
    """A pane of the viewer. Panes that are linked share one :class:`ViewState`.

    Signals:
        split_moved: The dividing lines were dragged: a :class:`Split`.
        pressed: The pane was pressed.
        pointed: The pointer is here, a normalised place of the scene; None when it has left.
        clicked: The pane was pressed and let go on one spot.
        marked: A rectangle was drawn while ``marking``: a :class:`Box` of the scene.
    """

    split_moved = Signal(object)
    pressed = Signal()
    pointed = Signal(object)
    clicked = Signal()
    marked = Signal(object)

    def __init__(
        self, state: ViewState, look: painting.Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.state = state
        self.look = look
        self.content = Content()
        self.marking = False
        self.region: Box | None = None
        self.lens_at = (0.5, 0.5)
        self._pointer: QPointF | None = None
        self._pressed_at: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self._dragging_split = False
        self.setMouseTracking(True)
        self.setMinimumSize(80, 80)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def view_size(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def show_content(self, content: Content) -> None:
        """Show something else from the next paint on."""
        self.content = content
        self.update()

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The surround, the picture, the names in the corners."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        view = self.view_size()
        painting.fill_surround(painter, view, self.content.versions, self.state, self.look)
        if self.content.after is not None:
            painter.save()
            self._paint_pictures(painter, view, ratio)
            painter.restore()
            if any(one.pyramid.is_unfinished() for one in self.content.versions):
                QTimer.singleShot(0, self, self.update)  # the rest of it, after what else waits
        painter.resetTransform()
        if self.region is not None:
            self._paint_region(painter, ratio)
        paint_names(painter, self.rect(), self.font(), self.content)

    def _paint_pictures(self, painter: QPainter, view: tuple[int, int], ratio: float) -> None:
        content = self.content
        assert content.after is not None
        after = content.after
        before = after if content.before is None else content.before
        if content.mode is Mode.SPLIT:
            versions = (before, after, *content.others)
            painting.draw_split(
                painter, view, versions, self.state, self.look, content.split, ratio
            )
        elif content.mode is Mode.DIFFERENCE:
            image = difference_image(
                view,
                before,
                after,
                self.state,
                self.look,
                content.manner,
                content.doublings,
                content.tolerance,
            )
            painter.drawImage(0, 0, image)
        elif content.mode is Mode.LENS:
            painting.draw_version(painter, view, before, self.state, self.look)
            painting.draw_lens(
                painter, view, after, self.state, self.look, self.lens_centre() * ratio, ratio
            )
        else:
            painting.draw_version(painter, view, after, self.state, self.look)

    # The pointer ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the dividing line, of the picture, or of a corner of the region."""
        self.pressed.emit()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._dragging_split = not self.marking and self._on_line(event.position())
        self._dragged_from = self._pressed_at = event.position()
        if not self._dragging_split and not self.marking:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Drag what is held; move the lens."""
        at = event.position()
        self._pointer = at
        if self._dragging_split:
            self._drag_split(at, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        elif self._dragged_from is not None and self.marking:
            self.marked.emit(self._box(self._dragged_from, at))
        elif self._dragged_from is not None:
            moved = (at - self._dragged_from) * self.devicePixelRatioF()
            self._dragged_from = at
            self.state.pan(moved.x(), moved.y(), self.view_size())
        elif self.marking:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            line = self._on_line(at)
            self.setCursor(Qt.CursorShape.SizeAllCursor if line else Qt.CursorShape.ArrowCursor)
        if self.content.mode is Mode.LENS:
            self.update()
        self.pointed.emit(self.state.to_scene(self._device(at), self.view_size()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let go."""
        start, held = self._pressed_at, self._dragging_split
        self._dragged_from = self._pressed_at = None
        self._dragging_split = False
        self.unsetCursor()
        if start is not None and not held and (event.position() - start).manhattanLength() < _STILL:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Actual pixels at this place, or back to the whole."""
        if self._on_line(event.position()):
            self.split_moved.emit(replace(self.content.split, x=0.5, y=0.5, angle=UPRIGHT))
        elif self.state.fitted:
            self.state.magnify_to(1.0, self.view_size(), self._device(event.position()))
        else:
            self.state.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """The lens goes back to where it was."""
        self._pointer = None
        self.pointed.emit(None)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zoom at the pointer."""
        notches = event.angleDelta().y() / _NOTCH
        at = self._device(event.position())
        if notches and notches == int(notches):
            self.state.zoom_steps(int(notches), self.view_size(), at)
        elif notches:
            self.state.zoom_by(NOTCH_FACTOR**notches, self.view_size(), at)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch on a touchpad zooms as well."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            at = self._device(event.position())
            self.state.zoom_by(1 + event.value(), self.view_size(), at)
            return True
        return super().event(event)

    def _device(self, point: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return point.x() * ratio, point.y() * ratio

    def lens_centre(self) -> QPointF:
        """The middle of the lens, logical pixels."""
        if self._pointer is not None:
            return self._pointer
        return QPointF(self.lens_at[0] * self.width(), self.lens_at[1] * self.height())

    def _logical(self) -> tuple[float, float]:
        return float(max(1, self.width())), float(max(1, self.height()))

    def _on_line(self, point: QPointF) -> bool:
        split = self.content.mode is Mode.SPLIT and self.content.before is not None
        place = point.x(), point.y()
        return split and self.content.split.distance(place, self._logical()) <= _GRIP

    def _drag_split(self, at: QPointF, turning: bool) -> None:
        split, view = self.content.split, self._logical()
        if turning:
            self.split_moved.emit(split.aimed_at((at.x(), at.y()), view))
        else:
            self.split_moved.emit(split.moved_to((at.x(), at.y()), view))

    def _box(self, start: QPointF, end: QPointF) -> Box:
        view = self.view_size()
        first = self.state.to_scene(self._device(start), view)
        last = self.state.to_scene(self._device(end), view)
        return Box(
            min(first[0], last[0]),
            min(first[1], last[1]),
            max(first[0], last[0]),
            max(first[1], last[1]),
        ).within()

    def _paint_region(self, painter: QPainter, ratio: float) -> None:
        assert self.region is not None
        view, box = self.view_size(), self.region
        left, top = self.state.to_view((box.left, box.top), view)
        right, bottom = self.state.to_view((box.right, box.bottom), view)
        place = QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 140), 4), (REGION_COLOUR, 2)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(place)
