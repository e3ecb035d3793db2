"""``sr-studio study``: make, rate and analyse blind rating studies."""

from __future__ import annotations

import importlib
import importlib.util

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Make, rate and analyse blind rating studies.",
)

#: Modules under sr_studio.commands, in the order in which their commands are listed.
PARTS = ("study_design", "study_run", "study_analysis")

for _part in PARTS:
    if importlib.util.find_spec(f"sr_studio.commands.{_part}") is not None:
        _module = importlib.import_module(f"sr_studio.commands.{_part}")
        app.registered_commands += _module.app.registered_commands
