"""Checkpoints: written beside their place and renamed, the last three kept, and the best."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import torch

from sr_studio.errors import StudioError
from sr_studio.files import write_bytes
from sr_studio.training.run_folder import RunFolder

KEPT = 3
_KEYS = {"iteration", "params_ema", "params", "optimiser", "recipe_sha256"}


def save_checkpoint(
    run: RunFolder, iteration: int, state: dict[str, Any], *, is_best: bool = False
) -> None:
    """Write the state of ``iteration`` durably and drop all but the last three.

    The best one is written first: a run that ends between the two goes on from before this
    iteration, and comes to it again.

    Args:
        run: The run.
        iteration: Updates done.
        state: All that is kept; ``score`` is that of its own validation.
        is_best: Whether it is the best one from now on, too.

    Raises:
        StudioError: The disk is full or the folder may not be written to; the earlier checkpoints
            are untouched.
    """
    path = run.checkpoints / f"{iteration:09d}.pt"
    whole = io.BytesIO()  # torch's own writer says of a full disk only where in its code it was
    torch.save({"iteration": iteration} | state, whole)
    if is_best:
        write_bytes(run.best_file, whole.getbuffer(), durable=True)
    write_bytes(path, whole.getbuffer(), durable=True)
    for old in run.checkpoint_files()[:-KEPT]:
        old.unlink(missing_ok=True)


def best_score(run: RunFolder) -> float:
    """The score of the best checkpoint; minus infinity where there is none that can be read."""
    try:
        state = read_checkpoint(run.best_file)
    except StudioError:
        return float("-inf")
    earlier = state.get("best", float("-inf"))  # what earlier versions kept
    return float(state.get("score", earlier))


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
            f"the checkpoint is damaged ({str(error).splitlines()[0].rstrip('.')})",
            where=path,
            remedy="Remove it.",
        ) from error
    return state


def newest_checkpoint(
    run: RunFolder,
    say: Callable[[str], None] = lambda sentence: None,
    *,
    recipes: Collection[str] = (),
) -> dict[str, Any]:
    """The newest checkpoint that can be used; ``say`` is told when an older one is taken.

    Args:
        run: The run.
        say: Takes a sentence.
        recipes: Hashes of recipes, one of which the checkpoint must have; empty for any.

    Raises:
        StudioError: There is none.
    """
    faults: list[StudioError] = []
    for path in reversed(run.checkpoint_files()):
        try:
            state = read_checkpoint(path)
            _require_ours(state, path, recipes)
        except StudioError as error:
            faults.append(error)
            continue
        if faults:
            say(f"{faults[0].where}: {faults[0].what}; the one of iteration {path.stem} is taken.")
        return state
    what = f"no checkpoint can be used ({faults[0].what})" if faults else "there is no checkpoint"
    raise StudioError(what, where=run.checkpoints, remedy="Start the run anew.")


def _require_ours(state: Any, path: Path, recipes: Collection[str]) -> None:
    if not isinstance(state, dict) or not state.keys() >= _KEYS:
        raise StudioError("this is no checkpoint of a run of SR Studio", where=path)
    if recipes and state["recipe_sha256"] not in recipes:
        raise StudioError("this checkpoint belongs to another recipe", where=path)
