"""The sortable table of an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from sr_studio.app.context import Context
from sr_studio.app.evaluate.rows import Entry, metrics_of, sort_entries
from sr_studio.evaluation.tables import ABSENT
from sr_studio.metrics.metric import METRICS

_METHOD, _DATASET, _IMAGE = range(3)
_FIXED = 3
_ROW = 26
_WIDEST = 320
_MARK_ROOM = 16
_MARKS = {Qt.SortOrder.AscendingOrder: " ▴", Qt.SortOrder.DescendingOrder: " ▾"}
Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractTableModel):
    """Entries as Qt wants them; sorting keeps equal rows as they are."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._given: list[Entry] = []
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self.entries: list[Entry] = []
        self.metrics: list[str] = []
        self.conventions: dict[str, str] = {}
        self.by_picture = False

    def show_entries(
        self, entries: Sequence[Entry], conventions: dict[str, str], *, by_picture: bool
    ) -> None:
        """Show other entries in the order that was chosen."""
        self.beginResetModel()
        metrics = metrics_of(entries)
        if metrics != self.metrics:
            self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._given, self.metrics = list(entries), metrics
        self.conventions, self.by_picture = conventions, by_picture
        self.entries = self._sorted(self._given)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 goes back to data set by data set."""
        self._order = (column, order)
        self.layoutAboutToBeChanged.emit()
        before, held = self.entries, self.persistentIndexList()
        # From the order that is shown: sorting by one column and then another nests them.
        self.entries = self._sorted(self._given if column < 0 else before)
        places = {id(entry): row for row, entry in enumerate(self.entries)}
        moved = [self.index(places[id(before[old.row()])], old.column()) for old in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's)
        """Number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's)
        """Method, data set, picture, and the metrics."""
        return 0 if parent.isValid() else _FIXED + len(self.metrics)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles, and conventions as tooltips."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            # A part of the text: Qt would draw its own mark over a heading at the right.
            mark = _MARKS[self._order[1]] if section == self._order[0] else ""
            return f"{self._heading(section)}{mark}"
        if role == Qt.ItemDataRole.ToolTipRole and section >= _FIXED:
            key = self.metrics[section - _FIXED]
            return self.conventions.get(key, METRICS[key].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section, self.by_picture)
        if role == Qt.ItemDataRole.InitialSortOrderRole and section >= _FIXED:
            lower = METRICS[self.metrics[section - _FIXED]].higher_is_better is False
            return Qt.SortOrder.AscendingOrder if lower else Qt.SortOrder.DescendingOrder
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and how they look."""
        entry, column = self.entries[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column, self.by_picture)
        if role == Qt.ItemDataRole.FontRole:
            return self._font(entry, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if entry.source:
                published = self.tr("Published, not measured here")
                return f"{published}\n{entry.source}"
            return entry.cost or None
        return None

    def _heading(self, section: int) -> str:
        if section >= _FIXED:
            key = self.metrics[section - _FIXED]
            return self.tr("time [s]") if key == "seconds" else METRICS[key].title
        last = self.tr("picture") if self.by_picture else self.tr("pictures")
        return (self.tr("method"), self.tr("data set"), last)[section]

    def _text(self, entry: Entry, column: int) -> str:
        if column >= _FIXED:
            return entry.text(self.metrics[column - _FIXED])
        last = entry.image if self.by_picture else entry.pictures
        return (entry.title, entry.dataset, ABSENT if last is None else str(last))[column]

    def _font(self, entry: Entry, column: int) -> QFont | None:
        best = column >= _FIXED and self.metrics[column - _FIXED] in entry.best
        if not best and not entry.source:
            return None
        font = QFont()
        font.setBold(best)
        font.setItalic(bool(entry.source))
        return font

    def _colour(self, entry: Entry, column: int) -> Any:
        change = entry.changes.get(self.metrics[column - _FIXED]) if column >= _FIXED else None
        if change is not None and change.better is not None:
            return self._context.colour("success" if change.better else "danger")
        return self._context.colour("text_dim") if entry.source else None

    def _sorted(self, entries: list[Entry]) -> list[Entry]:
        column, order = self._order
        if column < 0 or column >= self.columnCount():
            return list(entries)
        descending = order == Qt.SortOrder.DescendingOrder
        return sort_entries(entries, self._key(column), descending=descending)

    def _key(self, column: int) -> Callable[[Entry], Any]:
        if column >= _FIXED:
            return partial(_value, self.metrics[column - _FIXED])
        if column == _IMAGE and not self.by_picture:
            return lambda entry: entry.pictures
        return lambda entry: self._text(entry, column).casefold()


class ResultTable(QTableView):
    """Shows entries; arrows and clicks choose one.

    Signals:
        chosen: The :class:`Entry` that is current now.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        #: Whether the mouse button that is down has made another row the current one.
        self._turned = False
        self.entries = EntriesModel(context, self)
        self.setModel(self.entries)
        self.setObjectName("ResultTable")
        self.setAccessibleName(self.tr("Results"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now))
        # The current row again: there may be more to look at by now.
        self.clicked.connect(lambda index: None if self._turned else self._tell(index))

    def show_entries(
        self, entries: Sequence[Entry], conventions: dict[str, str], *, by_picture: bool
    ) -> None:
        """Show other entries; the chosen one stays so where it still is there."""
        current = self.current()
        columns = self.entries.columnCount()
        self.entries.show_entries(entries, conventions, by_picture=by_picture)
        if self.entries.columnCount() != columns:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.resizeColumnsToContents()
        for column in range(self.entries.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + _MARK_ROOM, _WIDEST))
        self._choose_again(current)

    def choose_none(self) -> None:
        """No row is chosen, nor the one that the arrows go on from."""
        self.setCurrentIndex(QModelIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose a row."""
        self._turned = False
        super().mousePressEvent(event)

    def current(self) -> Entry | None:
        """The chosen entry."""
        index = self.currentIndex()
        return self.entries.entries[index.row()] if index.isValid() else None

    def _choose_again(self, wanted: Entry | None) -> None:
        if wanted is None:
            return
        key = (wanted.title, wanted.dataset, wanted.image)
        for row, entry in enumerate(self.entries.entries):
            if (entry.title, entry.dataset, entry.image) == key:
                self._quiet = True
                self.selectRow(row)
                self._quiet = False
                return

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self._turned = True
            self.chosen.emit(self.entries.entries[index.row()])


def _alignment(column: int, by_picture: bool) -> Qt.AlignmentFlag:
    numbers = column >= _FIXED or (column == _IMAGE and not by_picture)
    side = Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _value(metric: str, entry: Entry) -> float | None:
    return entry.values.get(metric)
