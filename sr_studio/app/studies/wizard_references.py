"""Second step: the pictures that are compared, one folder a set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.studies.drafting import WishedSet, set_name
from sr_studio.app.studies.wizard_step import WizardStep

_FOLDER = Qt.ItemDataRole.UserRole
#: Fewer references in a set allow no statement about images in general.
_ENOUGH = 6


class ReferencesStep(WizardStep):
    """A table of sets; folders are added by a button or by dropping them anywhere."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        headings = [self.tr("set"), self.tr("pictures"), self.tr("folder")]
        self.table = self.grid(self.tr("Sets"), headings, 180)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        add = QPushButton(self.tr("Add a folder…"), self)
        add.clicked.connect(lambda: ask_for_folder(context, self, self.add_folders))
        remove = QPushButton(self.tr("Remove"), self)
        remove.clicked.connect(self._remove)
        self._advice = self.small()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            self.small(
                self.tr(
                    "High-resolution originals, one folder a set. Drop folders anywhere here. Low "
                    "resolution is made from them the MATLAB way."
                )
            )
        )
        column.addWidget(self.table)
        column.addLayout(row)
        column.addWidget(self._advice)
        self.changed.connect(self._advise)

    def add_folders(self, folders: Sequence[Path]) -> None:
        """One set for each folder with pictures in it."""
        from sr_studio.imaging.inputs import expand_inputs

        for folder in folders:
            pictures = expand_inputs([folder]) if folder.is_dir() else []
            if not pictures:
                text = self.tr("There are no pictures in %1.").replace("%1", str(folder))
                self._context.say(text)
                continue
            name = set_name(folder, tuple(one.name for one in self.sets()))
            row = self.table.rowCount()
            self.table.insertRow(row)
            for column, text in enumerate((name, str(len(pictures)), str(folder))):
                item = QTableWidgetItem(text)
                item.setData(_FOLDER, folder)
                if column:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        self.changed.emit()

    def sets(self) -> tuple[WishedSet, ...]:
        """The sets as they are called now."""
        found = []
        for row in range(self.table.rowCount()):
            name, number = self.table.item(row, 0), self.table.item(row, 1)
            if name is not None and number is not None:
                folder = name.data(_FOLDER)
                found.append(WishedSet(name.text().strip(), folder, int(number.text())))
        return tuple(found)

    def counts(self) -> dict[str, int]:
        """Set to its number of pictures."""
        return {one.name: one.pictures for one in self.sets()}

    def problem(self) -> str:
        """At least one set, each with a name of its own."""
        names = [one.name for one in self.sets()]
        if not names:
            return self.tr("Add a folder of pictures.")
        if not all(names) or len(set(names)) < len(names):
            return self.tr("Give every set a name of its own.")
        return ""

    def _remove(self) -> None:
        for row in sorted({item.row() for item in self.table.selectedItems()}, reverse=True):
            self.table.removeRow(row)
        self.changed.emit()

    def _advise(self) -> None:
        few = [name for name, count in self.counts().items() if count < _ENOUGH]
        text = self.tr("Fewer than 6 pictures allow no statement about images in general: %1.")
        self._advice.setText(text.replace("%1", ", ".join(few)) if few else "")
