"""The list of runs at the left: what each is doing and how well, with those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from sr_studio.app.context import Context
from sr_studio.app.tasks import Task
from sr_studio.app.training.expected import Expected
from sr_studio.progress import CancelToken
from sr_studio.training.run_folder import ACTIVE
from sr_studio.training.run_list import RunSummary, summary_of

_EVERY_MS = 3000
_PATH = Qt.ItemDataRole.UserRole


class RunListView(QWidget):
    """One or several runs can be chosen; several are drawn over each other.

    Args:
        expected: Tells of runs whose folders say nothing yet.

    Signals:
        chosen: The chosen runs, the current one first (paths); empty where none is.
        attach_wanted: The person wants to follow runs that are elsewhere.
        compare_wanted: The recipes of the two chosen runs are to be compared.
    """

    chosen = Signal(list)
    attach_wanted = Signal()
    compare_wanted = Signal()

    def __init__(self, context: Context, expected: Expected, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[Path, RunSummary] = {}
        self._expected = expected
        self._task: Task | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Runs"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setToolTip(self.tr("Choose several to draw them over each other."))
        self.list.setSpacing(4)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.compare_button = QPushButton(self.tr("Compare recipes"), self)
        self.compare_button.setToolTip(self.tr("What differs between the two chosen runs."))
        self.compare_button.hide()
        attach = QPushButton(self.tr("Attach to a run…"), self)
        attach.setToolTip(
            self.tr("Follow a run folder, or a folder of runs, that was started elsewhere.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self.compare_button)
        column.addWidget(attach)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        attach.clicked.connect(self.attach_wanted)
        self.compare_button.clicked.connect(self.compare_wanted)
        self.list.itemSelectionChanged.connect(self._selected)

    def paths(self) -> list[Path]:
        """All runs in the list, from above."""
        return [self.list.item(row).data(_PATH) for row in range(self.list.count())]

    def add(self, path: Path, *, first: bool = False) -> None:
        """Put a run into the list, where it is not in it yet."""
        if path in self.paths():
            return
        item = QListWidgetItem(path.name)
        item.setData(_PATH, path)
        item.setToolTip(str(path))
        self.list.insertItem(0 if first else self.list.count(), item)
        self.look()

    def choose(self, path: Path) -> None:
        """Choose one run alone."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.setCurrentRow(self.paths().index(path), alone)

    def remove(self, path: Path) -> None:
        """Take a run out of the list; its folder stays."""
        if path in self.paths():
            self.list.takeItem(self.paths().index(path))

    def show_waiting(self, paths: Sequence[Path]) -> None:
        """Mark the runs that wait for their turn."""
        self._expected.waiting = list(paths)
        for path in paths:
            self.add(path)
        self._label()

    def busy(self) -> bool:
        """Whether some run in the list is being trained on this computer, or may be: one that was
        not looked at yet counts."""
        if self._task is not None or any(path not in self._known for path in self.paths()):
            return True
        found = [summary.status for summary in self._known.values()]
        return any(
            status is not None and status.state in ACTIVE and not status.is_elsewhere
            for status in found
        )

    def look(self) -> None:
        """Read what the runs are doing, off the window's thread."""
        if self._task is None:
            paths, known = self.paths(), dict(self._known)
            self._task = self._context.tasks.start(
                lambda token: _read(paths, known, token), self._arrived, self._failed
            )

    def shut_down(self) -> None:
        """Look no more."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _arrived(self, found: dict[Path, RunSummary]) -> None:
        self._task = None
        self._known = found
        self._label()

    def _failed(self, error: Exception) -> None:
        self._task = None  # a mounted folder may come back; the next look tells

    def _label(self) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            path: Path = item.data(_PATH)
            text = f"{path.name}\n{self._line(path)}"
            if item.text() != text:
                item.setText(text)

    def _line(self, path: Path) -> str:
        expected = self._expected.state_of(path)
        if expected == "waiting":
            return self.tr("waiting")
        summary = self._known.get(path)
        if summary is None or (summary.status is None and expected is not None):
            return self.tr("preparing")
        if summary.status is None:
            return self.tr("no word yet") if summary.there else self.tr("its folder is not there")
        words = {
            "preparing": self.tr("preparing"),
            "running": self.tr("training"),
            "paused": self.tr("paused"),
            "stopped": self.tr("stopped"),
            "finished": self.tr("finished"),
            "failed": self.tr("failed"),
        }
        parts = [words[summary.status.state]]
        if summary.status.state != "finished":
            parts.append(f"{100 * summary.share:.0f} %")
        if summary.best is not None:
            parts.append(f"{summary.best:.2f} dB")
        return " · ".join(parts)

    def _selected(self) -> None:
        current = self.list.currentItem()
        items = self.list.selectedItems()
        items.sort(key=lambda item: item is not current)
        self.compare_button.setVisible(len(items) == 2)
        self.chosen.emit([item.data(_PATH) for item in items])


def _read(
    paths: list[Path], known: dict[Path, RunSummary], token: CancelToken
) -> dict[Path, RunSummary]:
    """Summaries of all runs; the log of one whose status is the same is not read again."""
    found = {}
    for path in paths:
        token.check()
        found[path] = summary_of(path, known.get(path))
    return found
