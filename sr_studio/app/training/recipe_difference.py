"""What differs between the recipes of two runs, in a table."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sr_studio.training.run_folder import RunFolder
from sr_studio.training.run_list import recipe_differences


class RecipeDifference(QDialog):
    """Key, and its value in each run.

    Args:
        first: A run.
        second: Another one.
        parent: The window.

    Raises:
        StudioError: One of them is no run.
    """

    def __init__(self, first: RunFolder, second: RunFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Two recipes"))
        self.resize(720, 420)
        found = recipe_differences(first, second)
        self.table = QTreeWidget(self)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setRootIsDecorated(False)
        self.table.setHeaderLabels([self.tr("Key"), first.path.name, second.path.name])
        nothing = "–"
        self.table.addTopLevelItems(
            [QTreeWidgetItem([key, a or nothing, b or nothing]) for key, a, b in found]
        )
        for column, width in ((0, 260), (1, 200)):
            self.table.header().resizeSection(column, width)
        same = QLabel(self.tr("Both runs have the same recipe."), self)
        same.setVisible(not found)
        self.table.setVisible(bool(found))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(same)
        whole.addWidget(self.table, 1)
        whole.addWidget(buttons)
