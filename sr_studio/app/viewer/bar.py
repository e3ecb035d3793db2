"""The bar above the viewer: modes, the versions by number, gain, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.viewer.pane import Mode
from sr_studio.app.viewer.version_tabs import VersionTabs
from sr_studio.app.viewer.viewer import LARGEST_GAIN, Viewer, percent

_MODES = ("split", "side_by_side", "single", "lens", "difference", "blink")
_ZOOMS = ("zoom_out", "zoom_in", "one_to_one", "fit")


class ViewerBar(QFrame):
    """Follows one viewer."""

    def __init__(self, context: Context, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Bar")
        self._context = context
        self._viewer = viewer
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(4)
        for name in _MODES:
            self._row.addWidget(self._button(f"view.{name}"))
        self._gain_label = QLabel(self)
        self._gain_label.setProperty("role", "dim")
        self._gain = QSlider(Qt.Orientation.Horizontal, self)
        self._gain.setRange(0, LARGEST_GAIN)
        self._gain.setFixedWidth(80)
        self._gain.setAccessibleName(self.tr("Gain of the difference"))
        self._gain.setToolTip(self.tr("How many times the difference is enlarged"))
        self._gain.valueChanged.connect(viewer.set_doublings)
        self._row.addSpacing(8)
        self._row.addWidget(self._gain)
        self._row.addWidget(self._gain_label)
        self.versions = VersionTabs(context, viewer, self)
        self._row.addWidget(self.versions, 8)
        self._row.addStretch(1)
        self._zoom = QLabel(self)
        self._zoom.setObjectName("Zoom")
        self._zoom.setProperty("role", "dim")
        self._zoom.setMinimumWidth(56)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._row.addWidget(self._zoom)
        for name in _ZOOMS:
            self._row.addWidget(self._button(f"view.{name}"))
        viewer.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the viewer shows."""
        viewer = self._viewer
        self.versions.refresh()
        on = viewer.mode is Mode.DIFFERENCE and viewer.compares
        self._gain.setVisible(on)
        self._gain_label.setVisible(on)
        self._gain.setValue(viewer.doublings)
        self._gain_label.setText(f"×{2**viewer.doublings}")
        self._zoom.setText(percent(viewer.magnification) if viewer.versions else "")

    def theme_changed(self) -> None:
        """Draw icons in the colours of the theme."""
        self.versions.theme_changed()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._context.actions[name])
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(self._context.actions[name].text())
        return button
