"""Saves the table, the scatter and the panel of an evaluation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_where_to_save
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.evaluation import tables
from sr_studio.evaluation.results import EvaluationResult
from sr_studio.files import write_text
from sr_studio.progress import CancelToken

TABLE_FORMATS = {".csv": "CSV", ".json": "JSON", ".tex": "LaTeX", ".md": "Markdown"}
FIGURE_FORMATS = {".svg": "SVG", ".pdf": "PDF", ".png": "PNG"}
#: The look of a figure is set for the whole plotting library: one is drawn at a time.
_DRAWING = threading.Lock()


def write_table(result: EvaluationResult, path: Path, *, published: bool) -> None:
    """Write the table in the format of the file's suffix.

    Raises:
        StudioError: The suffix is none of :data:`TABLE_FORMATS`, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        result.write(path)
    elif suffix == ".csv":
        write_text(path, tables.to_csv(result, published=published))
    elif suffix == ".tex":
        write_text(path, tables.to_latex(result, published=published))
    elif suffix == ".md":
        write_text(path, tables.to_markdown(result, published=published))
    else:
        raise StudioError(
            f"a table cannot be saved as {suffix or 'a file without a suffix'}",
            where=path,
            remedy=f"Choose a name that ends in {', '.join(TABLE_FORMATS)}.",
        )


def draw_scatter(result: EvaluationResult, path: Path, token: CancelToken) -> None:
    """Draw perception against distortion; brings the plotting library along, so never at start.

    Raises:
        StudioError: Too little was measured, or the file cannot be written.
    """
    from sr_studio.evaluation.figures.scatter import write_scatter

    with _DRAWING:
        write_scatter(result, [path])


def draw_panel(
    result: EvaluationResult, kept: Path, image: tuple[str, str], path: Path, token: CancelToken
) -> None:
    """Draw the comparison panel of one picture (data set and name) from those that were kept.

    Raises:
        StudioError: A kept picture cannot be read, or the file not be written.
    """
    from sr_studio.evaluation.figures.panel import write_panel

    with _DRAWING:
        write_panel(result, kept, [path], image="/".join(image))


class ResultSaver(QObject):
    """Asks for names and writes off the window's thread."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.dialog: QFileDialog | None = None

    def ask_for_table(self, result: EvaluationResult, *, published: bool) -> None:
        """Save the table under a name of the person's."""
        write = partial(self.table, result, published=published)
        self._ask(self.tr("Save the table"), "evaluation", TABLE_FORMATS, write)

    def ask_for_scatter(self, result: EvaluationResult) -> None:
        """Save perception against distortion."""
        write = partial(self.scatter, result)
        self._ask(self.tr("Save the figure"), "perception-distortion", FIGURE_FORMATS, write)

    def ask_for_panel(self, result: EvaluationResult, kept: Path, image: tuple[str, str]) -> None:
        """Save the panel of one picture."""
        write = partial(self.panel, result, kept, image)
        self._ask(self.tr("Save the figure"), f"{image[1]}-panel", FIGURE_FORMATS, write)

    def table(self, result: EvaluationResult, path: Path, *, published: bool) -> None:
        """Write the table."""
        self._in_task(lambda _: write_table(result, path, published=published), path)

    def scatter(self, result: EvaluationResult, path: Path) -> None:
        """Draw perception against distortion."""
        self._in_task(partial(draw_scatter, result, path), path)

    def panel(
        self, result: EvaluationResult, kept: Path, image: tuple[str, str], path: Path
    ) -> None:
        """Draw the panel of one picture."""
        self._context.say(self.tr("Drawing the panel of %1…").replace("%1", image[1]))
        self._in_task(partial(draw_panel, result, kept, image, path), path)

    def _in_task(self, write: Callable[[CancelToken], None], path: Path) -> None:
        self._context.tasks.start(write, lambda _: self._saved(path), self._failed, writes=True)

    def _saved(self, path: Path) -> None:
        self._context.say(self.tr("Saved as %1").replace("%1", str(path)))

    def _failed(self, error: Exception) -> None:
        kept = self.tr("The evaluation is as it was.")
        self._context.show_trouble(Trouble.of(error, kept=kept))

    def _ask(
        self, title: str, name: str, formats: dict[str, str], write: Callable[[Path], None]
    ) -> None:
        self.dialog = ask_where_to_save(self._context, self._window, title, name, formats, write)
