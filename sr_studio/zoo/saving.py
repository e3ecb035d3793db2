"""Writing a model as our own kind of file: flat safetensors with the card in the header."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor, nn

from sr_studio import files
from sr_studio.networks.registry import build, is_known
from sr_studio.zoo.card import CARD_KEY, ModelCard
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.weights import compare


def save_model(
    path: Path,
    weights: nn.Module | Mapping[str, Tensor],
    card: ModelCard,
    *,
    half: bool = False,
) -> None:
    """Write a model in one piece; the folder must exist.

    Args:
        path: Ends in ``.safetensors``.
        weights: A network, or its parameters and buffers under the names of its architecture.
        card: Written into the header.
        half: Store floating-point weights as float16 (half the size; loading gives float32).

    Raises:
        ModelFileError: The weights are not those of the card's architecture.
        StudioError: The place cannot be written to.
    """
    state = dict(weights.state_dict() if isinstance(weights, nn.Module) else weights)
    if is_known(card.architecture):
        with torch.device("meta"):
            needed = build(card.architecture, card.parameters).state_dict()
        if mismatch := compare(needed, state):
            what = f"the weights are not those of the card's {card.architecture} ({mismatch})"
            raise ModelFileError(what, where=path)
    stored = {name: _stored(value, half) for name, value in state.items()}
    files.write_bytes(path, save(stored, metadata={CARD_KEY: card.to_json()}))


def _stored(value: Tensor, half: bool) -> Tensor:
    value = value.detach().cpu()
    if half and value.is_floating_point():
        value = value.half()
    # A copy of its own: tensors that share memory cannot be stored side by side.
    return value.clone(memory_format=torch.contiguous_format)
