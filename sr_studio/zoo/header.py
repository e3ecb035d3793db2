"""The card in the header of a safetensors file, read without loading a tensor, without torch."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError, safe_open

from sr_studio.zoo.card import CARD_KEY, ModelCard, parse_card
from sr_studio.zoo.errors import ModelFileError


def read_card(path: Path) -> ModelCard | None:
    """The card in a safetensors file; None where it carries none.

    Raises:
        ModelFileError: The file is missing, unreadable, truncated or not safetensors, or the card
            is damaged.
    """
    try:
        # The library's own reader: what it opens, it can load, and no header makes it stumble.
        with safe_open(path, framework="numpy") as file:
            text = (file.metadata() or {}).get(CARD_KEY)
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise ModelFileError(what, where=path) from error
    except SafetensorError as error:
        what = f"this is not a safetensors file, or it is cut or damaged ({error})"
        raise ModelFileError(what, where=path) from error
    return None if text is None else parse_card(text, where=str(path))
