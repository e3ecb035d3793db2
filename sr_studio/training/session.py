"""From what a person ordered on the command line to a finished, stopped or failed run."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor

from sr_studio import __version__
from sr_studio.errors import StudioError
from sr_studio.progress import spoken_duration
from sr_studio.training.acceleration import Acceleration, Precision, choose
from sr_studio.training.checkpoints import newest_checkpoint, read_checkpoint
from sr_studio.training.cost import Cost
from sr_studio.training.distributed import World, join_world, leave_world
from sr_studio.training.pair_sheet import write_pair_sheet
from sr_studio.training.pictures import find_pictures
from sr_studio.training.preparation import Prepared, Sources, open_crops, prepare
from sr_studio.training.recipes import Recipe, load_recipe, parse_recipe, parse_setting
from sr_studio.training.run_folder import RunFolder, Status, new_run_path
from sr_studio.training.trainer import Trainer
from sr_studio.training.trial import Tell, try_out

Say = Callable[[str], None]


@dataclass(frozen=True)
class TrainingOrder:
    """The words of the command line; None stands for "not said"."""

    recipe: str = ""
    data: Path | None = None
    validation: Path | None = None
    run: Path | None = None
    resume: bool = False
    settings: tuple[str, ...] = ()
    budget: float | None = None
    start: str | None = None
    start_discriminator: Path | None = None
    vgg_weights: Path | None = None
    lpips_weights: Path | None = None
    workers: int | None = None
    device: str = "auto"
    precision: str = "auto"
    compile: bool = False
    threads: int | None = None
    checkpoint_seconds: float = 300.0


def run_training(order: TrainingOrder, say: Say) -> Status:
    """Carry out an order; only the first of several processes speaks and writes.

    Raises:
        StudioError: The order, the recipe or the data is at fault, or training failed.
    """
    if order.precision not in ("auto", "fp32", "bf16", "fp16"):
        raise StudioError(
            f"there is no precision {order.precision!r}",
            where="--precision",
            remedy="Use auto, fp32, bf16 or fp16.",
        )
    if order.threads is not None:
        torch.set_num_threads(max(1, order.threads))
    world = join_world()
    quiet: Say = say if world.leads else (lambda sentence: None)
    try:
        acceleration = choose(
            order.device,
            cast(Precision, order.precision),
            compile=order.compile,
            local_rank=world.local_rank,
        )
        if order.resume:
            return _go_on(order, acceleration, world, quiet)
        return _begin(order, acceleration, world, quiet)
    finally:
        leave_world()


def preview_data_of(order: TrainingOrder, folder: Path) -> Path:
    """Write a sheet of the first training pairs of an order, and train nothing; gives its file.

    Raises:
        StudioError: The recipe, the data or the folder is at fault.
    """
    recipe = _recipe_of(order)
    paths = find_pictures(_data_of(order))
    crops, _ = open_crops(recipe, paths, paths, World())
    return write_pair_sheet(crops, folder)


def try_out_of(order: TrainingOrder, seconds: float, sheet: Path | None, tell: Tell) -> Cost:
    """Train what is ordered for some seconds, keep nothing, and say what a run of it would cost.

    Raises:
        StudioError: What would make the run fail.
    """
    recipe = _recipe_of(order)
    if order.threads is not None:
        torch.set_num_threads(max(1, order.threads))
    acceleration = choose(order.device, cast(Precision, order.precision), compile=order.compile)
    return try_out(
        recipe,
        _sources_of(order, order.start or recipe.starts_from or None),
        acceleration,
        seconds=seconds,
        workers=_workers(order, recipe),
        sheet=sheet,
        tell=tell,
    )


def _data_of(order: TrainingOrder) -> Path:
    if order.data is None:
        raise StudioError(
            "no data folder was named", where="--data", remedy="Name a folder of HR pictures."
        )
    return order.data


def _begin(order: TrainingOrder, acceleration: Acceleration, world: World, say: Say) -> Status:
    recipe = _recipe_of(order)
    _data_of(order)
    run = RunFolder(order.run or new_run_path(Path("runs"), recipe.name))
    if run.exists:
        raise StudioError(
            "there is a run in this folder already",
            where=run.path,
            remedy="Go on with --resume, or choose another folder with --run.",
        )
    start = order.start or recipe.starts_from or None
    prepared = prepare(recipe, _sources_of(order, start), acceleration, world, say)
    if world.leads:
        origin = _origin(recipe, order, start) | {"pictures": prepared.fingerprint}
        run.create(recipe.canonical_json(), origin)
        for sentence in prepared.report.sentences():
            run.append({"iteration": 0, "note": sentence})
    trainer = _trainer(recipe, run, prepared, order, acceleration, world, say)
    say(f"Training {recipe.name} for {recipe.iterations} iterations in {run.path}")
    return _finish(trainer, say)


def _sources_of(order: TrainingOrder, start: str | None) -> Sources:
    return Sources(
        _data_of(order),
        order.validation,
        _weights_of(start) if start else None,
        _discriminator_of(order.start_discriminator) if order.start_discriminator else None,
        order.vgg_weights,
        order.lpips_weights,
    )


def _go_on(order: TrainingOrder, acceleration: Acceleration, world: World, say: Say) -> Status:
    if order.run is None:
        raise StudioError("no run folder was named", where="--run", remedy="Name the run to go on.")
    if order.recipe or order.settings or order.budget is not None:
        raise StudioError(
            "a resumed run keeps its recipe",
            where="--resume",
            remedy="Leave out the recipe, --set and --budget, or start a new run.",
        )
    run = RunFolder(order.run)
    recipe = parse_recipe(run.recipe_table(), where=str(run.recipe_file))
    _refuse_if_running(run)
    origin = run.origin()
    begun = bool(run.checkpoint_files())
    start = "" if begun else origin["starts_from"]  # later the checkpoint has the weights
    critic = "" if begun else origin.get("discriminator_starts_from", "")
    sources = Sources(
        order.data or Path(origin["data"]),
        order.validation or _path_of(origin["validation"]),
        _weights_of(start) if start else None,
        _discriminator_of(Path(critic)) if critic else None,
        order.vgg_weights or _path_of(origin["vgg_weights"]),
        order.lpips_weights or _path_of(origin.get("lpips_weights")),
    )
    prepared = prepare(recipe, sources, acceleration, world, say)
    _tell_of_changed_pictures(run, origin, prepared, say)
    trainer = _trainer(recipe, run, prepared, order, acceleration, world, say)
    iteration = trainer.resume() if begun else 0
    run.forget_wish()
    say(f"Going on with {recipe.name} at iteration {iteration} of {recipe.iterations}")
    return _finish(trainer, say)


def _trainer(
    recipe: Recipe,
    run: RunFolder,
    prepared: Prepared,
    order: TrainingOrder,
    acceleration: Acceleration,
    world: World,
    say: Say,
) -> Trainer:
    return Trainer(
        recipe,
        run,
        prepared,
        acceleration,
        world,
        workers=_workers(order, recipe),
        checkpoint_seconds=order.checkpoint_seconds,
        report=_terminal_report(),
        say=say,
    )


def _workers(order: TrainingOrder, recipe: Recipe) -> int:
    """Cutting crops is nothing; damaging them is work that other cores can do meanwhile."""
    if order.workers is not None:
        return max(0, order.workers)
    return min(4, max(1, (os.cpu_count() or 1) // 2)) if recipe.data.lr == "degraded" else 0


def _tell_of_changed_pictures(
    run: RunFolder, origin: Mapping[str, Any], prepared: Prepared, say: Say
) -> None:
    if origin.get("pictures", prepared.fingerprint) == prepared.fingerprint:
        return
    sentence = (
        "The folder of pictures is not what it was when the run began: from here on the crops are "
        "others than they would have been."
    )
    say(sentence)
    run.append({"iteration": 0, "note": sentence})


def _path_of(text: str | None) -> Path | None:
    return Path(text) if text else None


def _finish(trainer: Trainer, say: Say) -> Status:
    status = trainer.run()
    took = spoken_duration(status.seconds_trained)
    if status.state == "finished":
        say(f"Finished after {status.iterations} iterations and {took} of training.")
    else:
        say(
            f"Stopped at iteration {status.iteration} of {status.iterations}; go on with: "
            f"sr-studio train --resume --run {trainer.run_folder.path}"
        )
    return status


def _recipe_of(order: TrainingOrder) -> Recipe:
    if not order.recipe:
        raise StudioError(
            "no recipe was named", where="train", remedy="`sr-studio train --help` says how."
        )
    overrides: dict[str, Any] = dict(parse_setting(text) for text in order.settings)
    if order.budget is not None:
        overrides["budget"] = order.budget
    return load_recipe(order.recipe, overrides)


def _weights_of(model: str) -> Mapping[str, Tensor]:
    from sr_studio.zoo.loading import load_model

    return load_model(model).module.state_dict()


def _discriminator_of(path: Path) -> Mapping[str, Tensor]:
    """The discriminator's weights in a checkpoint, or in the newest one of a run."""
    state = newest_checkpoint(RunFolder(path)) if path.is_dir() else read_checkpoint(path)
    if "discriminator" not in state:
        raise StudioError(
            "there is no discriminator in this checkpoint",
            where=path,
            remedy="Name a run of a GAN recipe, or one of its checkpoints.",
        )
    weights: Mapping[str, Tensor] = state["discriminator"]
    return weights


def _origin(recipe: Recipe, order: TrainingOrder, start: str | None) -> dict[str, Any]:
    assert order.data is not None
    overrides = list(order.settings)
    if order.budget is not None:
        overrides.append(f"budget={json.dumps(order.budget)}")
    return {
        "recipe": order.recipe,
        "recipe_sha256": recipe.sha256(),
        "overrides": overrides,
        "starts_from": start or "",
        "discriminator_starts_from": _absolute(order.start_discriminator),
        "data": str(order.data.resolve()),
        "validation": _absolute(order.validation),
        "vgg_weights": _absolute(order.vgg_weights),
        "lpips_weights": _absolute(order.lpips_weights),
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "sr_studio": __version__,
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def _absolute(path: Path | None) -> str:
    return str(path.resolve()) if path else ""


def _refuse_if_running(run: RunFolder) -> None:
    status = run.status()
    running = status is not None and status.state in ("preparing", "running")
    if running and status is not None and status.pid != os.getpid():
        raise StudioError(
            f"this run is being trained already by process {status.pid}",
            where=run.path,
            remedy="Stop that one first.",
        )


def _terminal_report() -> Callable[[Status], None]:
    """One line that rewrites itself, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda status: None

    def report(status: Status) -> None:
        left = "" if status.seconds_left is None else spoken_duration(status.seconds_left) + " left"
        rate = "" if status.rate is None else f"{status.rate:.2f} it/s"
        text = f"{status.iteration}/{status.iterations}  {rate}  {left}"
        print(f"\r{text:<60}", end="", file=sys.stderr, flush=True)

    return report
