"""Checkpoints: written beside their place and renamed, the last three kept, and the best."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch

from sr_studio.errors import StudioError
from sr_studio.files import replacing
from sr_studio.training.run_folder import RunFolder

KEPT = 3


def save_checkpoint(run: RunFolder, iteration: int, state: dict[str, Any]) -> Path:
    """Write the state of ``iteration`` durably and drop all but the last three.

    Raises:
        StudioError: The disk is full or the folder may not be written to; the earlier checkpoints
            are untouched.
    """
    path = run.checkpoints / f"{iteration:09d}.pt"
    try:
        with replacing(path, durable=True) as beside:
            torch.save({"iteration": iteration} | state, beside)
    except RuntimeError as error:  # torch reports a full disk this way
        raise StudioError(
            f"the checkpoint could not be written ({str(error).splitlines()[0]})",
            where=path,
            remedy="Free some space; the checkpoints before this one are whole.",
        ) from error
    for old in run.checkpoint_files()[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def keep_as_best(run: RunFolder, checkpoint: Path) -> None:
    """Make ``checkpoint`` the best one."""
    with replacing(run.best_file, durable=True) as beside:
        shutil.copyfile(checkpoint, beside)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint; nothing in it is ever executed.

    Raises:
        StudioError: The file is missing or damaged.
    """
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise StudioError("there is no checkpoint", where=path) from error
    except Exception as error:  # torch raises many kinds for a damaged file
        raise StudioError(
            f"the checkpoint cannot be read ({str(error).splitlines()[0]})",
            where=path,
            remedy="Remove it; the one before it will be used.",
        ) from error
    return state


def newest_checkpoint(run: RunFolder) -> dict[str, Any]:
    """The newest checkpoint that can be read.

    Raises:
        StudioError: There is none.
    """
    for path in reversed(run.checkpoint_files()):
        try:
            return read_checkpoint(path)
        except StudioError:
            continue
    raise StudioError(
        "the run has no readable checkpoint", where=run.checkpoints, remedy="Start it anew."
    )
