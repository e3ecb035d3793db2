"""The folders of HR pictures, each one data set."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from sr_studio.app.context import Context
from sr_studio.app.trouble import Trouble
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.progress import CancelToken

_PATH = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_ROW = 26
_ROWS_SHOWN = 4


class FolderList(QListWidget):
    """Names and numbers of pictures; Delete takes a folder off the list.

    Signals:
        changed: A folder came, went or was counted.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("MethodList")
        self.setAccessibleName(self.tr("Folders of HR pictures"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._fit()

    def add(self, folder: Path) -> None:
        """Take a folder in and count its pictures; one that is no folder is refused aloud."""
        path = folder.resolve()
        if not path.is_dir():
            what = self.tr("There is no folder %1.").replace("%1", str(folder))
            remedy = self.tr("Choose a folder of HR pictures.")
            self._context.show_trouble(Trouble(what, "", remedy))
            return
        if path in self.folders():
            return
        item = QListWidgetItem(path.name)
        item.setData(_PATH, path)
        item.setToolTip(str(path))
        item.setSizeHint(QSize(0, _ROW))
        self.addItem(item)
        self._fit()
        self.changed.emit()
        self._context.tasks.start(partial(_count, path), partial(self._counted, path))

    def folders(self) -> tuple[Path, ...]:
        """All folders in their order."""
        return tuple(item.data(_PATH) for item in self._items())

    def empty_folders(self) -> list[str]:
        """Names of folders that were counted and hold no picture."""
        return [item.data(_PATH).name for item in self._items() if item.data(_COUNT) == 0]

    def remove_current(self) -> None:
        """Take the current folder off the list; no file is touched."""
        if self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self._fit()
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Delete as everywhere."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_current()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _fit(self) -> None:
        self.setFixedHeight(min(max(self.count(), 2), _ROWS_SHOWN) * _ROW + 6)

    def _counted(self, path: Path, count: int) -> None:
        for item in self._items():
            if item.data(_PATH) == path:
                item.setData(_COUNT, count)
                pictures = self.tr("%n picture(s)", "", count)
                item.setText(f"{path.name}  ·  {pictures}")
        self.changed.emit()


def _count(folder: Path, token: CancelToken) -> int:
    return len(expand_inputs([folder]))
