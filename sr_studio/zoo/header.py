"""The header of a safetensors file, read without loading a tensor and without torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sr_studio.zoo.card import CARD_KEY, ModelCard, parse_card
from sr_studio.zoo.errors import ModelFileError

#: The library refuses longer headers too; this keeps a damaged length from eating the memory.
_LONGEST_HEADER = 100_000_000


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
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            size = path.stat().st_size
            if not 2 <= length <= min(_LONGEST_HEADER, size - 8):
                raise ModelFileError("this is not a safetensors file, or it is cut", where=path)
            fields = json.loads(file.read(length))
        return _header(fields, path, size - 8 - length)
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise ModelFileError(what, where=path) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelFileError("the header of the model file is damaged", where=path) from error


def _header(fields: dict[str, Any], path: Path, data_bytes: int) -> Header:
    metadata = {str(k): str(v) for k, v in fields.pop("__metadata__", {}).items()}
    shapes = {name: tuple(map(int, entry["shape"])) for name, entry in fields.items()}
    end = max((int(entry["data_offsets"][1]) for entry in fields.values()), default=0)
    if end > data_bytes:
        raise ModelFileError("the model file is cut; tensors are missing", where=path)
    return Header(shapes, metadata)


def read_card(path: Path) -> ModelCard | None:
    """The card in a safetensors file; None where it carries none.

    Raises:
        ModelFileError: The file or the card is damaged.
    """
    text = read_header(path).metadata.get(CARD_KEY)
    return None if text is None else parse_card(text, where=str(path))


def looks_like_safetensors(start: bytes) -> bool:
    """Whether a file that begins with these (at least 9) bytes could be safetensors."""
    return len(start) > 8 and start[8:9] == b"{" and int.from_bytes(start[:8], "little") > 1
