"""``sr-studio degrade``: LR pictures with the damage of a recipe, for measuring."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from sr_studio.commands.answering import AsJson

app = typer.Typer(add_completion=False)


@app.command()
def degrade(
    folder: Annotated[Path, typer.Argument(help="Folder of HR pictures.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the LR pictures.")],
    recipe: Annotated[
        str,
        typer.Option(help="A recipe's name or .toml file, whose section data tells how."),
    ] = "photo",
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a recipe's key.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same damage.")] = 1,
    as_json: AsJson = False,
) -> int:
    """Make a test set: the LR of every picture of a folder, damaged with a fixed seed.

    `sr-studio evaluate --data FOLDER --lr OUTPUT` then measures on it.
    """
    from sr_studio.training.degrading import degrade_folder
    from sr_studio.training.recipes import load_recipe, parse_setting

    wanted = load_recipe(recipe, dict(parse_setting(text) for text in settings or ()))
    outcome = degrade_folder(folder, output, wanted, seed=seed)
    if as_json:
        failed = {str(path): reason for path, reason in outcome.failed.items()}
        print(json.dumps({"written": [str(path) for path in outcome.written], "failed": failed}))
    else:
        print(f"{len(outcome.written)} LR pictures are in {output}.")
        for path, reason in outcome.failed.items():
            print(f"left out, {path}: {reason}", file=sys.stderr)
    return 1 if outcome.failed else 0
