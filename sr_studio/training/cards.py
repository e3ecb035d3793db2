"""From a run to a model: the averaged weights with a card that says how they came about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sr_studio.errors import StudioError
from sr_studio.networks.registry import build
from sr_studio.training.checkpoints import newest_checkpoint, read_checkpoint
from sr_studio.training.data_licence import licence_of_data
from sr_studio.training.recipes import Recipe, parse_recipe
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.start_facts import StartFacts, facts_of_start
from sr_studio.zoo.card import ModelCard, TrainingFacts, tidy_name
from sr_studio.zoo.interpolation import interpolate
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model


def card_of(recipe: Recipe, name: str = "", start: ModelCard | None = None) -> ModelCard:
    """What a recipe alone says about its model: network, scale, colour and ranges.

    Args:
        recipe: The recipe.
        name: What to call the model; recipe and scale where empty.
        start: Card of the model whose network it trains on; what it says of luma stays.
    """
    return ModelCard(
        luma="studio" if start is None else start.luma,
        name=tidy_name(name or f"{recipe.name}-x{recipe.data.scale}"),
        architecture=recipe.network.architecture,
        parameters=recipe.network.parameters,
        scale=recipe.data.scale,
        colour=recipe.network.colour,
        output_range=recipe.network.output_range,
        summary=recipe.summary,
        recipe=recipe.name,
        recipe_sha256=recipe.sha256(),
        source=recipe.source,
    )


def model_of_run(run_path: Path, *, name: str = "", checkpoint: str = "best") -> Model:
    """The averaged weights of a run, with a card that says how they came about.

    The card has the pictures of the model that the run started from; those of the run itself are
    added by :func:`with_licence`.

    Args:
        run_path: The run's folder.
        name: What to call the model; recipe and scale where empty.
        checkpoint: ``best``, ``last``, or the iteration of a kept checkpoint.

    Raises:
        StudioError: There is no such run or checkpoint.
    """
    run = RunFolder(run_path)
    recipe = parse_recipe(run.recipe_table(), where=str(run.recipe_file))
    origin = run.origin()
    state = _state(run, checkpoint)
    status = run.status()
    facts = TrainingFacts(
        iterations=int(state["iteration"]),
        seconds=round(float(state["seconds"]), 1),
        device=status.computes_with if status else "",
    )
    start = facts_of_start(run)
    model = load_model(run.start_file) if run.start_file.is_file() else None
    card = card_of(recipe, name, None if model is None else model.card).model_copy(
        update={
            "overrides": dict(_split(setting) for setting in origin.get("overrides", [])),
            "trained": facts,
            "notes": _started_from(origin.get("starts_from", ""), start),
        }
    )
    if start is not None:
        card = card.with_pictures(start.data, start.data_sources)
    if model is not None:
        network = model.module
    else:
        network = build(card.architecture, card.parameters)
    network.load_state_dict(state["params_ema"])
    return Model(card, network.eval())


def with_licence(model: Model, run_path: Path, licence: str | None) -> Model:
    """The model with the licences of its run's pictures on its card, and its own.

    Args:
        model: Of the run.
        run_path: The run's folder; its pictures' SOURCES.tsv is read, where it is still there.
        licence: Of the weights; None leaves it open.
    """
    data = Path(RunFolder(run_path).origin().get("data") or "?")
    found = licence_of_data(data)
    card = model.card
    if licence is not None:
        card = card.model_copy(update={"licence": licence})
    if found is not None:
        card = card.with_pictures(found.source.name, (found.source,))
    return Model(card, model.module)


def with_partner(detailed: Model, faithful: Model) -> Model:
    """The detailed model, joined with a faithful one on a slider of detail.

    Raises:
        StudioError: They are not of one kind.
    """
    interpolate(faithful, detailed, 1.0)  # says what is different where they do not fit
    card = detailed.card.model_copy(update={"pair": faithful.card.name, "role": "detailed"})
    return Model(card, detailed.module)


def _state(run: RunFolder, checkpoint: str) -> dict[str, Any]:
    if checkpoint == "best":
        return read_checkpoint(run.best_file)
    if checkpoint == "last":
        return newest_checkpoint(run)
    if not checkpoint.isdigit():
        raise StudioError(
            f"there is no checkpoint {checkpoint!r}",
            where="--checkpoint",
            remedy="Use best, last or an iteration.",
        )
    return read_checkpoint(run.checkpoints / f"{int(checkpoint):09d}.pt")


def _started_from(start: str, facts: StartFacts | None) -> str:
    if facts is None:
        return ""
    licence = f" ({facts.licence})" if facts.licence else ""
    return f"Started from {Path(start).stem}{licence}."


def _split(setting: str) -> tuple[str, str]:
    key, _, value = setting.partition("=")
    return key, value
