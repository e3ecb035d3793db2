"""``sr-studio train``: train a network from a recipe, here or under torchrun."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sr_studio.commands.answering import AsJson, answer
from sr_studio.commands.ending import ending_cleanly
from sr_studio.commands.shared_options import AnyPrecision, OnCluster, OneDevice
from sr_studio.imports import uncollected

app = typer.Typer(add_completion=False)


@app.command()
def train(
    recipe: Annotated[
        str,
        typer.Argument(
            help="A recipe's name or .toml file, or `extend`; not needed with --resume."
        ),
    ] = "",
    extended: Annotated[
        Path | None,
        typer.Argument(metavar="[RUN]", help="After `extend`: the run to go on with."),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of HR pictures.")] = None,
    validation: Annotated[
        Path | None, typer.Option(help="Folder to validate on; else some of --data are held back.")
    ] = None,
    run: Annotated[Path | None, typer.Option(help="Folder of the run.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --run.")] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a recipe's key.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(help="Scale iterations and schedule together.")
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="Model to start from instead of the recipe's starts_from.")
    ] = None,
    start_discriminator: Annotated[
        Path | None,
        typer.Option(help="GAN run, or one of its checkpoints, whose discriminator to start from."),
    ] = None,
    vgg_weights: Annotated[
        Path | None, typer.Option(help="File with the weights of VGG19.")
    ] = None,
    lpips_weights: Annotated[
        Path | None, typer.Option(help="File with the backbone of the recipe's LPIPS term.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Processes that make crops ahead; by default only for degraded LR."),
    ] = None,
    preview_data: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Only write a sheet of HR/LR pairs to FOLDER."),
    ] = None,
    trial: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", help="Only train so long and print what a run costs, as JSON lines."
        ),
    ] = None,
    loggers: Annotated[
        list[str] | None,
        typer.Option("--log", metavar="NAME", help="A logger beside the run folder's own."),
    ] = None,
    on: OnCluster = "",
    processes: Annotated[
        int | None,
        typer.Option(min=1, help="With --on: how many share a batch; else as many as fit."),
    ] = None,
    device: OneDevice = "auto",
    precision: AnyPrecision = "auto",
    compile: Annotated[
        bool, typer.Option("--compile", help="Compile the networks (CUDA graphs on a GPU).")
    ] = False,
    threads: Annotated[int | None, typer.Option(help="CPU threads to compute with.")] = None,
    checkpoint_seconds: Annotated[
        float, typer.Option(help="Most seconds between two checkpoints.")
    ] = 300.0,
    json_: AsJson = False,
) -> int:
    """Train a network from a recipe.

    The run folder is the truth: kill the command at any moment and go on with --resume. A run that
    has ended goes on with `train extend RUN --budget LARGER`.
    """
    if processes is not None and not on:
        message = "it goes with --on; several processes of one machine are started by torchrun"
        raise typer.BadParameter(message, param_hint="--processes")
    if on and (trial is not None or preview_data is not None):
        message = "what a run costs, and its sheet of pairs, are found out on this computer"
        raise typer.BadParameter(message, param_hint="--on")
    if data is not None and not on:
        from sr_studio.training.pictures import find_pictures

        find_pictures(data)  # a folder without pictures is told at once, not when torch is there
    with uncollected():
        from sr_studio.training.arguments import TrainingArguments
        from sr_studio.training.session import preview_data_of, run_training, try_out_of

    if recipe == "extend":
        for option, given in (
            ("--set", settings),
            ("--run", run),
            ("--trial", trial),
            ("--preview-data", preview_data),
            ("--start", start),
            ("--start-discriminator", start_discriminator),
        ):
            if given is not None:  # before the run has its larger budget, not after
                message = "a run that is extended keeps its recipe and its folder, and goes on"
                raise typer.BadParameter(message, param_hint=option)
        run, recipe, resume, budget = _extended(extended, budget), "", True, None
    elif extended is not None:
        raise typer.BadParameter(f"one recipe is enough; {extended} is not expected")
    arguments = TrainingArguments(
        recipe=recipe,
        data=data,
        validation=validation,
        run=run,
        resume=resume,
        settings=tuple(settings or ()),
        budget=budget,
        start=start,
        start_discriminator=start_discriminator,
        vgg_weights=vgg_weights,
        lpips_weights=lpips_weights,
        workers=workers,
        loggers=tuple(loggers or ()),
        device=device,
        precision=precision,
        compile=compile,
        threads=threads,
        checkpoint_seconds=checkpoint_seconds,
    )
    if trial is not None:
        with ending_cleanly():
            try_out_of(
                arguments, trial, preview_data, lambda event: print(json.dumps(event), flush=True)
            )
        return 0
    if preview_data is not None:
        with ending_cleanly():
            sheet = str(preview_data_of(arguments, preview_data))
        answer({"sheet": sheet}, sheet, json_)
        return 0
    say = partial(print, file=sys.stderr, flush=True)
    if on:
        from sr_studio.cluster.connection import connected
        from sr_studio.cluster.training import train_on

        with connected(on) as ray:
            status = train_on(ray, arguments, say, processes=processes)
    else:
        status = run_training(arguments, say)
    if json_:
        answer(asdict(status), "", json_)
    return 0 if status.state in ("finished", "stopped") else 1


def _extended(run: Path | None, budget: float | None) -> Path:
    """Give a run its larger budget, before it goes on."""
    from sr_studio.errors import StudioError
    from sr_studio.training.extension import extend_run

    if run is None or budget is None:
        raise StudioError(
            "a run and its new budget are needed",
            where="train extend",
            remedy="Write: sr-studio train extend RUN --budget N",
        )
    extend_run(run, budget)
    return run
