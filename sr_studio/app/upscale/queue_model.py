"""The rows of the queue for Qt's list view, in words as well as in pictures."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sr_studio.app.durations import duration
from sr_studio.app.method_words import said
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.report_words import seconds_taken
from sr_studio.app.upscale.worklist import Worklist

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """One row an entry; everything a screen reader says about a row is in its text."""

    def __init__(self, worklist: Worklist, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worklist = worklist
        self._entries: list[Entry] = []
        self._rows: dict[str, int] = {}
        worklist.added.connect(self._add)
        worklist.changed.connect(self._change)
        worklist.removed.connect(self._remove)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's own)
        """Entries in the queue."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry itself, its text, its tooltip."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (entry.name, size_text(entry), self.said(entry)) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [str(entry.path) if entry.path else entry.name, entry.error]
            if entry.newest is not None and entry.newest.saved is not None:
                lines.append(self.tr("Saved as %1").replace("%1", str(entry.newest.saved)))
            return "\n".join(line for line in lines if line)
        return None

    def row_of(self, entry: Entry) -> QModelIndex:
        """Where an entry stands."""
        row = self._rows.get(entry.id)
        return QModelIndex() if row is None else self.index(row)

    def said(self, entry: Entry) -> str:
        """The state of an entry in words."""
        if entry.state is EntryState.WORKING:
            fraction, left = entry.timing.fraction(), entry.timing.left()
            percent = f"{fraction * 100:.0f} %"
            if left is None:
                # Nothing is known yet; "0 %" would look as if nothing were done.
                return percent if fraction > 0 else self.tr("working…")
            spoken = duration(max(1.0, left))
            return self.tr("%1, %2 left").replace("%1", percent).replace("%2", spoken)
        if entry.state is EntryState.DONE and entry.newest is not None:
            report = entry.newest.report
            saved = self.tr("saved") if entry.newest.saved else self.tr("not saved yet")
            return f"{said(report.method)}, {seconds_taken(report)}, {saved}"
        waiting = self.tr("waiting")
        return {
            EntryState.READING: self.tr("reading…"),
            EntryState.READY: self.tr("ready"),
            EntryState.WAITING: self.tr("paused") if self._worklist.runner.paused else waiting,
            EntryState.DONE: self.tr("done"),
            EntryState.FAILED: entry.reason or self.tr("failed"),
            EntryState.CANCELLED: self.tr("cancelled"),
            EntryState.SKIPPED: self.tr("there already"),
        }[entry.state]

    def _add(self, entries: list[Entry]) -> None:
        first = len(self._entries)
        self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
        self._entries.extend(entries)
        self._number(first)
        self.endInsertRows()

    def _change(self, entry: Entry) -> None:
        index = self.row_of(entry)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def _remove(self, entries: list[Entry]) -> None:
        if len(entries) > 1:
            self.beginResetModel()
            self._entries = list(self._worklist.entries)
            self._number(0)
            self.endResetModel()
            return
        for entry in entries:
            row = self._rows[entry.id]
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._entries[row]
            del self._rows[entry.id]
            self._number(row)
            self.endRemoveRows()

    def _number(self, first: int) -> None:
        if first == 0:
            self._rows.clear()
        for row in range(first, len(self._entries)):
            self._rows[self._entries[row].id] = row


def size_text(entry: Entry) -> str:
    """``512 × 512 → 2048 × 2048``, as far as it is known."""
    if entry.size is None:
        return ""
    text = f"{entry.size[0]} × {entry.size[1]}"
    done = entry.newest.report.size_out if entry.newest is not None else None
    out = entry.expected if entry.state.under_way else done
    return f"{text} → {out[0]} × {out[1]}" if out else text
