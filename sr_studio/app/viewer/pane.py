"""One pane: paints one version, or two against each other, and turns the pointer into moves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from sr_studio.app.viewer import painting
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.view_state import NOTCH_FACTOR, ViewState

_GRIP = 8
_NOTCH = 120.0


class Mode(StrEnum):
    """How two versions are put against each other."""

    SPLIT = "split"
    SIDE_BY_SIDE = "side_by_side"
    SINGLE = "single"
    LENS = "lens"
    DIFFERENCE = "difference"
    BLINK = "blink"


@dataclass(frozen=True)
class Content:
    """What a pane shows: ``after`` alone, or together with ``before`` in the manner of ``mode``."""

    mode: Mode = Mode.SINGLE
    after: Version | None = None
    before: Version | None = None
    doublings: int = 0


class Pane(QWidget):
    """A pane of the viewer. It holds no view of its own: all panes share one :class:`ViewState`.

    Signals:
        split_moved: The dividing line was dragged to this share of the width.
        pressed: The pane was pressed.
    """

    split_moved = Signal(float)
    pressed = Signal()

    def __init__(
        self, state: ViewState, look: painting.Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.state = state
        self.look = look
        self.content = Content()
        self.split_at = 0.5
        self._pointer: QPointF | None = None
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
        painter.fillRect(QRectF(0, 0, *view), self.look.surround)
        if self.content.after is not None:
            painter.save()
            self._paint_pictures(painter, view, ratio)
            painter.restore()
        painter.resetTransform()
        self._paint_names(painter)

    def _paint_pictures(self, painter: QPainter, view: tuple[int, int], ratio: float) -> None:
        content = self.content
        assert content.after is not None
        after = content.after.pyramid
        before = after if content.before is None else content.before.pyramid
        if content.mode is Mode.SPLIT:
            painting.draw_split(
                painter, view, before, after, self.state, self.look, self.split_at, ratio
            )
        elif content.mode is Mode.DIFFERENCE:
            image = painting.difference_image(
                view, before, after, self.state, self.look, content.doublings
            )
            painter.drawImage(0, 0, image)
        elif content.mode is Mode.LENS:
            painting.draw_version(painter, view, before, self.state, self.look)
            centre = QPointF(self.rect().center()) if self._pointer is None else self._pointer
            painting.draw_lens(painter, view, after, self.state, self.look, centre * ratio, ratio)
        else:
            painting.draw_version(painter, view, after, self.state, self.look)

    def _paint_names(self, painter: QPainter) -> None:
        content = self.content
        if content.after is None:
            return
        if content.mode in (Mode.SPLIT, Mode.LENS) and content.before is not None:
            self._plate(painter, content.before, Qt.AlignmentFlag.AlignLeft)
            self._plate(painter, content.after, Qt.AlignmentFlag.AlignRight)
        elif content.mode is Mode.DIFFERENCE and content.before is not None:
            text = f"|{content.before.name} − {content.after.name}| × {2**content.doublings}"
            self._text_plate(painter, text, Qt.AlignmentFlag.AlignLeft)
        else:
            self._plate(painter, content.after, Qt.AlignmentFlag.AlignLeft)

    def _plate(self, painter: QPainter, version: Version, side: Qt.AlignmentFlag) -> None:
        self._text_plate(painter, f"{version.name}   {version.size_text}", side)

    def _text_plate(self, painter: QPainter, text: str, side: Qt.AlignmentFlag) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        room = self.width() * (0.46 if self.content.mode is Mode.SPLIT else 0.92) - 24
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(40.0, room))
        width, height = metrics.horizontalAdvance(text) + 16, metrics.height() + 8
        left = 12 if side == Qt.AlignmentFlag.AlignLeft else self.width() - width - 12
        plate = QRectF(round(left), 12, round(width), round(height))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 20, 190))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(QColor(245, 245, 245))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    # The pointer ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the dividing line or of the picture."""
        self.pressed.emit()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._dragging_split = self._on_line(event.position())
        self._dragged_from = event.position()
        if not self._dragging_split:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Drag what is held; move the lens."""
        at = event.position()
        self._pointer = at
        if self._dragging_split:
            self.split_moved.emit(min(max(at.x() / max(1, self.width()), 0.0), 1.0))
        elif self._dragged_from is not None:
            moved = (at - self._dragged_from) * self.devicePixelRatioF()
            self._dragged_from = at
            self.state.pan(moved.x(), moved.y(), self.view_size())
        else:
            line = self._on_line(at)
            self.setCursor(Qt.CursorShape.SplitHCursor if line else Qt.CursorShape.ArrowCursor)
        if self.content.mode is Mode.LENS:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let go."""
        self._dragged_from = None
        self._dragging_split = False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Actual pixels at this place, or back to the whole."""
        if self._on_line(event.position()):
            self.split_moved.emit(0.5)
        elif self.state.fitted:
            self.state.magnify_to(1.0, self.view_size(), self._device(event.position()))
        else:
            self.state.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """The lens goes back to the middle."""
        self._pointer = None
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

    def _on_line(self, point: QPointF) -> bool:
        line = self.width() * self.split_at
        split = self.content.mode is Mode.SPLIT and self.content.before is not None
        return split and abs(point.x() - line) <= _GRIP
