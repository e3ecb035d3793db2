"""Opening a model by name or file, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file

from sr_studio.networks.registry import build
from sr_studio.zoo.card import SPANDREL, ModelCard
from sr_studio.zoo.catalogue import CatalogueEntry, find
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.model import Model
from sr_studio.zoo.weights import State, load_exactly


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
    return _load_own(entry.path, entry.card)


def _load_own(path: Path, card: ModelCard) -> Model:
    state = read_safetensors(path)
    if card.architecture.startswith(SPANDREL):
        from sr_studio.zoo.spandrel_network import load_spandrel

        return Model(card, load_spandrel(state, where=path))
    network = build(card.architecture, card.parameters)
    if mismatch := load_exactly(network, state):
        what = f"the weights are not those of the card's {card.architecture} ({mismatch})"
        raise ModelFileError(what, where=path)
    return Model(card, network.eval())


def read_safetensors(path: Path) -> State:
    """All tensors of a file; floating-point ones as float32.

    Raises:
        ModelFileError: The file is damaged.
    """
    try:
        state = load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelFileError(f"the model file is damaged ({error})", where=path) from error
    return {k: v.float() if v.is_floating_point() else v for k, v in state.items()}
