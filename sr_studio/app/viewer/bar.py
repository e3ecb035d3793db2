"""The bar above the viewer: modes, the versions by number, gain, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.viewer.pane import Mode
from sr_studio.app.viewer.viewer import LARGEST_GAIN, Viewer, percent

_MODES = ("split", "side_by_side", "single", "lens", "difference", "blink")
_ZOOMS = ("zoom_out", "zoom_in", "one_to_one", "fit")
_LONGEST = 22


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
        self._row.addStretch(1)
        self._chips = QButtonGroup(self)
        self._chips.setExclusive(True)
        self._chip_room = QHBoxLayout()
        self._chip_room.setSpacing(4)
        self._row.addLayout(self._chip_room)
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
        self._shown: list[tuple[int, str]] = []
        viewer.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the viewer shows."""
        viewer = self._viewer
        wanted = [(version.number, version.name) for version in viewer.versions]
        if wanted != self._shown:
            self._shown = wanted
            self._fill_chips()
        for index, version in enumerate(viewer.versions):
            button = self._chips.button(index)
            if button is not None and version is viewer.after:
                button.setChecked(True)
        on = viewer.mode is Mode.DIFFERENCE and viewer.compares
        self._gain.setVisible(on)
        self._gain_label.setVisible(on)
        self._gain.setValue(viewer.doublings)
        self._gain_label.setText(f"×{2**viewer.doublings}")
        self._zoom.setText(percent(viewer.magnification) if viewer.versions else "")

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._context.actions[name])
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(self._context.actions[name].text())
        return button

    def _fill_chips(self) -> None:
        for button in self._chips.buttons():
            self._chips.removeButton(button)
            self._chip_room.removeWidget(button)
            button.hide()
            button.deleteLater()
        for index, version in enumerate(self._viewer.versions):
            name = version.name
            short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
            button = QToolButton(self)
            button.setText(f"{index + 1}  {short}" if index < 9 else short)
            button.setAccessibleName(self.tr("Show %1").replace("%1", name))
            help_text = self.tr("Show this version (%1). With Shift: compare with it.")
            button.setToolTip(f"{name}\n{help_text.replace('%1', str(index + 1))}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, at=index: self._chip_pressed(at))
            self._chips.addButton(button, index)
            self._chip_room.addWidget(button)

    def _chip_pressed(self, index: int) -> None:
        shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self._viewer.choose(self._viewer.versions[index], as_before=bool(shift))
