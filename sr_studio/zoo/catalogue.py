"""Which models there are: those that came with the program and the person's own; no torch."""

from __future__ import annotations

import difflib
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sr_studio import paths
from sr_studio.errors import StudioError
from sr_studio.files import is_there, typed_path
from sr_studio.networks.file_kinds import looks_like_safetensors
from sr_studio.zoo.card import ModelCard, tidy_name
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.header import read_card

INDEX_NAME = "index.toml"
#: Files that may hold weights, for file dialogs and for telling a path from a name.
MODEL_SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt", ".tar", ".bin", ".onnx", ".param")

Origin = Literal["shipped", "own", "file"]


@dataclass(frozen=True)
class CatalogueEntry:
    """A model file and what it says of itself.

    Attributes:
        name: The card's name, or one made of the file's for files without a card.
        path: The file.
        origin: Came with the program, imported or trained by the person, or a file named directly.
        card: None for files of other programs, whose hyper-parameters only loading can tell.
    """

    name: str
    path: Path
    origin: Origin
    card: ModelCard | None


def list_models() -> list[CatalogueEntry]:
    """The shipped models in the order of their index, then the person's own by name.

    A model of the person's own hides no shipped one. Damaged files are left out; see
    :func:`problems`.

    Examples:
        >>> list_models()[0].card.scale
        4
    """
    return _scan()[0]


def problems() -> list[str]:
    """A sentence about each file in the model folders that cannot be listed."""
    return _scan()[1]


def find(name_or_path: str | Path) -> CatalogueEntry:
    """The model of this name, or in this file.

    Raises:
        ModelFileError: There is no such model or file (near names are told), or its card is
            damaged.
    """
    text = str(name_or_path)
    entries = list_models()
    for entry in entries:
        if entry.name == text:
            return entry
    path = typed_path(text)
    if is_there(path) and path.is_file():
        return entry_of(path, "file")
    if path.suffix.lower() in MODEL_SUFFIXES or len(path.parts) > 1:
        raise ModelFileError("there is no such model file", where=path)
    names = [entry.name for entry in entries]
    near = difflib.get_close_matches(text, names, n=3, cutoff=0.4) or names[:8]
    remedy = f"There are {', '.join(near)}" if near else "No model is installed yet"
    raise ModelFileError(
        f"there is no model {text!r}",
        remedy=f"{remedy}; a file can be named by its path, and `models list` shows all.",
    )


def entry_of(path: Path, origin: Origin) -> CatalogueEntry:
    """The entry of one file.

    Raises:
        ModelFileError: It cannot be read, or is a damaged file of our own.
    """
    try:
        return _entry(path, origin, _stamp(path))
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise ModelFileError(what, where=path) from error


def is_ncnn(path: Path) -> bool:
    """Whether a file is one of the two of a network of ncnn."""
    suffix = path.suffix.lower()
    return suffix == ".param" or (suffix == ".bin" and path.with_suffix(".param").is_file())


def files_of(path: Path) -> tuple[Path, ...]:
    """All files of the model in a file: of ncnn's the operations and, beside them, the weights."""
    return (path.with_suffix(".param"), path.with_suffix(".bin")) if is_ncnn(path) else (path,)


def _stamp(path: Path) -> tuple[int, ...]:
    """Another one once a file was changed or replaced.

    Every picture of a batch asks for its method some times; to read the cards of all models anew
    each time took longer than to enlarge a small picture.
    """
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


@functools.lru_cache(maxsize=500)
def _entry(path: Path, origin: Origin, stamp: tuple[int, ...]) -> CatalogueEntry:
    with path.open("rb") as file:
        start = file.read(16)
    card = read_card(path) if looks_like_safetensors(start) else None
    name = card.name if card is not None else tidy_name(path.stem)
    return CatalogueEntry(name, path, origin, card)


def _scan() -> tuple[list[CatalogueEntry], list[str]]:
    entries: dict[str, CatalogueEntry] = {}
    told: list[str] = []
    candidates: list[tuple[Path, Origin]] = []
    try:
        candidates += [(path, "shipped") for path in _shipped_files()]
    except StudioError as error:
        told.append(str(error))
    folder = paths.user_models_dir()
    if folder.is_dir():
        candidates += [(path, "own") for path in sorted(folder.glob("*.safetensors"))]
    for path, origin in candidates:
        try:
            entry = entry_of(path, origin)
        except StudioError as error:
            told.append(str(error))
            continue
        if entry.name in entries:
            told.append(f"{path}: hidden by another model of the name {entry.name}.")
        else:
            entries[entry.name] = entry
    return list(entries.values()), told


def _shipped_files() -> list[Path]:
    index = paths.shipped_models_dir() / INDEX_NAME
    if not index.is_file():
        return []
    try:
        return [index.parent / file for file in _listed(index, _stamp(index))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"the list of shipped models is damaged ({error})"
        raise ModelFileError(what, where=index) from error


@functools.lru_cache(maxsize=1)
def _listed(index: Path, stamp: tuple[int, ...]) -> list[str]:
    listed = tomllib.loads(index.read_text(encoding="utf-8")).get("model", [])
    return [entry["file"] for entry in listed]
