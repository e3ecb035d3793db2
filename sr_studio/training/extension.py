"""A run that has ended goes on with a larger budget."""

from __future__ import annotations

from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.training.recipes import Recipe, parse_recipe
from sr_studio.training.run_folder import RunFolder


def accepted_recipes(run: RunFolder, recipe: Recipe) -> set[str]:
    """Hashes of recipes that a run's checkpoints may have: its own, and those before it grew."""
    return {recipe.sha256(), *run.origin().get("recipes_before", [])}


def extend_run(path: Path, budget: float) -> Recipe:
    """Give a run a larger budget; it goes on with that when it is resumed.

    The learning rate follows the schedule of the larger budget from where the run stands.

    Raises:
        StudioError: There is no such run, somebody trains in it, or its budget is no smaller.
    """
    run = RunFolder(path)
    table = run.recipe_table()
    recipe = parse_recipe(table, where=str(run.recipe_file))
    if not budget > recipe.budget:
        raise StudioError(
            f"the run has a budget of {recipe.budget:g} already",
            where="--budget",
            remedy="Name a larger one; with the one it has it goes on by --resume.",
        )
    extended = parse_recipe(table | {"budget": budget}, where="--budget")
    with run.locked():
        origin = run.origin()
        origin["recipes_before"] = [*origin.get("recipes_before", []), recipe.sha256()]
        origin["recipe_sha256"] = extended.sha256()
        kept = [setting for setting in origin["overrides"] if not setting.startswith("budget=")]
        origin["overrides"] = [*kept, f"budget={budget:g}"]
        run.rewrite(extended.canonical_json(), origin)
    return extended
