"""Taking rows and versions off the list; what is nowhere but here is asked about first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from sr_studio.app.context import Context
from sr_studio.app.upscale.entry import Entry, EntryState, Result
from sr_studio.app.upscale.worklist import Worklist


class Removing(QObject):
    """Asks and removes."""

    def __init__(self, context: Context, worklist: Worklist, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._worklist = context, worklist

    def finished(self) -> list[Entry]:
        """The rows that are done with: made, and all that was made of them is saved."""
        return [
            entry
            for entry in self._worklist.entries
            if entry.state is EntryState.DONE and not entry.unsaved
        ]

    def remove(self, entries: Sequence[Entry]) -> None:
        """Take rows off the list, if the person agrees to what is lost with them."""
        unsaved = sum(len(entry.unsaved) for entry in entries)
        if not unsaved:
            self._worklist.remove(entries)
            return
        self._context.ask(
            self.tr("Remove from the list?"),
            self.tr("%n result(s) are not saved and will be gone.", "", unsaved),
            self.tr("Remove"),
            lambda: self._worklist.remove(entries),
        )

    def close(self, entry: Entry, result: Result) -> None:
        """Close one version of a row, if the person agrees where it is not saved."""
        if result.saved is not None:
            self._worklist.drop(entry, result)
            return
        self._context.ask(
            self.tr("Close this version?"),
            self.tr("It is not saved and will be gone."),
            self.tr("Close it"),
            lambda: self._worklist.drop(entry, result),
        )
