"""A trial of some seconds: what a recipe costs on this computer, and the pictures it would see.

Nothing is kept but the decoded pictures and the sheet of pairs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from sr_studio.training.acceleration import Acceleration
from sr_studio.training.cost import Cost
from sr_studio.training.crops import batches
from sr_studio.training.distributed import World
from sr_studio.training.memory import explained_lack_of_memory, peak_memory, smallest_change
from sr_studio.training.pair_sheet import write_pair_sheet
from sr_studio.training.preparation import Prepared, Sources, prepare
from sr_studio.training.recipes import Recipe
from sr_studio.training.trainer import CALIBRATION_CROPS
from sr_studio.training.validation import PREVIEWS

#: Updates that are made before the clock starts: libraries choose their kernels in them.
_WARM_UP = 3
#: More than can be made in a trial.
_MOST = 1_000_000

Tell = Callable[[dict[str, Any]], None]


def try_out(
    recipe: Recipe,
    sources: Sources,
    acceleration: Acceleration,
    *,
    seconds: float,
    workers: int,
    sheet: Path | None,
    tell: Tell,
) -> Cost:
    """Train for some seconds and say what was found, piece by piece.

    Args:
        recipe: What would be trained.
        sources: What it would be trained on.
        acceleration: What to compute with.
        seconds: How long updates are made; preparing and measuring comes on top.
        workers: As for a run.
        sheet: Folder for the sheet of training pairs; None makes none.
        tell: Called with ``{"event": "folder" | "sheet" | "cost", …}``.

    Raises:
        StudioError: What would make the run fail.
    """
    prepared = prepare(recipe, sources, acceleration, World(), lambda sentence: None)
    report = prepared.report
    tell(
        {"event": "folder", "sentences": report.sentences(), "validation": len(prepared.validator)}
    )
    if sheet is not None:
        tell({"event": "sheet", "file": str(write_pair_sheet(prepared.crops, sheet))})
    with explained_lack_of_memory(smallest_change(recipe)):
        rate = _rate(prepared, acceleration, seconds, workers)
        memory = peak_memory(acceleration.device)
        with tempfile.TemporaryDirectory(prefix="sr-studio-trial-") as name:
            folder = Path(name)
            cost = Cost(
                rate,
                _validation_seconds(prepared, folder),
                _checkpoint_seconds(prepared, recipe, acceleration, folder),
                memory,
                acceleration.in_words(),
            )
    tell({"event": "cost", **vars(cost)})
    return cost


def _rate(prepared: Prepared, acceleration: Acceleration, seconds: float, workers: int) -> float:
    """Updates a second, the making of batches included."""
    learner, device = prepared.learner, acceleration.device
    coming = iter(batches(prepared.crops, range(_MOST), workers=workers, device=device))
    began = time.monotonic()
    for _ in range(_WARM_UP):
        learner.update(next(coming), 0)
        if time.monotonic() - began > seconds / 2:
            break
    _finish(device)
    done, began = 0, time.monotonic()
    while done == 0 or time.monotonic() - began < seconds:
        learner.update(next(coming), 0)
        done += 1
    _finish(device)
    return done / (time.monotonic() - began)


def _finish(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _validation_seconds(prepared: Prepared, folder: Path) -> float:
    """Of the first picture, times their number; previews take three more."""
    one, network = prepared.validator.only(1), prepared.learner.average.module
    began = time.monotonic()
    one.measure(network)
    measured = time.monotonic() - began
    one.write_previews(network, folder, 0)
    written = time.monotonic() - began - measured
    count = len(prepared.validator)
    return count * measured + min(count, PREVIEWS) * written


def _checkpoint_seconds(
    prepared: Prepared, recipe: Recipe, acceleration: Acceleration, folder: Path
) -> float:
    began = time.monotonic()
    device = acceleration.device
    prepared.learner.calibrate_average(prepared.crops[n].to(device) for n in range(1))
    calibrated = (time.monotonic() - began) * CALIBRATION_CROPS / recipe.data.batch
    began = time.monotonic()
    torch.save(prepared.learner.state(), folder / "state.pt")
    return calibrated + time.monotonic() - began
