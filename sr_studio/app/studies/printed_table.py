"""A printed table of the report, in the window: can be sorted by eye, selected and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.app.studies.result_words import said
from sr_studio.studies.report.tables import Cell, Table

_MOST_ROWS_WHOLE = 24
#: Longer sentences run over several lines.
_WIDEST = 520


class PrintedTable(QWidget):
    """Title, cells, and the notes that must be read with them."""

    def __init__(self, context: Context, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        title = QLabel(said(table.title), self)
        title.setProperty("role", "heading")
        title.setWordWrap(True)
        self.cells = _Cells(title.text(), self)
        self._fill(table)
        column = vbox(title, self.cells, on=self, spacing=8)
        for text in table.notes:
            note = QLabel(said(text), self)
            note.setProperty("role", "small")
            note.setWordWrap(True)
            column.addWidget(note)

    def _fill(self, table: Table) -> None:
        cells = self.cells
        # Qt's own header cannot span columns; several rows of headings become rows of the table.
        above = list(table.heads) if len(table.heads) > 1 else []
        cells.horizontalHeader().setVisible(not above)
        cells.setColumnCount(table.width)
        cells.setRowCount(len(above) + len(table.rows))
        cells.setHorizontalHeaderLabels([said(head.text) for head in table.heads[-1]])
        for row, heads in enumerate(above):
            column = 0
            for head in heads:
                self._put(row, column, Cell(head.text, left=not column), head.span, "text_dim")
                column += head.span
        for row, line in enumerate(table.rows, len(above)):
            if len(line) == 1:
                self._put(row, 0, line[0], table.width)
                continue
            for column, cell in enumerate(line):
                self._put(row, column, cell, 1)
        cells.fit()

    def _put(self, row: int, column: int, cell: Cell, span: int, colour: str = "text") -> None:
        mark = ("*" if cell.star else "") + ("°" if cell.ring else "")
        text = f"{said(cell.text)}{mark}" + (f"\n{cell.small}" if cell.small else "")
        item = QTableWidgetItem(text)
        side = Qt.AlignmentFlag.AlignLeft if cell.left else Qt.AlignmentFlag.AlignRight
        if span > 1 and not cell.left:
            side = Qt.AlignmentFlag.AlignHCenter
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        if cell.bold:
            font = QFont(self.font())
            font.setBold(True)
            item.setFont(font)
        if cell.red or cell.grey:
            colour = "danger" if cell.red else "text_disabled"
        item.setForeground(self._context.colour(colour))
        self.cells.setItem(row, column, item)
        if span > 1:
            self.cells.setSpan(row, column, 1, span)


class _Cells(QTableWidget):
    """Copies what is selected as lines with tabs."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def fit(self) -> None:
        """As high as a short table is, so that the page scrolls and not each table."""
        self.resizeColumnsToContents()
        for column in range(self.columnCount()):
            self.setColumnWidth(column, min(_WIDEST, self.columnWidth(column)))
        self.resizeRowsToContents()
        self._make_room_for_sentences()
        rows = min(self.rowCount(), _MOST_ROWS_WHOLE)
        height = sum(self.rowHeight(row) for row in range(rows))
        bar = self.horizontalScrollBar().sizeHint().height()
        head = self.horizontalHeader()
        above = 0 if head.isHidden() else head.sizeHint().height()
        self.setFixedHeight(above + height + bar + 4)

    def _make_room_for_sentences(self) -> None:
        """Qt forgets the padding of the style sheet when it breaks a text into lines."""
        wrap, metrics = Qt.TextFlag.TextWordWrap, self.fontMetrics()
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is None or self.columnWidth(column) < _WIDEST:
                    continue
                box = metrics.boundingRect(0, 0, _WIDEST - 24, 10_000, wrap, item.text())
                self.setRowHeight(row, max(self.rowHeight(row), box.height() + 12))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Copy as a spreadsheet wants it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        else:
            super().keyPressEvent(event)

    def selected_text(self) -> str:
        """The selected cells, rows as lines, cells apart by tabs."""
        chosen = sorted((i.row(), i.column(), i.data()) for i in self.selectedIndexes())
        lines: dict[int, list[str]] = {}
        for row, _, text in chosen:
            lines.setdefault(row, []).append(str(text or "").replace("\n", " "))
        return "\n".join("\t".join(line) for line in lines.values())
