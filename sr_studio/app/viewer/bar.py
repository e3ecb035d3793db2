"""The bar above the viewer: modes, the versions by number, gain, zoom."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from sr_studio.app.boxes import hbox
from sr_studio.app.context import Context
from sr_studio.app.viewer.content import LARGEST_GAIN, Mode
from sr_studio.app.viewer.figures import percent
from sr_studio.app.viewer.manner_words import manner_text
from sr_studio.app.viewer.version_tabs import VersionTabs
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.differences import LARGEST_TOLERANCE, Manner

_MODES = ("split", "side_by_side", "single", "lens", "difference", "blink")
_ZOOMS = ("zoom_out", "zoom_in", "one_to_one", "fit")
#: Logical pixels.
_NARROWEST, _WITH_ZOOM = 400, 700


class ViewerBar(QFrame):
    """Follows one viewer."""

    def __init__(self, context: Context, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Bar")
        self._context = context
        self._viewer = viewer
        self._row = hbox(on=self, edges=(8, 4, 8, 4), spacing=4)
        for name in _MODES:
            self._row.addWidget(self._button(f"view.{name}"))
        self._manner = QComboBox(self)
        for manner in Manner:
            self._manner.addItem(manner_text(manner), manner)
        self._manner.setAccessibleName(self.tr("Manner of the difference"))
        self._manner.setToolTip(context.actions["view.manner"].toolTip())
        self._manner.activated.connect(self._manner_chosen)
        self._gain_label = QLabel(self)
        self._gain_label.setProperty("role", "dim")
        self._gain = QSlider(Qt.Orientation.Horizontal, self)
        self._gain.setFixedWidth(80)
        self._gain.valueChanged.connect(self._strength_chosen)
        self._row.addSpacing(8)
        for widget in (self._manner, self._gain, self._gain_label):
            self._row.addWidget(widget)
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
        self._zooms = [self._button(f"view.{name}") for name in _ZOOMS]
        for button in self._zooms:
            self._row.addWidget(button)
        viewer.changed.connect(self.refresh)
        self.refresh()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """What can do without stays away when there is little room."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Versions must be told apart by their names; the zoom has keys and a menu as well."""
        super().resizeEvent(event)
        for button in self._zooms:
            button.setVisible(self.width() >= _WITH_ZOOM)

    def refresh(self) -> None:
        """Show what the viewer shows."""
        viewer = self._viewer
        self.versions.refresh()
        on = viewer.mode is Mode.DIFFERENCE and viewer.compares
        for widget in (self._manner, self._gain, self._gain_label):
            widget.setVisible(on)
        self._manner.setCurrentIndex(list(Manner).index(viewer.how.manner))
        self._show_strength()
        self._zoom.setText(percent(viewer.magnification) if viewer.versions else "")

    def _show_strength(self) -> None:
        """The slider is the gain, or the tolerance of the manner that has one."""
        how, slider = self._viewer.how, self._gain
        blocked = slider.blockSignals(True)
        if how.manner.has_gain:
            slider.setRange(0, LARGEST_GAIN)
            slider.setValue(how.doublings)
            slider.setAccessibleName(self.tr("Gain of the difference"))
            slider.setToolTip(self.tr("How many times the difference is enlarged"))
            self._gain_label.setText(f"×{2**how.doublings}")
        else:
            slider.setRange(0, LARGEST_TOLERANCE)
            slider.setValue(how.tolerance)
            slider.setAccessibleName(self.tr("Tolerance of the difference"))
            slider.setToolTip(self.tr("Differences of a channel up to this one count as none"))
            self._gain_label.setText(f"> {how.tolerance}")
        slider.blockSignals(blocked)

    def _manner_chosen(self, index: int) -> None:
        self._viewer.arrange(replace(self._viewer.how, manner=list(Manner)[index]))

    def _strength_chosen(self, value: int) -> None:
        how = self._viewer.how
        self._viewer.arrange(
            replace(how, doublings=value) if how.manner.has_gain else replace(how, tolerance=value)
        )

    def theme_changed(self) -> None:
        """Draw icons in the colours of the theme."""
        self.versions.theme_changed()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._context.actions[name])
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(self._context.actions[name].text())
        return button
