"""A graph of Y along the middle of the marked region: how steep an edge is in each version."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from sr_studio.app.viewer.overlay import Overlay
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.line_profile import edge_width, line_profile

#: Told apart with any colour vision, on dark.
_COLOURS = ("#ffffff", "#56b4e9", "#e69f00", "#00c49a", "#f0e442", "#cc79a7")
_SIZE = QSize(380, 220)
_LEFT, _TOP, _LINE = 34, 10, 16
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LineGraph(Overlay):
    """One curve a version, from the left (upper) to the right (lower) end of the region."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer, right=True)
        self._curves: list[tuple[str, np.ndarray]] = []
        self._said: list[str] = []
        self.setAccessibleName(self.tr("Graph across the region"))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the curves and a line for each version."""
        return QSize(_SIZE.width(), _SIZE.height() + _LINE * len(self._curves))

    def show_curves(self, curves: list[tuple[str, np.ndarray]]) -> None:
        """Draw other curves: names, and places with values (n, 2)."""
        self._curves = curves
        said = []
        for name, curve in curves:
            width = edge_width(curve)
            said.append(name if width is None else f"{name}: {width:.2f} px")
        self.setAccessibleDescription("; ".join(said))
        self._said = said
        self.settle()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Axes, curves, and beneath them the names with the width of the edge (10 to 90 %)."""
        super().paintEvent(event)
        if not self._curves:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(_LEFT, _TOP, self.width() - _LEFT - 10, _SIZE.height() - _TOP - 24)
        painter.setPen(QColor(150, 150, 150))
        painter.drawRect(room)
        painter.drawText(QRectF(0, room.top() - 4, _LEFT - 4, 16), _RIGHT, "255")
        painter.drawText(QRectF(0, room.bottom() - 12, _LEFT - 4, 16), _RIGHT, "0")
        length = max(float(curve[-1, 0]) for _, curve in self._curves) or 1.0
        painter.drawText(
            QRectF(_LEFT, room.bottom() + 2, room.width(), 16), _RIGHT, f"{length:.0f} px"
        )
        for index, (_, curve) in enumerate(self._curves):
            painter.setPen(QPen(QColor(_COLOURS[index % len(_COLOURS)]), 1.5))
            known = curve[np.isfinite(curve[:, 1])]
            points = [
                QPointF(
                    room.left() + float(x) / length * room.width(),
                    room.bottom() - float(y) / 255 * room.height(),
                )
                for x, y in known
            ]
            painter.drawPolyline(QPolygonF(points))
            top = _SIZE.height() + index * _LINE - 6
            painter.drawText(QRectF(10, top, self.width() - 20, _LINE), _MIDDLE, self._said[index])


class GraphTool(Tool):
    """Shows the graph of the marked region; marks one if there is none."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.graph = LineGraph(viewer)
        self.actions = {"view.graph": self._toggle}
        #: What is drawn: the region, the scene, and each version as it lies there.
        self._drawn: tuple[object, ...] = ()
        viewer.region_changed.connect(self._changed)
        viewer.changed.connect(self._changed)

    def checked(self, action: str) -> bool:
        """Whether it is shown."""
        return self.graph.isVisibleTo(self.viewer)

    def _toggle(self) -> None:
        self.graph.setVisible(not self.graph.isVisibleTo(self.viewer))
        if self.graph.isVisible() and self.viewer.region is None:
            self.viewer.perform("view.mark")
        self._changed()

    def _changed(self) -> None:
        if not self.graph.isVisible():
            self._drawn = ()
            return
        box, state = self.viewer.region, self.viewer.state
        scene = state.scene_width, state.scene_height
        versions = [version for version in self.viewer.versions if version.under is None]
        wanted = (box, scene, [(one.number, one.name, one.registration) for one in versions])
        if wanted == self._drawn:  # the spot has moved
            return
        self._drawn = wanted
        curves = []
        if box is not None:
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            wide = (box.right - box.left) * scene[0] >= (box.bottom - box.top) * scene[1]
            ends = ((box.left, y), (box.right, y)) if wide else ((x, box.top), (x, box.bottom))
            for version in versions:
                pyramid = version.pyramid
                size = pyramid.width, pyramid.height
                curve = line_profile(size, pyramid.part, *ends, scene, version.registration)
                curves.append((version.name, curve))
        self.graph.show_curves(curves)
