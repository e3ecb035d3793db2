"""Files a long work is to write at its end, looked at before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer


def check_outputs(figures: Sequence[Path], files: Sequence[Path]) -> None:
    """Say before hours of work what would go wrong after them.

    Args:
        figures: Files that drawings go to.
        files: All other files.

    Raises:
        typer.BadParameter: A figure has no known suffix, a folder does not exist or takes no file,
            or a folder has the name of a file.
    """
    from sr_studio.errors import StudioError
    from sr_studio.evaluation.figures.style import FIGURE_SUFFIXES
    from sr_studio.files import check_takes_files

    for path in figures:
        if path.suffix.lower() not in FIGURE_SUFFIXES:
            raise typer.BadParameter(f"{path}: a figure ends in {', '.join(FIGURE_SUFFIXES)}.")
    for path in (*figures, *files):
        if not path.parent.is_dir():
            raise typer.BadParameter(f"{path}: the folder {path.parent} does not exist.")
        if path.is_dir():
            raise typer.BadParameter(f"{path}: this is a folder, and a file is to be written.")
        try:
            check_takes_files(path)
        except StudioError as error:
            raise typer.BadParameter(str(error)) from error
