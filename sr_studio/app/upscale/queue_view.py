"""The queue below the picture: a list whose rows have buttons, and a menu for those chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QToolTip, QWidget

from sr_studio.app.context import Context
from sr_studio.app.upscale.entry import Entry
from sr_studio.app.upscale.queue_model import ENTRY, Index, QueueModel
from sr_studio.app.upscale.queue_row import ROW_HEIGHT, QueueRow

_MENU = ("job.start_selected", "job.cancel", "job.retry", "file.save", "file.save_as",
         "file.reveal", "edit.copy_report", "job.remove", "job.remove_done")  # fmt: skip


class QueueView(QListView):
    """The rows; several can be selected, one is current.

    Signals:
        current_changed: The :class:`Entry` that is current, or None.
        wanted: Id of an action and the :class:`Entry` whose button was pressed.
    """

    current_changed = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, context: Context, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._row = QueueRow(context, model, self)
        self.setModel(model)
        self.setItemDelegate(self._row)
        self.setAccessibleName(self.tr("Queue"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def selected(self) -> list[Entry]:
        """The selected entries from top to bottom; the current one if none is selected."""
        rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
        found = [index.data(ENTRY) for index in rows]
        current = self.current()
        return found or ([current] if current is not None else [])

    def current(self) -> Entry | None:
        """The entry whose picture is shown."""
        index = self.currentIndex()
        return index.data(ENTRY) if index.isValid() else None

    def make_current(self, entry: Entry) -> None:
        """Select an entry alone and bring it into sight."""
        index = self._model.row_of(entry)
        # The view's own way would ask which keys are held, and add to the selection.
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell who is current now (Qt's name)."""
        super().currentChanged(current, previous)
        self.current_changed.emit(current.data(ENTRY) if current.isValid() else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click on a button of a row."""
        super().mouseReleaseEvent(event)
        found = self._button(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(*found)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Tooltips of the buttons come from their actions."""
        if isinstance(event, QHelpEvent):
            found = self._button(event.pos())
            if found is not None:
                QToolTip.showText(event.globalPos(), self._title(found[0]), self)
                return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """The same actions as everywhere."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in _MENU:
            menu.addAction(self._context.actions[name])
        menu.popup(event.globalPos())

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Three rows and a bit, so that one sees that there is more."""
        return QSize(400, ROW_HEIGHT * 3 + ROW_HEIGHT // 2)

    def _button(self, point: QPoint) -> tuple[str, Entry] | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        entry = index.data(ENTRY)
        name = self._row.button_at(self.visualRect(index), entry, point)
        return None if name is None else (name, entry)

    def _title(self, name: str) -> str:
        if name == "job.explain":
            return self.tr("Why it failed")
        return self._context.actions[name].toolTip()
