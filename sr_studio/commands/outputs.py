"""Files a long work is to write at its end: looked at before it, and each written for itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
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


def write_each(writes: Sequence[Callable[[], object]]) -> None:
    """Write every file that can be, whatever becomes of the others.

    Raises:
        StudioError: One could not be written: the last of these; stderr has those before it.
    """
    from sr_studio.errors import StudioError

    failed: list[StudioError] = []
    for write in writes:
        try:
            write()
        except StudioError as error:
            failed.append(error)
    for earlier in failed[:-1]:
        print(f"error: {earlier}", file=sys.stderr)
    if failed:
        raise failed[-1]
