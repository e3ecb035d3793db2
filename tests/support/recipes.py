"""Shipped recipes with networks and crops so small that they run in seconds."""

from __future__ import annotations

from sr_studio.training.recipes import Recipe, load_recipe

SMALL = {
    "data.crop": 32,
    "data.batch": 4,
    "validation.held_out": 2,
    "validation.every": 5,
}


def small_recipe(name: str, iterations: int = 10, **extra: object) -> Recipe:
    """A shipped recipe with a small network, small crops and few iterations."""
    overrides: dict[str, object] = dict(SMALL) | {"schedule.iterations": iterations}
    recipe = load_recipe(name)
    if recipe.network.architecture == "srresnet":
        overrides |= {"network.parameters.blocks": 2, "network.parameters.features": 8}
    if recipe.network.architecture == "rrdbnet":
        overrides |= {
            "network.parameters.blocks": 1,
            "network.parameters.features": 8,
            "network.parameters.growth": 4,
        }
    if recipe.network.architecture == "compact":
        overrides |= {"network.parameters.convolutions": 2, "network.parameters.features": 8}
    if recipe.schedule.milestones:
        overrides["schedule.milestones"] = []
    if recipe.discriminator is not None:
        overrides["discriminator.parameters.features"] = 4
        overrides["starts_from"] = "fresh"
    return load_recipe(name, overrides | {key.replace("__", "."): v for key, v in extra.items()})
