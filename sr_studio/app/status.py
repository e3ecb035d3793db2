"""The status bar: device, rate, engine state and how far the queue is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

if TYPE_CHECKING:
    from sr_studio.engine.protocol import EngineStatus, JobStatus


class StatusBar(QStatusBar):
    """Four quiet fields at the right, passing sentences at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setAccessibleName(self.tr("Status"))
        self.queue = self._field(self.tr("Queue"))
        self.rate = self._field(self.tr("Rate"))
        self.device = self._field(self.tr("Device"))
        self.engine = self._field(self.tr("Engine state"))
        self.engine.setText(self.tr("engine not started"))

    def show_engine(self, status: EngineStatus) -> None:
        """What the engine does, and with which device."""
        from sr_studio.engine.protocol import EngineState

        texts = {
            EngineState.STOPPED: self.tr("engine stopped"),
            EngineState.STARTING: self.tr("engine starting…"),
            EngineState.READY: self.tr("engine ready"),
            EngineState.BUSY: self.tr("engine working"),
            EngineState.DIED: self.tr("engine ended: %1").replace("%1", status.reason),
        }
        self.engine.setText(texts[status.state])
        if status.text:
            self.device.setText(status.text)
        if status.state is not EngineState.BUSY:
            self.rate.setText("")

    def show_rate(self, status: JobStatus) -> None:
        """How fast the running job goes, in megapixels of the LR picture a second."""
        if status.progress is not None and status.progress.rate:
            self.rate.setText(self.tr("%1 MP/s").replace("%1", f"{status.progress.rate / 1e6:.2g}"))

    def _field(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(name)
        label.setContentsMargins(8, 0, 8, 0)
        self.addPermanentWidget(label)
        return label
