"""Has a screen reader say how far the queue is: all pictures that are under way together."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sr_studio.app.announcing import SpokenProgress
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.worklist import Worklist


class SpokenQueue(QObject):
    """Listens for pictures that are started; asked to, it counts how far they are."""

    def __init__(self, worklist: Worklist, parent: QWidget) -> None:
        super().__init__(parent)
        self._spoken = SpokenProgress(parent, self.tr("Upscaling"))
        self._begun: dict[str, Entry] = {}
        worklist.changed.connect(self._changed)

    def tell(self) -> None:
        """Say what is new, if anything is."""
        begun = list(self._begun.values())
        if any(entry.state.under_way for entry in begun):
            self._spoken.hear(sum(map(_share, begun)) / len(begun))
        elif begun:
            done = sum(entry.state is EntryState.DONE for entry in begun)
            failed = sum(entry.state is EntryState.FAILED for entry in begun)
            said = self.tr("Upscaling has ended: %1 of %2 done.").replace("%1", str(done))
            said = said.replace("%2", str(len(begun)))
            if failed:
                said = f"{said} " + self.tr("Failed: %1.").replace("%1", str(failed))
            self._begun.clear()
            self._spoken.end(said)

    def _changed(self, entry: Entry) -> None:
        if entry.state.under_way and entry.id not in self._begun:
            self._begun[entry.id] = entry
            if len(self._begun) == 1:
                self._spoken.hear(0)


def _share(entry: Entry) -> float:
    if entry.state is EntryState.WORKING:
        return entry.timing.fraction()
    return 0.0 if entry.state.under_way else 1.0
