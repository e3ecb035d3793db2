"""The command palette: every action that can be done now, found by typing a part of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from sr_studio.app.action_spec import ActionSpec
from sr_studio.app.actions import Actions, shown_keys
from sr_studio.app.boxes import vbox

_ID = Qt.ItemDataRole.UserRole


def match(query: str, text: str) -> int | None:
    """How well ``query`` fits ``text`` (less is better), or None.

    A part of the text fits best, earliest first; then the letters in order, closest first.
    """
    query, text = query.casefold().strip(), text.casefold()
    if not query:
        return 0
    at = text.find(query)
    if at >= 0:
        return at
    place, first = -1, None
    for letter in query:
        place = text.find(letter, place + 1)
        if place < 0:
            return None
        first = place if first is None else first
    return 1000 + place - (first or 0)


class CommandPalette(QDialog):
    """A line to type in and the actions that fit, best first.

    Signals:
        chosen: The id of the action.
    """

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Command palette"))
        self.setFixedSize(520, 360)
        self._actions = actions
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self.tr("Type a part of a command"))
        self._line.setAccessibleName(self.tr("Command"))
        self._line.textChanged.connect(self._fill)
        self._line.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Commands that fit"))
        self._list.itemActivated.connect(self._take)
        self._list.itemClicked.connect(self._take)
        vbox(self._line, self._list, on=self, edges=(8, 8, 8, 8), spacing=8)
        self._fill("")
        self._line.setFocus()

    def shown(self) -> list[str]:
        """Ids of the actions in the list, best first."""
        return [self._list.item(row).data(_ID) for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Arrows and Return in the line work on the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                count = max(1, self._list.count())
                self._list.setCurrentRow((self._list.currentRow() + step) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, query: str) -> None:
        self._list.clear()
        fits: list[tuple[int, str, ActionSpec]] = []
        for spec in self._actions:
            action = self._actions[spec.id]
            quality = match(query, action.text())
            if action.isEnabled() and quality is not None:
                fits.append((quality, action.text(), spec))
        for _, text, spec in sorted(fits, key=lambda fit: fit[:2] if query else (0, "")):
            keys = shown_keys(spec)
            label = f"{text.rstrip('…')}    {keys}" if keys else text.rstrip("…")
            item = QListWidgetItem(self._actions[spec.id].icon(), label, self._list)
            item.setData(_ID, spec.id)
            item.setToolTip(self._actions[spec.id].statusTip())
        self._list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        name = item.data(_ID)
        self.close()
        self.chosen.emit(name)
