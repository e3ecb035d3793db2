"""All keys of a recipe in a table: what the recipe says, where that comes from, and what is wanted.

What is changed here goes into the list of changed keys, which is what the command line would take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sr_studio.training.recipe_keys import RecipeKey

_NAME, _WANTED, _PAPER, _FROM, _WHAT = range(5)
_KEY = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class KeyForm(QDialog):
    """A table of keys; only the second column is written.

    Args:
        keys: Of the recipe.
        settings: What is changed already, ``key=value``.
        problem_of: What stands against settings, in a sentence; empty where nothing does.
        parent: The window.

    Signals:
        accepted_settings: All changed keys, as ``key=value``.
    """

    accepted_settings = Signal(list)

    def __init__(
        self,
        keys: Iterable[RecipeKey],
        settings: Iterable[str],
        problem_of: Callable[[list[str]], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys of the recipe"))
        self.resize(980, 600)
        self._problem_of = problem_of
        wanted = dict(_split(setting) for setting in settings)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search keys"))
        self.search.setAccessibleName(self.tr("Search keys"))
        self.search.textChanged.connect(self._filter)
        self.table = QTreeWidget(self)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setRootIsDecorated(False)
        self.table.setAlternatingRowColors(True)
        self.table.setHeaderLabels(
            [
                self.tr("Key"),
                self.tr("Wanted"),
                self.tr("Recipe's"),
                self.tr("From"),
                self.tr("What it does"),
            ]
        )
        self.table.setEditTriggers(QTreeWidget.EditTrigger.AllEditTriggers)
        self.table.setItemDelegate(_Delegate(self.table))
        self.items = [self._item(key, wanted.pop(key.name, "")) for key in keys]
        self.table.addTopLevelItems(self.items)
        self._others = wanted  # keys of optional sections that the recipe does not have
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in ((_NAME, 260), (_WANTED, 120), (_PAPER, 120), (_FROM, 180)):
            header.resizeSection(column, width)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.search)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.problem)
        whole.addWidget(self.buttons)
        self.table.itemChanged.connect(lambda *_: self._check())
        self._check()

    def settings(self) -> list[str]:
        """What differs from the recipe, as ``key=value``."""
        found = []
        for item in self.items:
            wanted = item.text(_WANTED).strip()
            if wanted and wanted != item.text(_PAPER):
                found.append(f"{item.text(_NAME)}={wanted}")
        return found + [f"{key}={value}" for key, value in self._others.items()]

    def _item(self, key: RecipeKey, wanted: str) -> QTreeWidgetItem:
        source = key.comment or ("" if key.stated else self.tr("default"))
        item = QTreeWidgetItem([key.name, wanted, key.value, source, key.description])
        item.setData(_NAME, _KEY, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        for column in (_NAME, _FROM, _WHAT):
            item.setToolTip(column, item.text(column))
        return item

    def _check(self) -> None:
        said = self._problem_of(self.settings())
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not said)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for item in self.items:
            told = f"{item.text(_NAME)} {item.text(_WHAT)}".casefold()
            item.setHidden(not all(word in told for word in words))

    def _take(self) -> None:
        self.accepted_settings.emit(self.settings())
        self.accept()


class _Delegate(QStyledItemDelegate):
    """Edits the second column: a list where there are choices, else a line."""

    def createEditor(  # noqa: N802 (Qt's name)
        self, parent: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """A field for one value."""
        if index.column() != _WANTED:
            return None  # type: ignore[return-value]  # Qt takes it for "not to be written"
        key: RecipeKey = index.sibling(index.row(), _NAME).data(_KEY)
        if not key.choices:
            line = QLineEdit(parent)
            line.setPlaceholderText(key.value)
            return line
        box = QComboBox(parent)
        box.addItems(["", *key.choices])
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:  # noqa: N802
        """Begin with what is wanted already."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(index.data() or "")
        elif isinstance(editor, QLineEdit):
            editor.setText(index.data() or "")

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: _Index
    ) -> None:
        """Keep what was chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


def _split(setting: str) -> tuple[str, str]:
    key, _, value = setting.partition("=")
    return key.strip(), value.strip()
