"""The grey on which pictures stand: draws them pixel by pixel, and takes what the rater presses."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sr_studio.app.studies.rating.keys import Press, read_press
from sr_studio.studies.definition.screen_layout import Box, Layout, Size, lay_out

_POINTER_MS = 2000
#: A pointer that rests on a desk trembles less than this, in logical pixels.
_POINTER_STIR = 3


class KeyButton(QPushButton):
    """One labelled key; all look alike and none ever shows which was pressed."""

    def __init__(self, number: int, text: str, name: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.number = number
        self.input = "click"
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("RatingKey")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remember whether a finger or a mouse did it."""
        finger = event.pointerType() == QPointingDevice.PointerType.Finger
        self.input = "touch" if finger else "click"
        super().mousePressEvent(event)


class Stage(QWidget):
    """Shows nothing, or one picture, or two; and the keys below, always at the same place.

    Signals:
        pressed: A :class:`Press` and its monotonic nanoseconds; for a click ``input`` says so.
        undo_wanted: Backspace.
        pause_wanted: Escape.
        toggle_wanted: The space bar.
        ratio_changed: Device pixels per logical pixel, or the size, are not what they were.
    """

    pressed = Signal(object, object)
    undo_wanted = Signal()
    pause_wanted = Signal()
    toggle_wanted = Signal()
    ratio_changed = Signal()

    def __init__(self, background: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.background = QColor(background, background, background)
        self.arrows = False
        self.choose_by_click = False
        self.setObjectName("Stage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.buttons: list[KeyButton] = []
        self._images: list[tuple[Box, QImage]] = []
        self._counter = QLabel(self)
        self._counter.setObjectName("Counter")
        self._counter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout: Layout | None = None
        self._measured: tuple[int, int, float] | None = None
        self._pointer_at: QPoint | None = None
        self._pointer_rest = QTimer(self)
        self._pointer_rest.setSingleShot(True)
        self._pointer_rest.setInterval(_POINTER_MS)
        self._pointer_rest.timeout.connect(self._hide_pointer)
        self._hide_pointer()

    # What is shown -------------------------------------------------------------------------------

    def set_keys(self, texts: Sequence[tuple[str, str]]) -> None:
        """Replace the labelled keys: (what stands on it, what a screen reader says) each."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [
            KeyButton(number, text, name, self) for number, (text, name) in enumerate(texts, 1)
        ]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, button=button: self._clicked(button))
            button.setMouseTracking(True)
            button.show()
        self._arrange()

    def set_counter(self, text: str) -> None:
        """The line below the keys."""
        self._counter.setText(text)

    def show_pictures(self, images: Sequence[QImage]) -> int:
        """Paint these now; when this returns they are on the screen.

        Returns:
            Monotonic nanoseconds at the end of the first paint.

        Raises:
            ScreenTooSmallError: They do not fit; nothing changed.
        """
        sizes = [Size(image.width(), image.height()) for image in images]
        boxes = self.arrangement().places(sizes) if sizes else ()
        self._images = list(zip(boxes, images, strict=True))
        self.repaint()
        return time.monotonic_ns()

    def clear(self) -> int:
        """Grey at once; gives the moment like :meth:`show_pictures`."""
        return self.show_pictures(())

    @property
    def shows_picture(self) -> bool:
        """Whether anything but grey is shown."""
        return bool(self._images)

    # Geometry ------------------------------------------------------------------------------------

    def device_size(self) -> Size:
        """Its size in device pixels."""
        ratio = self.devicePixelRatioF()
        return Size(round(self.width() * ratio), round(self.height() * ratio))

    def arrangement(self) -> Layout:
        """Where keys and pictures stand on this screen."""
        if self._layout is None:
            self._arrange()
        assert self._layout is not None
        return self._layout

    def boxes(self) -> list[Box]:
        """Where the pictures that are shown stand."""
        return [box for box, _ in self._images]

    def _arrange(self) -> None:
        ratio = self.devicePixelRatioF()
        self._layout = lay_out(self.device_size(), ratio, len(self.buttons))
        for button, box in zip(self.buttons, self._layout.keys, strict=True):
            button.setGeometry(_logical(box, ratio))
        self._counter.setGeometry(_logical(self._layout.counter, ratio))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Arrange anew, and say so if this happened while somebody was rating."""
        super().resizeEvent(event)
        self._arrange()
        self._measure()

    def _measure(self) -> None:
        now = (self.width(), self.height(), self.devicePixelRatioF())
        before, self._measured = self._measured, now
        if before is not None and before != now:
            self._arrange()
            self.ratio_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Grey, and each picture at whole device pixels without any scaling."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.background)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        for box, image in self._images:
            painter.drawImage(box.x, box.y, image)
        painter.end()

    # What is pressed -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Digits rate, Backspace goes back, Escape pauses; everything else is told as it is."""
        at = time.monotonic_ns()
        press = read_press(event, arrows=self.arrows)
        if press.ignored:
            self.pressed.emit(press, at)
        elif event.key() == Qt.Key.Key_Escape:
            self.pause_wanted.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.undo_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.toggle_wanted.emit()
        elif press.number is not None:
            self.pressed.emit(press, at)
        event.accept()  # nothing goes on to shortcuts or menus

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """The pointer shows itself when it is moved, and only then."""
        at = event.position().toPoint()
        before, self._pointer_at = self._pointer_at, at
        if before is not None and (at - before).manhattanLength() >= _POINTER_STIR:
            self.unsetCursor()
            self._pointer_rest.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click on one of two pictures chooses it, where that is how the study asks."""
        at_ns = time.monotonic_ns()
        ratio = self.devicePixelRatioF()
        x, y = event.position().x() * ratio, event.position().y() * ratio
        for number, box in enumerate(self.boxes(), 1):
            if self.choose_by_click and box.holds(x, y):
                finger = event.pointerType() == QPointingDevice.PointerType.Finger
                self.pressed.emit(Press(number, "touch" if finger else "click"), at_ns)

    def _hide_pointer(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)

    def _clicked(self, button: KeyButton) -> None:
        at = time.monotonic_ns()
        modified = QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier
        self.pressed.emit(Press(button.number, button.input, "modifier" if modified else ""), at)


def _logical(box: Box, ratio: float) -> QRect:
    left, top = round(box.x / ratio), round(box.y / ratio)
    right, bottom = round((box.x + box.width) / ratio), round((box.y + box.height) / ratio)
    return QRect(left, top, right - left, bottom - top)
