"""The folder of HR pictures: chosen, checked at once by its headers, and told about in a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.tasks import Task
from sr_studio.errors import StudioError
from sr_studio.files import is_folder
from sr_studio.training.folder_check import FolderCheck, FolderSizes, check_folder, read_folder
from sr_studio.training.recipes import Recipe

#: Names of left-out pictures that a tooltip lists.
_NAMED = 30


class FolderLine(QWidget):
    """A field for the folder, and what a recipe can do with it.

    Signals:
        changed: Another folder was named, or its pictures have been looked at.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        self._sizes: FolderSizes | None = None
        self._trouble = ""
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(self.tr("Folder of HR pictures"))
        self.edit.setPlaceholderText(self.tr("Folder of HR pictures"))
        self.edit.textChanged.connect(lambda _: self._read())
        button = QToolButton(self)
        button.setText("…")
        button.setAccessibleName(self.tr("Choose: %1").replace("%1", self.edit.accessibleName()))
        button.clicked.connect(
            lambda: ask_for_folder(context, self, lambda paths: self.take(paths[0]))
        )
        self.said = QLabel(self)
        self.said.setProperty("role", "small")
        self.said.setWordWrap(True)
        self.said.hide()
        row = hbox((self.edit, 1), button, spacing=4)
        vbox(row, self.said, on=self, spacing=4)

    @property
    def folder(self) -> Path | None:
        """The named folder, where there is one."""
        text = self.edit.text().strip()
        return Path(text) if text and is_folder(Path(text)) else None

    def take(self, folder: Path) -> None:
        """Name a folder."""
        self.edit.setText(str(folder))

    def problem(self) -> str:
        """What is wrong with the folder whatever the recipe; empty where nothing is."""
        text = self.edit.text().strip()
        if not text:
            return self.tr("Choose a folder of HR pictures.")
        if not is_folder(Path(text)):
            return self.tr("The folder of HR pictures does not exist.")
        return self._trouble

    def check(self, recipe: Recipe) -> FolderCheck | None:
        """Say what the recipe can do with the folder; None while that is not known."""
        if self._sizes is None:
            return None
        check = check_folder(self._sizes, recipe)
        parts = [self.tr("%1 usable").replace("%1", f"{check.usable:,}")]
        if check.too_small:
            parts.append(self.tr("%1 too small").replace("%1", f"{len(check.too_small):,}"))
        if check.broken:
            parts.append(self.tr("%1 unreadable").replace("%1", f"{len(check.broken):,}"))
        kept = self.tr("%1 kept back for validation").replace("%1", str(check.held_out))
        self.said.setText(" · ".join([*parts, kept]))
        self.said.setToolTip("\n".join(self._left_out(check)))
        self.said.show()
        return check

    def shut_down(self) -> None:
        """Read no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _left_out(self, check: FolderCheck) -> Sequence[str]:
        small = self.tr("smaller than a crop")
        lines = [f"{name}: {small}" for name in check.too_small]
        lines += [f"{name}: {reason}" for name, reason in check.broken.items()]
        more = len(lines) - _NAMED
        return [*lines[:_NAMED], self.tr("and %1 more").replace("%1", str(more))][
            : _NAMED + (more > 0)
        ]

    def _read(self) -> None:
        self.shut_down()
        self._sizes, self._trouble = None, ""
        folder = self.folder
        self.said.setVisible(folder is not None)
        if folder is not None:
            self.said.setText(self.tr("Looking at the pictures …"))
            self._task = self._context.tasks.start(
                lambda token: read_folder(folder, token), self._arrived, self._failed
            )
        self.changed.emit()

    def _arrived(self, sizes: FolderSizes) -> None:
        self._task, self._sizes = None, sizes
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._trouble = error.what if isinstance(error, StudioError) else str(error)
        self.said.hide()
        self.changed.emit()
