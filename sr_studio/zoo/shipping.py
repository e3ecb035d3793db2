"""The index of the shipped models, made of the files and their cards so that they agree."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit

from sr_studio import files
from sr_studio.zoo.card import ModelCard, TrainingSource
from sr_studio.zoo.catalogue import INDEX_NAME
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.header import read_card

_HEADING = (
    "The models that come with the program.",
    "Made from the files and their cards by tools/index_models.py; do not edit by hand.",
)


#: What is known of the sets of training pictures, beside the logs of the runs.
SOURCES_NAME = "training/sources.toml"


def training_sources(folder: Path, names: Sequence[str]) -> tuple[TrainingSource, ...]:
    """The sets of training pictures of these names, from the list in the folder of the models.

    Raises:
        ModelFileError: A name is not in the list.
    """
    path = folder / SOURCES_NAME
    known = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := [name for name in names if name not in known]:
        remedy = f"There are {', '.join(known)}; write it there with its licence."
        raise ModelFileError(
            f"no set of training pictures is called {unknown[0]!r}", where=path, remedy=remedy
        )
    return tuple(TrainingSource.model_validate({"name": name} | known[name]) for name in names)


def index_text(folder: Path) -> str:
    """The index of all ``*.safetensors`` in ``folder``, in the order in which people read it.

    The largest scale is first, and of each scale faithful partners come last; then by name.

    Raises:
        ModelFileError: A file has no card, is damaged, or is not named after its card.
    """
    cards = [(path, _card(path)) for path in sorted(folder.glob("*.safetensors"))]
    document = tomlkit.document()
    for line in _HEADING:
        document.add(tomlkit.comment(line))
    if cards:
        models = tomlkit.aot()
        for path, card in sorted(cards, key=lambda each: _order(each[1])):
            models.append(tomlkit.item(_fields(path, card)))
        document.add("model", models)
    return tomlkit.dumps(document)


def write_index(folder: Path) -> Path:
    """Write ``index.toml`` anew and give its path."""
    path = folder / INDEX_NAME
    files.write_text(path, index_text(folder))
    return path


def _order(card: ModelCard) -> tuple[int, bool, str]:
    return -card.scale, card.role == "faithful", card.name


def _card(path: Path) -> ModelCard:
    card = read_card(path)
    if card is None:
        raise ModelFileError("a shipped model needs a card", where=path)
    if path.stem != card.name:
        raise ModelFileError(f"the file should be called {card.name}.safetensors", where=path)
    return card


def _fields(path: Path, card: ModelCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "file": path.name,
        "sha256": files.sha256_of(path),
        "architecture": card.architecture,
        "scale": card.scale,
        "title": card.title,
        "purpose": card.purpose,
        "licence": card.licence,
        "scores": card.scores,
    }
