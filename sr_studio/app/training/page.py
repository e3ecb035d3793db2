"""The page that trains: the runs at the left, the chosen one in the middle, a new one at the right.

It runs the command line's trainer as its own process and reads the run folder; closing the window
ends no run.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_studio import paths
from sr_studio.app.context import Context
from sr_studio.app.empty_page import EmptyPage
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.pages import Page
from sr_studio.app.training import launcher
from sr_studio.app.training.new_run import NewRunForm
from sr_studio.app.training.run_view import RunView
from sr_studio.app.training.watch import RunWatch
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.importing import add_to_methods
from sr_studio.errors import StudioError
from sr_studio.training.run_folder import RunFolder

_CHECK_MS = 500
_PATH = Qt.ItemDataRole.UserRole


class TrainingPage(Page):
    """Puts list, run and form together."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Runs"))
        self.list.setSpacing(4)
        self.view = RunView(context, self)
        self.form = NewRunForm(context, self)
        self.watch: RunWatch | None = None
        self._launches: list[launcher.Launch] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._check_launches)
        self._lay_out()
        self.list.currentItemChanged.connect(lambda item, _: self._chosen(item))
        self.view.wanted.connect(self._do)
        self.view.viewer.changed.connect(self.actions_changed)
        self.form.start_wanted.connect(self.start)
        for path in self._known_runs():
            self._add(path)
        if self.list.count():
            self.list.setCurrentRow(0)

    # The window's questions ----------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Whether an action means something here now."""
        if action == "file.open_folder":
            return True
        return action.startswith("view.") and self.view.viewer.can(action)

    def checked(self, action: str) -> bool:
        """The mode in use."""
        return self.view.viewer.checked(action)

    def perform(self, action: str) -> None:
        """Do one action."""
        if action == "file.open_folder":
            self._ask_for_run()
        else:
            self.view.viewer.perform(action)

    def accepts(self, path: Path) -> bool:
        """Run folders, recipes, and folders of pictures to train on."""
        return path.is_dir() or path.suffix.lower() == ".toml"

    def open_paths(self, dropped: Sequence[Path]) -> None:
        """Attach to runs, take a recipe, train on a folder."""
        for path in dropped:
            if path.suffix.lower() == ".toml":
                self.form.take_recipe(path)
            elif RunFolder(path).exists:
                self.attach(path)
            else:
                self.form.take_data(path)

    def fold_panels(self, folded: bool) -> None:
        """The run alone."""
        self._side.setVisible(not folded)
        self.form.setVisible(not folded)

    def areas(self) -> list[QWidget]:
        """Runs, pictures, form."""
        return [self.list, self.view.viewer, self.form]

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self._empty.theme_changed()
        self.view.theme_changed()

    def shut_down(self) -> None:
        """Stop looking; the trainers go on."""
        self._timer.stop()
        self.form.shut_down()
        self.view.shut_down()
        if self.watch is not None:
            self.watch.shut_down()

    # Work ----------------------------------------------------------------------------------------

    def start(self, words: list[str]) -> None:
        """Start a run in the folder of the person's runs."""
        run = paths.user_runs_dir() / self.form.run_name()
        try:
            self._follow_launch(launcher.start(run, words))
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))

    def attach(self, path: Path) -> None:
        """Follow a run folder, whoever trains in it."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_PATH) == path:
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentItem(self._add(path, first=True))

    def _follow_launch(self, launch: launcher.Launch) -> None:
        self._launches.append(launch)
        self._timer.start()
        self.attach(launch.run)

    def _check_launches(self) -> None:
        """Tell of trainers that ended badly; those that ended well have said so in their folder."""
        for launch in list(self._launches):
            failure = launch.failure()
            if failure is not None:
                log = launch.log.read_text(encoding="utf-8", errors="replace")
                kept = self.tr("What the run had saved is kept; it can be resumed.")
                exists = RunFolder(launch.run).exists
                self.context.show_trouble(Trouble(failure, kept if exists else "", "", log))
                if not exists:
                    self._forget(launch.run)
            if launch.process.poll() is not None:
                self._launches.remove(launch)
        if not self._launches:
            self._timer.stop()

    def _do(self, wish: str) -> None:
        if self.watch is None:
            return
        run = self.watch.run.path
        try:
            if wish == "stop":
                launcher.stop(run)
                self.context.say(self.tr("The run ends after its next checkpoint."))
            elif wish == "abort":
                launcher.abort(run)
            elif wish == "resume":
                self._follow_launch(launcher.resume(run))
            elif wish == "use":
                self._use(run)
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))

    def _use(self, run: Path) -> None:
        saying = self.tr("Adding the best weights of %1…").replace("%1", run.name)
        add_to_methods(self.context, run, saying)

    # What is shown -------------------------------------------------------------------------------

    def _known_runs(self) -> list[Path]:
        """The person's runs, the newest first."""
        folder = paths.user_runs_dir()
        found = [path for path in folder.glob("*") if RunFolder(path).exists]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)

    def _add(self, path: Path, *, first: bool = False) -> QListWidgetItem:
        item = QListWidgetItem(path.name)
        item.setData(_PATH, path)
        item.setToolTip(str(path))
        self.list.insertItem(0 if first else self.list.count(), item)
        return item

    def _forget(self, path: Path) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_PATH) == path:
                self.list.takeItem(row)
                return

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if self.watch is not None:
            self.view.follow(None)
            self.watch.shut_down()
            self.watch.deleteLater()
            self.watch = None
        if item is not None:
            self.watch = RunWatch(self.context, item.data(_PATH), self)
            self.watch.changed.connect(self._say_status)
            self.view.follow(self.watch)
        self._middle.setCurrentWidget(self._empty if item is None else self.view)
        self.actions_changed.emit()

    def _say_status(self) -> None:
        self.actions_changed.emit()
        status = self.watch.status if self.watch is not None else None
        if status is not None and status.state == "running":
            share = status.iteration / max(1, status.iterations)
            self.status.emit(self.tr("training, %1 %").replace("%1", f"{100 * share:.0f}"))

    def _ask_for_run(self) -> None:
        ask_for_folder(self.context, self, self.open_paths)

    def _lay_out(self) -> None:
        self._side = QWidget(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(8)
        heading = QLabel(self.tr("Runs"), self._side)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        attach = QPushButton(self.tr("Attach to a run…"), self._side)
        attach.setToolTip(self.tr("Follow a run folder that was started elsewhere."))
        attach.clicked.connect(self._ask_for_run)
        column.addWidget(attach)
        self._empty = EmptyPage(
            self.context,
            "train",
            self.tr("No run yet."),
            self.tr("Choose a recipe and a folder at the right, or drop a run folder here."),
            parent=self,
        )
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.view)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        for widget in (self._side, self._middle, self.form):
            parts.addWidget(widget)
        parts.setStretchFactor(1, 1)
        parts.setSizes([200, 1000, self.form.minimumWidth()])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(parts)
