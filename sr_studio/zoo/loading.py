"""Opening a model by name or file, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

from sr_studio.zoo.card import SPANDREL, ModelCard
from sr_studio.zoo.catalogue import CatalogueEntry, find
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.model import Model
from sr_studio.zoo.reading import read_own_weights
from sr_studio.zoo.weights import DoesNotFitError, State, built_to_fit


def load_model(name_or_path: str | Path) -> Model:
    """Open a model of the catalogue or any model file the program can read.

    Raises:
        StudioError: There is no such model; the file is damaged, of an unknown kind, or would have
            to run code to be opened.
    """
    return load_entry(find(name_or_path))


def load_entry(entry: CatalogueEntry) -> Model:
    """Open the model of a catalogue entry (see :func:`load_model`)."""
    if entry.card is None:
        from sr_studio.zoo.foreign import load_foreign

        return load_foreign(entry.path)
    return model_of_card(entry.card, read_own_weights(entry.path), where=entry.path)


def model_of_card(card: ModelCard, state: State, *, where: Path) -> Model:
    """The model that a card of ours describes, with these weights.

    Raises:
        ModelFileError: The weights of the file ``where`` are not those of the card's network.
    """
    if card.architecture.startswith(SPANDREL):
        from sr_studio.zoo.spandrel_network import load_spandrel

        return Model(card, load_spandrel(state, where=where))
    try:
        return Model(card, built_to_fit(card.architecture, card.parameters, state))
    except DoesNotFitError as error:
        what = f"the weights are not those of the card's {card.architecture} ({error})"
        raise ModelFileError(what, where=where) from error
    except ModelFileError as error:
        raise type(error)(error.what, where=where, remedy=error.remedy) from error
