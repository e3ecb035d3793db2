"""Taking model files of any origin into the person's own models."""

from __future__ import annotations

from pathlib import Path

import torch

from sr_studio import paths
from sr_studio.errors import StudioError
from sr_studio.zoo import catalogue
from sr_studio.zoo.card import tidy_name
from sr_studio.zoo.catalogue import CatalogueEntry
from sr_studio.zoo.exporting import weights_of
from sr_studio.zoo.loading import load_entry
from sr_studio.zoo.model import Model
from sr_studio.zoo.reading import read_own_weights
from sr_studio.zoo.saving import save_model


def import_model(
    path: Path, *, name: str | None = None, scale: int | None = None
) -> CatalogueEntry:
    """Convert a model file to our own kind and add it to the person's models.

    A model that is already there under that name with the same weights is not stored twice, but
    what its card now says otherwise is taken over. One with other weights, or one that came with
    the program and is said to be something else, makes the new one's name end in -2, -3 …

    Args:
        path: A model file of any project.
        name: What to call it; by default what its card says, or its file name.
        scale: For networks whose weights do not tell (SRCNN): what it was trained for.

    Raises:
        StudioError: The file cannot be opened safely or entirely; nothing was stored.
    """
    entry = catalogue.entry_of(path, "file")
    model = load_entry(entry)
    card = model.card.renamed(tidy_name(name)) if name else model.card
    if scale is not None and scale != model.card.scale:
        if model.card.architecture != "srcnn":
            what = f"this network enlarges {model.card.scale} times, not {scale} times"
            raise StudioError(what, where=path)
        card = card.model_copy(update={"scale": scale, "notes": ""})
    # A card that was made on the spot knows less than one a person may have written since.
    told = entry.card is not None or scale is not None
    return add_model(Model(card, model.module), told=told)


def add_model(model: Model, *, told: bool = True) -> CatalogueEntry:
    """Store a model among the person's own (see :func:`import_model` about names).

    Args:
        model: The model.
        told: Whether its card was written by somebody, and corrects another of the same weights.
    """
    folder = paths.user_models_dir()
    make_folder(folder)
    taken = {entry.name: entry for entry in catalogue.list_models()}
    name = base = tidy_name(model.card.name)
    number = 1
    while name in taken or (folder / f"{name}.safetensors").exists():
        if name in taken and _same_weights(taken[name], model):
            card = model.card.renamed(name)
            if not told or taken[name].card == card:
                return taken[name]
            if taken[name].origin == "own":
                break
        number += 1
        name = f"{base}-{number}"
    path = folder / f"{name}.safetensors"
    save_model(path, weights_of(model), model.card.renamed(name))
    return catalogue.entry_of(path, "own")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises:
        StudioError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder for models cannot be made ({error.strerror or error})"
        raise StudioError(what, where=folder) from error


def _same_weights(entry: CatalogueEntry, model: Model) -> bool:
    if entry.card is None or entry.card.architecture != model.card.architecture:
        return False
    stored, weights = read_own_weights(entry.path), weights_of(model)
    return stored.keys() == weights.keys() and all(
        torch.equal(value, weights[name]) for name, value in stored.items()
    )
