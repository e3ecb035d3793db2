"""Keys of the person's own: every command with its keys, found by typing, changed in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from sr_studio.app.actions import Actions, shown_keys
from sr_studio.app.boxes import hbox, vbox

_ID = Qt.ItemDataRole.UserRole


class OwnKeys(QDialog):
    """A list of commands; below it the keys of the chosen one, and who else has them."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 480)
        self._actions = actions
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a command or a key"))
        self.search.setAccessibleName(self.tr("Find a command or a key"))
        self.search.textChanged.connect(self._find)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for spec in actions:
            item = QTreeWidgetItem(self.list)
            item.setData(0, _ID, spec.id)
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(self.tr("New key"))
        for line in self.edit.findChildren(QLineEdit):
            line.setAccessibleName(self.tr("New key"))
        self.edit.keySequenceChanged.connect(self._weigh)
        self.conflict = QLabel(self)
        self.conflict.setProperty("role", "warning")
        self.conflict.setWordWrap(True)
        self.take = self._button(self.tr("Use this key"), self._take)
        self.none = self._button(self.tr("No key"), lambda: self._bind([]))
        self.default = self._button(self.tr("As it was"), lambda: self._bind(None))
        row = hbox((self.edit, 1), spacing=8)
        for button in (self.take, self.none, self.default):
            row.addWidget(button)
        close = self._button(self.tr("Close"), self.accept)
        column = vbox(
            self.search,
            (self.list, 1),
            row,
            self.conflict,
            on=self,
            edges=(20, 20, 20, 16),
            spacing=12,
        )
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._fill()
        self.choose(next(iter(actions)).id)

    def choose(self, name: str) -> None:
        """Choose a command by its id."""
        self.list.setCurrentItem(self._item(name))

    def _button(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: pressed())  # type: ignore[operator]
        return button

    def _item(self, name: str) -> QTreeWidgetItem:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return next(item for item in items if item is not None and item.data(0, _ID) == name)

    def _name(self) -> str:
        item = self.list.currentItem()
        return item.data(0, _ID) if item is not None else ""

    def _text(self, name: str) -> str:
        return self._actions[name].text().rstrip("…")

    def _fill(self) -> None:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            assert item is not None
            name = item.data(0, _ID)
            item.setText(0, self._text(name))
            item.setText(1, shown_keys(self._actions.spec(name)))
            font = item.font(1)
            font.setBold(self._actions.is_own(name))
            item.setFont(1, font)

    def _find(self, query: str) -> None:
        words = query.casefold().split()
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            assert item is not None
            text = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(word in text for word in words))

    def _chosen(self) -> None:
        keys = self._actions.spec(self._name()).keys
        self.edit.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        self._weigh()

    def _weigh(self) -> None:
        """Say who has the key already, before it is taken."""
        name, sequence = self._name(), self.edit.keySequence()
        others = self._actions.with_key(sequence, name) if not sequence.isEmpty() else []
        own = any(QKeySequence(keys) == sequence for keys in self._actions.spec(name).keys)
        said = self.tr("%1 is the key of %2 already; using it here takes it away there.")
        said = said.replace("%1", sequence.toString(QKeySequence.SequenceFormat.NativeText))
        names = ", ".join(self._text(other) for other in others)
        self.conflict.setText(said.replace("%2", names) if others else "")
        self.take.setEnabled(not sequence.isEmpty() and not own)
        self.none.setEnabled(bool(self._actions.spec(name).keys))
        self.default.setEnabled(self._actions.is_own(name))

    def _take(self) -> None:
        sequence = self.edit.keySequence()
        for other in self._actions.with_key(sequence, self._name()):
            left = [
                keys for keys in self._actions.spec(other).keys if QKeySequence(keys) != sequence
            ]
            self._actions.bind(other, left)
        self._bind([sequence.toString(QKeySequence.SequenceFormat.PortableText)])

    def _bind(self, keys: list[str] | None) -> None:
        self._actions.bind(self._name(), keys)
        self._fill()
        self._chosen()
