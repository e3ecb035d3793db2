"""The raters of a study as its experimenter may see them: how far, how long, what was noticed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.studies.result_words import said

if TYPE_CHECKING:
    from sr_studio.studies.rating.status import RaterStatus

_SHARE = Qt.ItemDataRole.UserRole
_PROGRESS = 1
_FLAGS = 5


class RatersTable(QTableWidget):
    """One row a rater; sentences of flags in the last column, whole in its tooltip."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(0, 6, parent)
        self._raters: tuple[RaterStatus, ...] = ()
        self.setAccessibleName(self.tr("Raters"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalHeaderLabels(
            [
                self.tr("rater"),
                self.tr("rated"),
                self.tr("sessions"),
                self.tr("minutes"),
                self.tr("last rating"),
                self.tr("noticed"),
            ]
        )
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setItemDelegateForColumn(_PROGRESS, _Bar(context, self))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_PROGRESS, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_FLAGS, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(_PROGRESS, 160)

    def chosen(self) -> RaterStatus | None:
        """The rater of the selected row, None if none is selected."""
        rows = {index.row() for index in self.selectedIndexes()}
        return self._raters[rows.pop()] if len(rows) == 1 else None

    def show_raters(self, raters: tuple[RaterStatus, ...]) -> None:
        """Replace the rows."""
        self._raters = raters
        self.setRowCount(len(raters))
        for row, rater in enumerate(raters):
            self._show(row, rater)

    def _show(self, row: int, rater: RaterStatus) -> None:
        rated = self.tr("%1 of %2").replace("%1", str(rater.rated))
        rated = rated.replace("%2", str(rater.planned))
        last = ""
        if rater.last_us is not None:
            last = time.strftime("%Y-%m-%d %H:%M", time.localtime(rater.last_us / 1e6))
        flags = [said(flag) for flag in rater.flags]
        noticed = "; ".join([self.tr("excluded"), *flags] if rater.excluded else flags)
        if rater.withdrawn:
            noticed = self.tr("withdrawn")
        texts = [
            rater.pseudonym,
            rated,
            str(rater.sessions),
            f"{rater.minutes:.0f}",
            last,
            noticed,
        ]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            self.setItem(row, column, item)
            if column == _PROGRESS:
                item.setData(_SHARE, rater.rated / rater.planned if rater.planned else 0.0)
            if column == _FLAGS:
                item.setToolTip("\n".join(flags))


class _Bar(QStyledItemDelegate):
    """Draws how far a rater is behind the words that say it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A thin bar at the foot of the cell."""
        super().paint(painter, option, index)
        share = float(index.data(_SHARE) or 0.0)
        # PySide's stubs do not know that a style option has a rectangle.
        cell = QRectF(option.rect).adjusted(4, 0, -12, -3)  # type: ignore[attr-defined]
        cell.setTop(cell.bottom() - 3)
        painter.fillRect(cell, self._context.colour("pressed"))
        cell.setWidth(cell.width() * min(1.0, share))
        painter.fillRect(cell, self._context.colour("accent"))
