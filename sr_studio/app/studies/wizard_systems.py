"""Third step: the systems that are compared: methods of the program, or ready pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.studies.drafting import WishedSystem
from sr_studio.app.studies.wizard_step import WizardStep

_SYSTEM = Qt.ItemDataRole.UserRole
_NAME, _ROLE, _DETAIL, _SOURCE = range(4)
_FEWEST = 2


class SystemsStep(WizardStep):
    """A table of systems; methods come from a list, ready pictures from folders."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from sr_studio.upscaling.methods import list_methods

        self._context = context
        self.methods = QComboBox(self)
        self.methods.setAccessibleName(self.tr("Method"))
        self._known = {method.name: method for method in list_methods()}
        for method in self._known.values():
            title = QCoreApplication.translate("Methods", method.title)
            self.methods.addItem(title, method.name)
        self.scale = QSpinBox(self)
        self.scale.setRange(2, 8)
        self.scale.setValue(4)
        self.scale.setPrefix("×")
        self.scale.setAccessibleName(self.tr("Scale"))
        headings = [self.tr("name"), self.tr("role"), self.tr("detail"), self.tr("made by")]
        self.table = self.grid(self.tr("Systems"), headings, 260)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_SOURCE, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_ROLE, 150)
        self._lay_out()
        for name, role in (("nearest", "low_anchor"), ("bicubic", "baseline")):
            self.add_method(name, role)

    def add_method(self, name: str, role: str = "test") -> None:
        """A system made by the program."""
        method = self._known[name]
        detail = 0.5 if method.has_detail else None
        title = QCoreApplication.translate("Methods", method.title)
        self._add(WishedSystem(title, method=name, detail=detail, role=role), title)

    def add_folder(self, folder: Path) -> None:
        """A system with ready pictures, named like the references."""
        self._add(WishedSystem(folder.name, folder=folder), str(folder))

    def systems(self) -> tuple[WishedSystem, ...]:
        """The systems as the table has them."""
        found = []
        for row in range(self.table.rowCount()):
            item = self.table.item(row, _NAME)
            role = self.table.cellWidget(row, _ROLE)
            detail = self.table.cellWidget(row, _DETAIL)
            if item is None or not isinstance(role, QComboBox):
                continue
            made: WishedSystem = item.data(_SYSTEM)
            found.append(
                WishedSystem(
                    item.text().strip(),
                    made.method,
                    detail.value() if isinstance(detail, QDoubleSpinBox) else None,
                    made.folder,
                    str(role.currentData()),
                )
            )
        return tuple(found)

    def problem(self) -> str:
        """Two systems at least, each with a name of its own."""
        names = [system.title for system in self.systems()]
        if len(names) < _FEWEST:
            return self.tr("Add at least two systems.")
        if not all(names) or len(set(names)) < len(names):
            return self.tr("Give every system a name of its own.")
        if [system.role for system in self.systems()].count("low_anchor") > 1:
            return self.tr("Only one system can be the low anchor.")
        return ""

    def _add(self, system: WishedSystem, source: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        item = QTableWidgetItem(system.title)
        item.setData(_SYSTEM, system)
        self.table.setItem(row, _NAME, item)
        role = QComboBox(self)
        role.setAccessibleName(self.tr("Role of %1").replace("%1", system.title))
        for value, text in (
            ("test", self.tr("under test")),
            ("baseline", self.tr("baseline")),
            ("low_anchor", self.tr("low anchor")),
        ):
            role.addItem(text, value)
        role.setCurrentIndex(role.findData(system.role))
        role.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.table.setCellWidget(row, _ROLE, role)
        if system.detail is not None:
            detail = QDoubleSpinBox(self)
            detail.setRange(0, 1)
            detail.setSingleStep(0.1)
            detail.setValue(system.detail)
            detail.setAccessibleName(self.tr("Detail of %1").replace("%1", system.title))
            detail.setToolTip(self.tr("0 is faithful, 1 is detailed."))
            self.table.setCellWidget(row, _DETAIL, detail)
        made = QTableWidgetItem(source)
        made.setFlags(made.flags() & ~Qt.ItemFlag.ItemIsEditable)
        made.setToolTip(source)
        self.table.setItem(row, _SOURCE, made)
        self.table.setRowHeight(row, 36)
        self.changed.emit()

    def _remove(self) -> None:
        rows = {item.row() for item in self.table.selectedItems()} or {self.table.currentRow()}
        for row in sorted(rows, reverse=True):
            self.table.removeRow(row)
        self.changed.emit()

    def _lay_out(self) -> None:
        add = QPushButton(self.tr("Add method"), self)
        add.clicked.connect(lambda: self.add_method(str(self.methods.currentData())))
        ready = QPushButton(self.tr("Add ready pictures…"), self)
        ready.setToolTip(self.tr("A folder with one picture for each reference, of the same name."))
        ready.clicked.connect(
            lambda: ask_for_folder(self._context, self, lambda chosen: self.add_folder(chosen[0]))
        )
        remove = QPushButton(self.tr("Remove"), self)
        remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.methods, add, ready, remove):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(QLabel(self.tr("Scale"), self))
        row.addWidget(self.scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            self.small(
                self.tr(
                    "The original is added by itself where the question needs it. Systems under "
                    "test are compared with the baseline first."
                )
            )
        )
        column.addLayout(row)
        column.addWidget(self.table)
