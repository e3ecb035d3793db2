"""Watching a folder, and reports of what was made: what concerns batches beside the list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from sr_studio import paths
from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder, ask_where_to_save
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.worklist import Worklist
from sr_studio.imaging.inputs import Found, find_pictures
from sr_studio.upscaling.watching import FolderWatch

_LOOK_MS = 1000


class BatchTools(QObject):
    """Looks into a folder once a second, off the window's thread, and writes reports.

    Signals:
        found: A list of :class:`Found` that came into the folder and is whole.
        watched: Name of the folder that is watched from now on; empty for none.
    """

    found = Signal(object)
    watched = Signal(str)

    def __init__(self, context: Context, worklist: Worklist, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._worklist, self._window = context, worklist, window
        self._watch: FolderWatch | None = None
        self._looking = False
        self._untold = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.dialog: QFileDialog | None = None

    def toggle_watching(self) -> None:
        """End it, or ask for a folder to begin with."""
        if self._watch is not None:
            self.end_watching()
            return
        self.dialog = ask_for_folder(
            self._context, self._window, lambda paths: self.watch(paths[0]) if paths else None
        )

    def watch(self, folder: Path) -> None:
        """Tell of pictures that come into this folder or below it, once it was looked through."""
        from sr_studio.upscaling.batch_planning import Place, without_results

        def find() -> list[Found]:
            return find_pictures([folder], recursive=True)

        # Results lie beside their pictures: they are no new ones.
        beside = Place()
        self._watch = FolderWatch(find, wanted=lambda found: without_results(found, beside))
        self._untold = folder.name or str(folder)
        self._timer.start()
        self._look()

    def end_watching(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._watch = None
        self.watched.emit("")

    def ask_for_report(self) -> None:
        """Ask where the report of all that was made is to go."""
        if not self._worklist.runner.items():
            self._context.say(self.tr("Nothing was made yet."))
            return
        self.dialog = ask_where_to_save(
            self._context,
            self._window,
            self.tr("Save a report"),
            "report",
            {".csv": "CSV", ".json": "JSON"},
            self.write_report,
        )

    def write_report(self, path: Path) -> None:
        """Write what became of each picture since the window was opened."""
        from sr_studio.upscaling.batch_report import write_report

        def failed(error: Exception) -> None:
            self._context.show_trouble(Trouble.of(error, kept=self.tr("No report was written.")))

        said = self.tr("Saved as %1").replace("%1", str(path))
        items = self._worklist.runner.items()
        # Of what was kept in the window the person has another file, or none yet.
        files = {
            result.file: result.saved
            for entry in self._worklist.entries
            for result in entry.results
        }
        own = paths.user_results_dir()
        elsewhere = {
            item.output: files.get(item.output) for item in items if item.output.parent == own
        }
        self._context.tasks.start(
            lambda _: write_report(items, path, elsewhere),
            lambda _: self._context.say(said),
            failed,
            writes=True,
        )

    def shut_down(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._watch = None

    def _look(self) -> None:
        watch = self._watch
        if watch is None or self._looking:
            return
        self._looking = True

        def looked(found: list[Found]) -> None:
            self._looking = False
            if watch is not self._watch:
                return
            if self._untold:
                self.watched.emit(self._untold)
                self._untold = ""
            if found:
                self.found.emit(found)

        def failed(error: Exception) -> None:
            self._looking = False
            if watch is self._watch and self._untold:  # later a folder may be away for a while
                self.end_watching()
                self._context.show_trouble(Trouble.of(error))

        self._context.tasks.start(lambda _: watch.settled(), looked, failed, priority=-1)
