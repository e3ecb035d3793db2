"""What can be said of a run in a line: state, how far, and its best score. No torch."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sr_studio.files import is_there
from sr_studio.training.run_folder import RunFolder, Status

_MARK = b'"validation"'


@dataclass(frozen=True)
class RunSummary:
    """A run in a list.

    Attributes:
        path: Its folder.
        status: What it is doing; None while it is being prepared for the first time.
        there: Whether its folder is there, as far as can be seen.
        best: PSNR-Y of its best validation, or None.
    """

    path: Path
    status: Status | None
    there: bool
    best: float | None

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.status is None or not self.status.iterations:
            return 0.0
        return self.status.iteration / self.status.iterations


def runs_in(folder: Path) -> list[Path]:
    """The run folders in a folder, or the folder itself where it is one; the newest first.

    There are none in a folder that cannot be looked into.
    """
    if RunFolder(folder).exists:
        return [folder]
    try:
        found = [path for path in folder.glob("*") if RunFolder(path).exists]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return []


def summary_of(path: Path, before: RunSummary | None = None) -> RunSummary:
    """Read a run's status and look for its best validation.

    Where the status is what it was ``before``, the log is not read again.
    """
    run = RunFolder(path)
    status, there = run.status(), is_there(path)
    if before is not None and (before.status, before.there) == (status, there):
        return before
    return RunSummary(path, status, there, _best(run))


def recipe_differences(
    first: RunFolder, second: RunFolder
) -> list[tuple[str, str | None, str | None]]:
    """Keys in which the recipes of two runs differ, with both values; None where there is none.

    Raises:
        StudioError: A folder holds no run.
    """
    a, b = (dict(_flat(run.recipe_table(), "")) for run in (first, second))
    return [(key, a.get(key), b.get(key)) for key in {**a, **b} if a.get(key) != b.get(key)]


def _flat(table: dict[str, object], prefix: str) -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif value is not None:
            yield f"{prefix}{key}", value if isinstance(value, str) else json.dumps(value)


def _best(run: RunFolder) -> float | None:
    """Only lines of validations are read as JSON: a long log has few of them."""
    best = None
    try:
        with run.metrics_file.open("rb") as file:
            for line in file:
                if _MARK in line:
                    try:
                        score = json.loads(line)["validation"].get("psnr_y")
                    except (ValueError, KeyError, AttributeError):
                        continue
                    best = score if best is None else max(best, score)
    except OSError:
        return None
    return best
