"""``sr-studio depths``: SRResNet at several depths, and the depth figure of the SRGAN paper."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from sr_studio.commands.answering import AsJson, answer
from sr_studio.commands.outputs import check_outputs
from sr_studio.commands.shared_options import OneDevice

app = typer.Typer(add_completion=False)


@app.command()
def depths(
    data: Annotated[Path, typer.Option(help="Folder of HR pictures to train on.")],
    test: Annotated[Path, typer.Option(help="Folder of HR pictures to measure on.")],
    runs: Annotated[Path, typer.Option(help="Folder of the runs.")] = Path("runs/depth"),
    recipe: Annotated[str, typer.Option(help="A recipe of srresnet.")] = "srresnet-mse",
    blocks: Annotated[
        str, typer.Option("--depths", metavar="N,N…", help="Numbers of residual blocks.")
    ] = "1,2,4,8,16,24",
    budget: Annotated[float, typer.Option(help="Of each training.")] = 0.01,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a recipe's key.")
    ] = None,
    device: OneDevice = "auto",
    numbers: Annotated[
        Path | None, typer.Option(help="File for the numbers; else depths.json beside the runs.")
    ] = None,
    figure: Annotated[
        list[Path] | None, typer.Option(help="Figures to draw; else one beside the runs.")
    ] = None,
    json_: AsJson = False,
) -> int:
    """Train, measure and time SRResNet at several depths, with and without the long skip.

    Can be stopped and started again: finished depths are kept, a half-trained one is resumed.
    """
    from sr_studio.files import made_folder

    words = blocks.split(",")
    if not all(word.strip().isdigit() for word in words):
        raise typer.BadParameter("numbers with commas between them", param_hint="--depths")
    made_folder(runs)  # where files are written that are not named, or perhaps those that are
    check_outputs(figure or (), () if numbers is None else (numbers,))
    # Torch is not waited for to be told of a typing error.
    from sr_studio.evaluation.depth import DepthPlan, sweep
    from sr_studio.evaluation.figures.depth import write_depth_figure

    plan = DepthPlan(
        data=data,
        test=test,
        runs=runs,
        depths=tuple(int(word) for word in words),
        budget=budget,
        recipe=recipe,
        settings=tuple(settings or ()),
        device=device,
    )
    found = sweep(plan, say=lambda text: print(text, file=sys.stderr, flush=True))
    found.write(numbers or runs / "depths.json")
    figures = figure or [runs / "depths.svg"]
    write_depth_figure(found, figures)
    files = [str(path) for path in figures]
    answer({"figures": files, **asdict(found)}, "\n".join(files), json_)
    return 0
