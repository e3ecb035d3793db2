"""What can be done with a run besides training it: go on, branch, copy, export, use."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from sr_studio import paths
from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_where_to_save
from sr_studio.app.training import launcher
from sr_studio.app.training.export_dialog import ExportDialog
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.importing import add_to_methods, run_models
from sr_studio.errors import StudioError
from sr_studio.training.branching import branch_run, write_recipe_of
from sr_studio.training.run_folder import RunFolder


class RunActions(QObject):
    """Asks what is still to be known, does it, and tells of what it started.

    Signals:
        launched: A :class:`launcher.Launch`.
        recipe_made: A recipe file that the form should take (path).
    """

    launched = Signal(object)
    recipe_made = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def extend(self, run: Path) -> QInputDialog:
        """Ask for a larger budget and go on with a run that has ended."""
        budget = float(RunFolder(run).recipe_table()["budget"])
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Extend the run"))
        dialog.setLabelText(self.tr("Its budget is %1. The new one:").replace("%1", f"{budget:g}"))
        dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
        dialog.setDoubleDecimals(5)
        dialog.setDoubleRange(budget, 10)
        dialog.setDoubleValue(2 * budget)
        dialog.doubleValueSelected.connect(
            lambda wanted: self._launch(lambda: launcher.extend(run, wanted))
        )
        dialog.open()
        return dialog

    def branch(self, run: Path, iteration: int) -> None:
        """Go on from a checkpoint, in a folder of its own; the run itself stays as it is."""
        target = paths.user_runs_dir() / f"{run.name}-from-{iteration}-{time.strftime('%H%M%S')}"

        def start() -> launcher.Launch:
            branch_run(run, iteration, target)
            return launcher.resume(target)

        self._launch(start)

    def duplicate(self, run: Path) -> None:
        """Write the run's recipe as a file of the person's own, for the form."""
        stem = re.sub(r"[^a-z0-9.-]+", "-", f"{run.name}-copy".lower()).strip("-.")[:60]
        folder = paths.user_data_dir() / "recipes"
        path, number = folder / f"{stem}.toml", 2
        while path.exists():
            path, number = folder / f"{stem}-{number}.toml", number + 1
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_recipe_of(run, path, path.stem)
        except (StudioError, OSError) as error:
            self._context.show_trouble(Trouble.of(error))
            return
        self.recipe_made.emit(path)

    def use(self, run: Path, checkpoint: str) -> None:
        """Add the weights of a checkpoint to the person's models and choose them for Upscale."""
        text = self.tr("Adding the weights of %1 (%2)…")
        saying = text.replace("%1", run.name).replace("%2", checkpoint)
        more = [] if checkpoint == "best" else ["--checkpoint", checkpoint]
        add_to_methods(self._context, run, saying, more)

    def export(self, run: Path, checkpoints: Sequence[str]) -> ExportDialog:
        """Ask for kind, licence and partner, then for a file, and write the model."""
        dialog = ExportDialog(RunFolder(run), checkpoints, self._window)
        dialog.wanted.connect(lambda words, kind: self._export(run, words, kind))
        dialog.open()
        return dialog

    def _export(self, run: Path, words: list[str], kind: str) -> None:
        if kind == "own":
            more = words[words.index(str(run)) + 1 :]
            add_to_methods(self._context, run, self.tr("Adding the model …"), more)
            return
        title = self.tr("Export the model")
        write = partial(self.write_model, words)
        ask_where_to_save(self._context, self._window, title, run.name, {f".{kind}": kind}, write)

    def write_model(self, words: Sequence[str], path: Path) -> None:
        """Run ``sr-studio models`` with these words and this output file, beside the window."""
        told = self.tr("Written: %1").replace("%1", str(path))
        self._context.tasks.start(
            lambda _: run_models([*words, "-o", str(path)]),
            lambda _: self._context.say(told),
            lambda error: self._context.show_trouble(Trouble.of(error)),
            writes=True,
        )

    def _launch(self, start: Callable[[], launcher.Launch]) -> None:
        try:
            self.launched.emit(start())
        except StudioError as error:
            self._context.show_trouble(Trouble.of(error))
