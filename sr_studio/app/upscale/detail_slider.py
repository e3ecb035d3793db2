"""Faithful to detailed: where between two models of one architecture the result stands."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from sr_studio.app.boxes import hbox, vbox

_STEPS = 20


class DetailSlider(QWidget):
    """A slider between two words; says why where it can do nothing.

    Signals:
        changed: The value, 0 faithful to 1 detailed.
    """

    changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 4)
        self._slider.setAccessibleName(self.tr("Faithful to detailed"))
        self._slider.valueChanged.connect(lambda step: self.changed.emit(step / _STEPS))
        faithful, detailed = QLabel(self.tr("faithful"), self), QLabel(self.tr("detailed"), self)
        self._why = QLabel(self)
        self._why.setProperty("role", "small")
        self._why.setWordWrap(True)
        row = hbox(faithful, (self._slider, 1), detailed, spacing=8)
        vbox(row, self._why, on=self, spacing=4)
        self._words = (faithful, detailed)

    @property
    def value(self) -> float | None:
        """The value, or None where the method has no pair."""
        return self._slider.value() / _STEPS if self._slider.isEnabled() else None

    def set_value(self, value: float) -> None:
        """Move the slider; :attr:`changed` is for what a person moves."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(value * _STEPS))

    def set_possible(self, possible: bool, why_not: str) -> None:
        """Switch the slider on, or off with a sentence that says why."""
        self._slider.setEnabled(possible)
        for word in self._words:
            word.setEnabled(possible)
        self._slider.setToolTip("" if possible else why_not)
        self._slider.setAccessibleDescription("" if possible else why_not)
        self._why.setText("" if possible else why_not)
        self._why.setVisible(not possible)
