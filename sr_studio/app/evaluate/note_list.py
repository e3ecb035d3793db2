"""Notes below a table, as high as their words are at the width there is, up to a limit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from sr_studio.app.context import Context

_FRAME, _HIGHEST = 12, 96


class NoteList(QListWidget):
    """Sentences with a sign before each; what has no room is scrolled."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAccessibleName(self.tr("Notes"))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)

    def show_notes(self, notes: Sequence[tuple[str, bool]]) -> None:
        """Show these sentences; True marks one that tells of a failure."""
        self.clear()
        for sentence, failure in notes:
            item = QListWidgetItem(self._context.icon("warning" if failure else "info"), sentence)
            item.setToolTip(sentence)
            if failure:
                item.setForeground(self._context.colour("warning"))
            self.addItem(item)
        self.setVisible(bool(notes))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.doItemsLayout()  # hints of rows know nothing of the width
        rows = [self.visualItemRect(self.item(row)).height() for row in range(self.count())]
        self.setFixedHeight(min(sum(rows) + _FRAME, _HIGHEST))
