"""The weights out of any project's file: unwrapped, without prefixes, as float32."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from sr_studio.networks.weight_files import WeightFileError, read_weight_file
from sr_studio.zoo.card import CARD_KEY, ModelCard, parse_card
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.unwrapping import unwrap
from sr_studio.zoo.weights import State

#: Under what a PyTorch file of ours holds the weights, as BasicSR's do.
WEIGHTS_KEY = "params_ema"


def read_foreign(path: Path) -> tuple[ModelCard | None, State]:
    """The table of weights in a file, unwrapped and without prefixes; floats as float32.

    Of a PyTorch file that this program exported its card comes first, and the weights have the
    very names of its network.

    Understands safetensors and PyTorch's files, old and new, with weights at the top or inside
    dictionaries such as ``params_ema`` or ``state_dict``.

    Raises:
        ModelFileError: The file or its card is damaged, it is missing, holds no weights, or is a
            pickle that could only be opened by running code from it.
    """
    stored = _stored(path)
    told, weights = stored.get(CARD_KEY), stored.get(WEIGHTS_KEY)
    if isinstance(told, str) and isinstance(weights, Mapping):
        return parse_card(told, where=str(path)), _plain(weights, path)
    state = unwrap(stored)
    if not state:
        raise ModelFileError("there are no weights in this file", where=path)
    return None, _plain(state, path)


def read_own_weights(path: Path) -> State:
    """The table of weights in a file of ours, under the very names it has; floats as float32.

    Raises:
        ModelFileError: As :func:`read_foreign`.
    """
    return _plain(_stored(path), path)


def _stored(path: Path) -> Mapping[str, Tensor]:
    try:
        return read_weight_file(path)
    except WeightFileError as error:
        raise ModelFileError(error.what, where=error.where, remedy=error.remedy) from error


def _plain(state: Mapping[str, Tensor], path: Path) -> State:
    # A tensor may say that it is a million times the same number; then it is no weight.
    if any(value.numel() > value.untyped_storage().nbytes() for value in state.values()):
        raise ModelFileError("the model file is damaged", where=path)
    return {
        name: value.detach().float() if value.is_floating_point() else value.detach()
        for name, value in state.items()
    }
