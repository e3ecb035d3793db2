"""Pictures in folders that were dropped or opened, searched off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from sr_studio.app.context import Context
from sr_studio.app.upscale.output import FOLDER, OutputPlan
from sr_studio.imaging.inputs import Found, find_pictures
from sr_studio.progress import CancelToken
from sr_studio.sentences import filled


class FolderSearch(QObject):
    """Says what it searches, and what it leaves out.

    Signals:
        found: A list of :class:`Found`, not empty.
    """

    found = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def search(self, paths: Sequence[Path], plan: OutputPlan) -> None:
        """Look for the pictures meant by files and folders, these with all below them.

        Args:
            paths: In the order in which their pictures are wanted.
            plan: Where results go: those of earlier times that lie there are no pictures.
        """
        folder = next(path for path in paths if path.is_dir())
        self._context.say(filled(self.tr("Looking for pictures in %1…"), folder.name))
        results_in = plan.folder if plan.place == FOLDER else None
        self._context.tasks.start(partial(_found_in, paths, results_in), self._tell)

    def _tell(self, searched: tuple[list[Found], int]) -> None:
        found, results = searched
        if results:
            left_out = self.tr("%n result(s) of earlier times were left out.", "", results)
            way_in = self.tr("Drop a file itself to take it.")
            self._context.say(f"{left_out} {way_in}")
        elif not found:
            self._context.say(self.tr("There is no picture in the folder."))
        if found:
            self.found.emit(found)


def _found_in(
    paths: Sequence[Path], results_in: Path | None, token: CancelToken
) -> tuple[list[Found], int]:
    """The pictures, and how many results were left out."""
    from sr_studio.upscaling.batch_planning import Place, without_results

    found = find_pictures(paths, recursive=True, token=token)
    kept = without_results(found, Place(results_in))
    return kept, len(found) - len(kept)
