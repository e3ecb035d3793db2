"""Giving a model to other programs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

import torch

from sr_studio import files
from sr_studio.zoo.card import CARD_KEY
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.model import Model
from sr_studio.zoo.reading import WEIGHTS_KEY
from sr_studio.zoo.saving import save_model
from sr_studio.zoo.spandrel_network import SpandrelNetwork
from sr_studio.zoo.weights import State

Kind = Literal["onnx", "pth", "safetensors"]
KINDS: tuple[Kind, ...] = ("onnx", "pth", "safetensors")


def weights_of(model: Model) -> State:
    """The model's weights under the names its files use."""
    module = model.module
    return (module.inner if isinstance(module, SpandrelNetwork) else module).state_dict()


def export_model(model: Model, kind: Kind, path: Path) -> None:
    """Write the model as a file for other programs.

    Args:
        model: The model.
        kind: ``onnx`` (RGB [0, 1] in and out), ``pth`` (PyTorch file, the weights under
            ``params_ema`` as BasicSR's, so that RRDBNet opens everywhere unchanged, with the
            card beside them) or ``safetensors`` (our own files).
        path: Where to.

    Raises:
        StudioError: It cannot be expressed so, or not written there.
    """
    match kind:
        case "onnx":
            from sr_studio.zoo.onnx_export import export_onnx

            export_onnx(model, path)
        case "pth":
            buffer = io.BytesIO()
            weights = {name: value.detach().cpu() for name, value in weights_of(model).items()}
            torch.save({WEIGHTS_KEY: weights, CARD_KEY: model.card.to_json()}, buffer)
            files.write_bytes(path, buffer.getvalue())
        case "safetensors":
            save_model(path, weights_of(model), model.card)
        case _:
            known = ", ".join(KINDS)
            raise ModelFileError(f"there is no file kind {kind!r}", remedy=f"There are {known}.")
