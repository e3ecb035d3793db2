"""The page that trains: the runs at the left, the chosen one in the middle, a new one at the right.

It runs the command line's trainer as its own process and reads the run folder; closing the window
ends no run.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
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
from sr_studio.app.training.expected import Expected
from sr_studio.app.training.new_run import NewRunForm
from sr_studio.app.training.recipe_difference import RecipeDifference
from sr_studio.app.training.run_actions import RunActions
from sr_studio.app.training.run_list_view import RunListView
from sr_studio.app.training.run_view import RunView
from sr_studio.app.training.watch import RunWatch
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.files import is_there
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.run_list import runs_in
from sr_studio.training.run_queue import RunQueue

_CHECK_MS = 500


class TrainingPage(Page):
    """Puts list, run and form together."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._expected = Expected()
        self._launches = self._expected.launches
        self.runs = RunListView(context, self._expected, self)
        self.list = self.runs.list
        self.view = RunView(context, self._expected, self)
        self.form = NewRunForm(context, self)
        self.run_actions = RunActions(context, self)
        self.watch: RunWatch | None = None
        self._others: list[RunWatch] = []
        self._queue = RunQueue(paths.user_runs_dir())
        self._aborted: set[Path] = set()
        self._queue_stuck = False
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._check)
        self._lay_out()
        self.runs.chosen.connect(self._chosen)
        self.runs.attach_wanted.connect(self._ask_for_run)
        self.runs.compare_wanted.connect(self._compare_recipes)
        self.view.wanted.connect(self._do)
        self.view.viewer.changed.connect(self.actions_changed)
        self.form.start_wanted.connect(self.start)
        self.form.queue_wanted.connect(self.queue)
        self.form.sweep_wanted.connect(self.sweep)
        self.run_actions.launched.connect(self._follow_launch)
        self.run_actions.recipe_made.connect(self.form.take_recipe)
        for path in (*runs_in(paths.user_runs_dir()), *self._attached()):
            self.runs.add(path)
        if self.list.count():
            self.list.setCurrentRow(0)
        self._show_queue()

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
            elif runs_in(path):
                self.remember(path)
                for run in reversed(runs_in(path)):
                    self.attach(run)
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
        self.runs.shut_down()
        self.view.shut_down()
        for watch in self._watches():
            watch.shut_down()

    # Work ----------------------------------------------------------------------------------------

    def start(self, words: list[str]) -> None:
        """Start a run in the folder of the person's runs."""
        run = paths.user_runs_dir() / self.form.run_name()
        try:
            self._follow_launch(launcher.start(run, words))
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))

    def queue(self, words: list[str]) -> None:
        """Let a run wait until no other one trains on this computer."""
        run = paths.user_runs_dir() / self.form.run_name()
        try:
            self._queue.add(run, words)
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))
        self._show_queue()

    def sweep(self, words: list[str]) -> None:
        """Train, measure and time the networks of the depth figure, as one thing to do."""
        folder = paths.user_runs_dir() / f"depths-{time.strftime('%Y%m%d-%H%M%S')}"
        try:
            launch = launcher.sweep_depths(folder, words)
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))
            return
        self._launches.append(launch)
        self._timer.start()
        self.context.say(self.tr("The depths are trained one after the other."))

    def attach(self, path: Path) -> None:
        """Follow a run folder, whoever trains in it."""
        self.runs.add(path, first=True)
        self.runs.choose(path)
        self.context.opened("train", [path])

    def remember(self, path: Path) -> None:
        """Follow a folder outside of the person's own runs at the next start, too."""
        if path.is_relative_to(paths.user_runs_dir()) or str(path) in self._remembered():
            return
        self.context.settings.set("train.attached", [*self._remembered(), str(path)])

    def _remembered(self) -> list[str]:
        found: list[str] = self.context.settings.get("train.attached")
        return found

    def _attached(self) -> list[Path]:
        """Runs in the remembered folders that can be reached now."""
        return [run for name in self._remembered() for run in runs_in(Path(name))]

    def _follow_launch(self, launch: launcher.Launch) -> None:
        self._launches.append(launch)
        self._timer.start()
        self.attach(launch.run)

    def _check(self) -> None:
        """Look at what was started, find what a sweep has made, and start what waits."""
        for launch in list(self._launches):
            if launch.process.poll() is not None:
                self._launches.remove(launch)
                self._tell_of(launch)
            elif not RunFolder(launch.run).exists and launch.run.is_dir():
                for run in runs_in(launch.run):  # of a sweep
                    self.runs.add(run)
        if not self._launches and not self.runs.busy():
            self._start_next()
        if not self._launches and not self._queue.waiting():
            self._timer.stop()

    def _tell_of(self, launch: launcher.Launch) -> None:
        """Tell of a trainer that ended badly; one that ended well has said so in its folder."""
        failure = launch.failure()
        exists = RunFolder(launch.run).exists
        if failure is not None and launch.run not in self._aborted:
            kept = self.tr("What the run had saved is kept; it can be resumed.")
            trouble = Trouble(failure, kept if exists else "", "", launch.said())
            self.context.show_trouble(trouble)
        if not exists:
            self.runs.remove(launch.run)
        self._aborted.discard(launch.run)
        self.view.refresh()

    def _start_next(self) -> None:
        try:
            waiting = self._queue.take()
        except StudioError as error:  # told once; it is tried again until there is room
            if not self._queue_stuck:
                self.context.show_trouble(Trouble.of(error, kept=self.tr("The runs wait on.")))
            self._queue_stuck = True
            return
        self._queue_stuck = False
        if waiting is None:
            return
        run = Path(waiting.run)
        try:
            self._follow_launch(launcher.start(run, waiting.words))
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))
        self._show_queue()
        self._drop_vanished(run)

    def _show_queue(self) -> None:
        waiting = [Path(entry.run) for entry in self._queue.waiting()]
        self.runs.show_waiting(waiting)
        self.view.refresh()
        if waiting:
            self._timer.start()

    def _do(self, action: str) -> None:
        if self.watch is None:
            return
        run = self.watch.run.path
        try:
            if action == "pause":
                launcher.pause(run)
            elif action == "stop":
                launcher.stop(run)
                self.context.say(self.tr("The run ends after its next checkpoint."))
            elif action == "abort":
                self._abort(run)
            elif action == "resume":
                self._resume(run)
            elif action == "use":
                self.run_actions.use(run, self.view.checkpoint)
            elif action == "extend" and not self._under_way(run):
                self.run_actions.extend(run)
            elif action == "branch":
                self.run_actions.branch(run, int(self.view.checkpoint))
            elif action == "duplicate":
                self.run_actions.duplicate(run)
            elif action == "export":
                self.run_actions.export(run, self.view.checkpoints())
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))

    def _resume(self, run: Path) -> None:
        """Let a paused run go on, or start the trainer of one that has ended."""
        if not launcher.go_on(run) and not self._under_way(run):
            self._follow_launch(launcher.resume(run))

    def _under_way(self, run: Path) -> bool:
        """Whether its trainer was started here, and say so: its folder tells after seconds."""
        found = any(one.run == run and one.under_way for one in self._launches)
        if found:
            self.context.say(self.tr("The trainer is being started."))
        return found

    def _abort(self, run: Path) -> None:
        """End a run at once, also one that waits or is being prepared."""
        if any(launch.run == run for launch in self._launches):  # whose end is nothing to tell of
            self._aborted.add(run)
        if any(Path(entry.run) == run for entry in self._queue.waiting()):
            self._queue.remove(run)
            self.runs.remove(run)
            self._show_queue()
        launcher.abort(run)
        for launch in self._launches:
            if launch.run == run and launch.process.poll() is None:
                launcher.end_process(launch.process.pid)
        self._drop_vanished(run)

    def _drop_vanished(self, run: Path) -> None:
        """Take a run off the list whose folder is not there and that nobody here will make."""
        if self._expected.state_of(run) is None and not is_there(run):
            self.runs.remove(run)

    def _compare_recipes(self) -> None:
        if self.watch is None or not self._others:
            return
        try:
            dialog = RecipeDifference(self.watch.run, self._others[0].run, self.window())
        except StudioError as error:
            self.context.show_trouble(Trouble.of(error))
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # What is shown -------------------------------------------------------------------------------

    def _watches(self) -> list[RunWatch]:
        return ([] if self.watch is None else [self.watch]) + self._others

    def _chosen(self, chosen: list[Path]) -> None:
        """Watch the chosen runs; those that were watched already go on being so."""
        before = {watch.run.path: watch for watch in self._watches()}
        watches = [
            before.pop(path) if path in before else RunWatch(self.context, path, self)
            for path in chosen
        ]
        if self.watch is not None:
            self.watch.changed.disconnect(self._say_status)
        self.watch = watches[0] if watches else None
        self._others = watches[1:]
        self.view.follow(self.watch, self._others)
        if self.watch is not None:
            self.watch.changed.connect(self._say_status)
        for watch in before.values():
            watch.shut_down()
            watch.deleteLater()
        self._middle.setCurrentWidget(self._empty if self.watch is None else self.view)
        self.actions_changed.emit()

    def _say_status(self) -> None:
        self.actions_changed.emit()
        status = self.watch.status if self.watch is not None else None
        if status is not None and status.state == "paused":
            self.status.emit(self.tr("training waits"))
        elif status is not None and status.state == "running":
            share = status.iteration / max(1, status.iterations)
            self.status.emit(self.tr("training, %1 %").replace("%1", f"{100 * share:.0f}"))
        else:
            self.status.emit("")

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
        column.addWidget(self.runs, 1)
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
