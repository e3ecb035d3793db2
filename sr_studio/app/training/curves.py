"""Two charts beside each other, each of a subject of its own, smoothed alike."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.training.chart import Chart
from sr_studio.training.history import History

#: Logical pixels: lower, nothing can be read off a chart.
_LOWEST = 190
#: Points that a noisy curve is averaged over, at each place of the slider.
_WINDOWS = (1, 3, 10, 30, 100, 300, 1000, 3000)


class Curves(QWidget):
    """Losses at the left, PSNR-Y of the held-out pictures at the right, until others are chosen."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left = Chart(context, "losses", self)
        self.right = Chart(context, "psnr", self)
        self.setMinimumHeight(_LOWEST)
        self.smoothing = QSlider(Qt.Orientation.Horizontal, self)
        self.smoothing.setRange(0, len(_WINDOWS) - 1)
        self.smoothing.setFixedWidth(120)
        label = QLabel(self.tr("Smoothing"), self)
        label.setProperty("role", "small")
        label.setBuddy(self.smoothing)
        self.smoothing.setAccessibleName(label.text())
        self.smoothing.setToolTip(self.tr("Noisy curves are averaged over more points."))
        self.smoothing.valueChanged.connect(self._smooth)
        self.smoothing.setValue(2)
        charts = hbox(self.left, self.right, spacing=8)
        tools = hbox(None, label, self.smoothing, spacing=8)
        vbox((charts, 1), tools, on=self, edges=(8, 8, 8, 4), spacing=2)

    def show_runs(self, runs: Sequence[tuple[str, History]]) -> None:
        """Draw these runs over each other; the names tell them apart."""
        self.left.show_runs(runs)
        self.right.show_runs(runs)

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.left.theme_changed()
        self.right.theme_changed()

    def _smooth(self, place: int) -> None:
        self.left.smooth(_WINDOWS[place])
        self.right.smooth(_WINDOWS[place])
