"""From what a person ordered on the command line to a finished, stopped or failed run."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor

from sr_studio import __version__
from sr_studio.errors import StudioError
from sr_studio.files import is_there, typed_path
from sr_studio.progress import spoken_duration
from sr_studio.training.acceleration import Acceleration, Precision, choose
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.callback import find_logger
from sr_studio.training.checkpoints import newest_checkpoint, read_checkpoint
from sr_studio.training.cost import Cost
from sr_studio.training.distributed import World, from_leader, joined_world
from sr_studio.training.extension import accepted_recipes
from sr_studio.training.fine_tuning import with_start
from sr_studio.training.liveness import judge
from sr_studio.training.pair_sheet import write_pair_sheet
from sr_studio.training.pictures import find_pictures
from sr_studio.training.preparation import Prepared, Sources, prepare
from sr_studio.training.recipes import Recipe, parse_recipe
from sr_studio.training.run_folder import RunFolder, Status, new_run_path
from sr_studio.training.start_facts import START_KEY, told_of_start
from sr_studio.training.trainer import Trainer
from sr_studio.training.training_set import open_crops, split_pictures
from sr_studio.training.trial import Tell, try_out
from sr_studio.zoo.exporting import weights_of
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model
from sr_studio.zoo.saving import save_model

Say = Callable[[str], None]


def run_training(arguments: TrainingArguments, say: Say) -> Status:
    """Train as the arguments say; only the first of several processes speaks and writes.

    Raises:
        StudioError: The arguments, the recipe or the data is at fault, or training failed.
    """
    arguments.check()
    for name in arguments.loggers:
        find_logger(name)
    if arguments.threads is not None:
        torch.set_num_threads(max(1, arguments.threads))
    with joined_world() as world:
        quiet: Say = say if world.leads else (lambda sentence: None)
        acceleration = choose(
            arguments.device,
            cast(Precision, arguments.precision),
            compile=arguments.compile,
            local_rank=world.local_rank,
        )
        if from_leader(arguments.resume or _is_restart(arguments)):
            return _go_on(arguments, acceleration, world, quiet)
        return _begin(arguments, acceleration, world, quiet)


def preview_data_of(arguments: TrainingArguments, folder: Path) -> Path:
    """Write a sheet of the first pairs that a run would learn from; train nothing; give its file.

    Raises:
        StudioError: The recipe, the data or the folder is at fault.
    """
    recipe, _ = with_start(arguments.resolved_recipe())
    paths = find_pictures(arguments.data_folder())
    training, _ = split_pictures(paths, recipe, arguments.validation)
    crops, _ = open_crops(recipe, paths, training, World(), folder=arguments.data_folder())
    return write_pair_sheet(crops, folder)


def try_out_of(
    arguments: TrainingArguments, seconds: float, sheet: Path | None, tell: Tell
) -> Cost:
    """Train what is ordered for some seconds, keep nothing, and say what a run of it would cost.

    Raises:
        StudioError: What would make the run fail.
    """
    recipe, model = with_start(arguments.resolved_recipe())
    if arguments.threads is not None:
        torch.set_num_threads(max(1, arguments.threads))
    acceleration = choose(
        arguments.device, cast(Precision, arguments.precision), compile=arguments.compile
    )
    return try_out(
        recipe,
        _sources_of(arguments, _started_from(_start_of(arguments, recipe), model), model),
        acceleration,
        seconds=seconds,
        workers=_workers(arguments, recipe),
        sheet=sheet,
        tell=tell,
    )


def _begin(
    arguments: TrainingArguments, acceleration: Acceleration, world: World, say: Say
) -> Status:
    recipe = arguments.resolved_recipe()
    run = RunFolder(from_leader(arguments.run or new_run_path(Path("runs"), recipe.name)))
    run.refuse_existing()
    start = _start_of(arguments, recipe)
    recipe, model = with_start(recipe)
    first = _started_from(start, model)
    prepared = prepare(recipe, _sources_of(arguments, first, model), acceleration, world, say)
    if world.leads:
        origin = _origin(recipe, arguments, start) | {"pictures": prepared.fingerprint}
        if first is not None:
            origin[START_KEY] = told_of_start(first.card)
        run.create(recipe.canonical_json(), origin)
        if model is not None:
            save_model(run.start_file, weights_of(model), model.card)
        for sentence in prepared.report.sentences():
            run.append({"iteration": 0, "note": sentence})
    with _alone_in(run, world):
        trainer = _trainer(recipe, run, prepared, arguments, acceleration, world, say)
        say(f"Training {recipe.name} for {recipe.iterations} iterations in {run.path}")
        return _finish(trainer, say)


def _start_of(arguments: TrainingArguments, recipe: Recipe) -> str | None:
    """Which model a run begins with: as ordered, else as its recipe says."""
    return arguments.start or recipe.network.start or recipe.starts_from or None


def _started_from(start: str | None, model: Model | None) -> Model | None:
    """The model whose weights a run begins with: ``model`` where it gives the network, too."""
    return load_model(start) if model is None and start else model


def _sources_of(arguments: TrainingArguments, first: Model | None, model: Model | None) -> Sources:
    weights = None if model is not None or first is None else first.module.state_dict()
    return Sources(
        arguments.data_folder(),
        arguments.validation,
        weights,
        _discriminator_of(arguments.start_discriminator) if arguments.start_discriminator else None,
        arguments.vgg_weights,
        arguments.lpips_weights,
        model,
    )


def _go_on(
    arguments: TrainingArguments, acceleration: Acceleration, world: World, say: Say
) -> Status:
    assert arguments.run is not None  # as arguments.check() makes sure
    said = arguments.recipe or arguments.settings or arguments.budget is not None
    if said and not _is_restart(arguments):
        raise StudioError(
            "a resumed run keeps its recipe",
            where="--resume",
            remedy="Leave out the recipe, --set and --budget, or start a new run; "
            "`sr-studio train extend RUN --budget N` goes on for longer.",
        )
    if (arguments.start or arguments.start_discriminator) and not _is_restart(arguments):
        raise StudioError(
            "a resumed run goes on from its own weights",
            where="--resume",
            remedy="Leave out --start and --start-discriminator, or start a new run with them.",
        )
    run = RunFolder(arguments.run)
    recipe = parse_recipe(run.recipe_table(), where=str(run.recipe_file))
    if world.leads and not _is_restart(arguments):  # its dead process may have been elsewhere
        _refuse_if_running(run)
    with _alone_in(run, world):
        origin = run.origin()
        state = None
        if run.checkpoint_files():
            state = newest_checkpoint(run, say, recipes=accepted_recipes(run, recipe))
        sources = _sources_again(arguments, run, origin, begun=state is not None)
        prepared = prepare(recipe, sources, acceleration, world, say)
        if world.leads:
            _tell_of_changed_pictures(run, origin, prepared, say)
        arguments = replace(arguments, loggers=(*origin.get("loggers", ()), *arguments.loggers))
        trainer = _trainer(recipe, run, prepared, arguments, acceleration, world, say)
        iteration = 0 if state is None else trainer.resume(state)
        if world.leads:
            run.clear_request()
        say(f"Going on with {recipe.name} at iteration {iteration} of {recipe.iterations}")
        return _finish(trainer, say)


def _sources_again(
    arguments: TrainingArguments, run: RunFolder, origin: Mapping[str, Any], *, begun: bool
) -> Sources:
    """What the run was made from; once it has begun, its checkpoints have the weights."""
    model = load_model(run.start_file) if run.start_file.is_file() else None
    start = "" if begun or model is not None else origin["starts_from"]
    judge = "" if begun else origin.get("discriminator_starts_from", "")
    return Sources(
        arguments.data or Path(origin["data"]),
        arguments.validation or _path_of(origin["validation"]),
        _weights_of(start) if start else None,
        _discriminator_of(Path(judge)) if judge else None,
        arguments.vgg_weights or _path_of(origin["vgg_weights"]),
        arguments.lpips_weights or _path_of(origin.get("lpips_weights")),
        model,
    )


def _is_restart(arguments: TrainingArguments) -> bool:
    """Whether torchrun or Ray starts the processes of a run again after one of them died."""
    if arguments.restarted:
        return arguments.run is not None and RunFolder(arguments.run).exists
    allowed, restarts = (
        int(os.environ.get(f"TORCHELASTIC_{name}", "0"))
        for name in ("MAX_RESTARTS", "RESTART_COUNT")
    )
    if allowed > 0 and arguments.run is None:
        raise StudioError(
            "processes that are started again must know their run folder",
            where="torchrun --max-restarts",
            remedy="Name it with --run.",
        )
    return restarts > 0 and arguments.run is not None and RunFolder(arguments.run).exists


def _alone_in(run: RunFolder, world: World) -> AbstractContextManager[None]:
    """Only the leading process writes the folder, and only it takes its lock."""
    return run.locked() if world.leads else contextlib.nullcontext()


def _trainer(
    recipe: Recipe,
    run: RunFolder,
    prepared: Prepared,
    arguments: TrainingArguments,
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
        workers=_workers(arguments, recipe),
        checkpoint_seconds=arguments.checkpoint_seconds,
        loggers=arguments.loggers,
        report=_terminal_report(),
        say=say,
    )


def _workers(arguments: TrainingArguments, recipe: Recipe) -> int:
    """Cutting crops is nothing; damaging them is work that other cores can do meanwhile."""
    if arguments.workers is not None:
        return max(0, arguments.workers)
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


def _weights_of(model: str) -> Mapping[str, Tensor]:
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


def _origin(recipe: Recipe, arguments: TrainingArguments, start: str | None) -> dict[str, Any]:
    assert arguments.data is not None
    overrides = list(arguments.settings)
    if arguments.budget is not None:
        overrides.append(f"budget={json.dumps(arguments.budget)}")
    return {
        "recipe": arguments.recipe,
        "recipe_sha256": recipe.sha256(),
        "overrides": overrides,
        "starts_from": _wherever_from(start or ""),
        "discriminator_starts_from": _absolute(arguments.start_discriminator),
        "data": str(arguments.data.resolve()),
        "validation": _absolute(arguments.validation),
        "vgg_weights": _absolute(arguments.vgg_weights),
        "lpips_weights": _absolute(arguments.lpips_weights),
        "loggers": list(arguments.loggers),
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "sr_studio": __version__,
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def _wherever_from(start: str) -> str:
    """A model's name as it is, a file so that it is found from every folder."""
    path = typed_path(start)
    is_file = bool(path.suffix or len(path.parts) > 1) and is_there(path)
    return str(path.resolve()) if is_file else start


def _absolute(path: Path | None) -> str:
    return str(path.resolve()) if path else ""


def _refuse_if_running(run: RunFolder) -> None:
    """The lock alone does not tell: on some shares it is known to one computer only."""
    status = run.status()
    if status is None or status.state not in ("preparing", "running"):
        return
    if status.pid == os.getpid() and not status.is_elsewhere:
        return
    if status.is_elsewhere and judge(status, run.silent_seconds()) == "stale":
        return
    place = f" on {status.host}" if status.is_elsewhere else ""
    wait = " If it is gone, try again in some minutes." if status.is_elsewhere else ""
    raise StudioError(
        f"this run is being trained already by process {status.pid}{place}",
        where=run.path,
        remedy=f"Stop that one first.{wait}",
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
