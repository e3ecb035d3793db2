"""The header of a safetensors file, read without loading a tensor and without torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open

from sr_studio.zoo.card import CARD_KEY, ModelCard, parse_card
from sr_studio.zoo.errors import ModelFileError


@dataclass(frozen=True)
class Header:
    """Names, shapes and metadata of a safetensors file.

    Attributes:
        shapes: Tensor name -> shape.
        metadata: The free text fields.
    """

    shapes: dict[str, tuple[int, ...]]
    metadata: dict[str, str]


def read_header(path: Path) -> Header:
    """Read what a safetensors file says of itself.

    Raises:
        ModelFileError: The file is missing, unreadable, truncated or not safetensors.
    """
    try:
        # The library's own reader: what it opens, it can load, and no header makes it stumble.
        with safe_open(path, framework="numpy") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118 - no mapping
            return Header(shapes, dict(file.metadata() or {}))
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise ModelFileError(what, where=path) from error
    except SafetensorError as error:
        what = f"this is not a safetensors file, or it is cut or damaged ({error})"
        raise ModelFileError(what, where=path) from error


def read_card(path: Path) -> ModelCard | None:
    """The card in a safetensors file; None where it carries none.

    Raises:
        ModelFileError: The file or the card is damaged.
    """
    text = read_header(path).metadata.get(CARD_KEY)
    return None if text is None else parse_card(text, where=str(path))
