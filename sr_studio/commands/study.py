"""``sr-studio study``: make, rate and analyse blind rating studies."""

from __future__ import annotations

import typer

from sr_studio.commands import (
    study_analysis,
    study_design,
    study_planning,
    study_run,
    study_serve,
)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Make, rate and analyse blind rating studies.",
)

for _part in (study_design, study_planning, study_run, study_serve, study_analysis):
    app.registered_commands += _part.app.registered_commands
