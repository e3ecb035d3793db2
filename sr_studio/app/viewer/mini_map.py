"""A small picture of the whole that shows which part is in sight, and moves it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from sr_studio.app.viewer.overlay import Overlay
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.viewer import Viewer

_SIDE = 176
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MiniMap(Overlay):
    """Follows the active pane of a viewer."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer, right=True, through=False)
        self._viewer = viewer
        self.setAccessibleName(self.tr("Overview map"))
        self.setAccessibleDescription(self.tr("Arrows move what is in sight, + and − zoom."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide and high as the scene, its longer side always the same."""
        state = self._viewer.state
        share = _SIDE / max(state.scene_width, state.scene_height)
        return QSize(
            max(8, round(state.scene_width * share)), max(8, round(state.scene_height * share))
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The picture, and a frame around what is in sight."""
        super().paintEvent(event)
        viewer, painter = self._viewer, QPainter(self)
        version = viewer.after
        if version is None:
            return
        whole = version.under or version
        small = whole.pyramid.images[-1]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if small is not None:
            painter.drawImage(self.rect(), small)
        state, view = viewer.active_state, viewer.active_view()
        first, last = state.to_scene((0, 0), view), state.to_scene(view, view)
        seen = QRectF(
            first[0] * self.width(),
            first[1] * self.height(),
            (last[0] - first[0]) * self.width(),
            (last[1] - first[1]) * self.height(),
        ) & QRectF(self.rect()).adjusted(1, 1, -1, -1)
        for colour, width in ((QColor(0, 0, 0, 160), 3), (QColor(255, 255, 255), 1)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(seen)
        if self.hasFocus():
            painter.setPen(QPen(viewer.palette().highlight().color(), 3))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Arrows move by half of what is in sight; plus and minus zoom, Escape goes back."""
        viewer, state, view = self._viewer, self._viewer.active_state, self._viewer.active_view()
        if event.key() in _ARROWS:
            across, down = _ARROWS[Qt.Key(event.key())]
            state.pan(-across * view[0] / 2, -down * view[1] / 2, view)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            state.zoom_steps(1, view)
        elif event.key() == Qt.Key.Key_Minus:
            state.zoom_steps(-1, view)
        elif event.key() == Qt.Key.Key_Home:
            state.fit()
        elif event.key() == Qt.Key.Key_Escape:
            viewer.setFocus()
        else:
            super().keyPressEvent(event)
            return
        self.setAccessibleDescription(viewer.accessibleName())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go there."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        at = event.position()
        place = at.x() / max(1, self.width()), at.y() / max(1, self.height())
        self._viewer.active_state.look_at(place, self._viewer.active_view())


class MapTool(Tool):
    """Shows and hides the map."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.map = MiniMap(viewer)
        self.actions = {"view.map": self._toggle}
        viewer.changed.connect(self._changed)

    def checked(self, action: str) -> bool:
        """Whether it is shown."""
        return self.map.isVisibleTo(self.viewer)

    def _toggle(self) -> None:
        shown = not self.map.isVisibleTo(self.viewer)
        if not shown and self.map.hasFocus():
            self.viewer.setFocus()
        self.map.setVisible(shown)
        self.map.settle()

    def _changed(self) -> None:
        if self.map.isVisible():
            self.map.settle()
            self.map.update()
