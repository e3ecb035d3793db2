"""Reading the weights out of any project's file, without ever running code from it."""

from __future__ import annotations

import argparse
import codecs
import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.header import looks_like_safetensors
from sr_studio.zoo.loading import read_safetensors
from sr_studio.zoo.unwrapping import unwrap
from sr_studio.zoo.weights import State

_scalar = np.float64(0).__reduce__()[0]
#: Harmless things that checkpoints hold beside tensors, numbers of NumPy under the old and the new
#: name of its core; none of them can run anything.
_HARMLESS: list[Any] = [
    argparse.Namespace,
    np.dtype,
    *(type(np.dtype(kind)) for kind in ("f4", "f8", "i4", "i8", "b1")),
    (_scalar, "numpy.core.multiarray.scalar"),
    (_scalar, "numpy._core.multiarray.scalar"),
    (codecs.encode, "_codecs.encode"),
]
_FORBIDDEN = re.compile(r"GLOBAL\s+([\w.]+)")


def read_weights(path: Path) -> State:
    """The table of weights in a file, unwrapped and without prefixes; floats as float32.

    Understands safetensors and PyTorch's files, old and new, with weights at the top or inside
    dictionaries such as ``params_ema`` or ``state_dict``.

    Raises:
        ModelFileError: The file is missing, damaged, holds no weights, or is a pickle that could
            only be opened by running code from it.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise ModelFileError(what, where=path) from error
    if looks_like_safetensors(start):
        stored: Any = read_safetensors(path)
    else:
        stored = _read_pickle(path, start)
    state = unwrap(stored) if isinstance(stored, Mapping) else None
    if not state:
        raise ModelFileError("there are no weights in this file", where=path)
    return {name: _plain(value) for name, value in state.items()}


def _read_pickle(path: Path, start: bytes) -> Any:
    if start[:2] == b"PK":
        _refuse_programs(path)
    elif start[:1] != b"\x80":
        what = "this is neither a safetensors nor a PyTorch file"
        raise ModelFileError(what, where=path)
    try:
        with torch.serialization.safe_globals(_HARMLESS):
            return torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError) as error:
        raise _explained(error, path) from error
    except (AttributeError, TypeError, IndexError, AssertionError, UnicodeError) as error:
        # What the unpickler stumbles over in damaged files.
        raise ModelFileError("the model file is damaged", where=path) from error


def _refuse_programs(path: Path) -> None:
    """TorchScript archives are programs; torch.load would start them."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise ModelFileError("the model file is damaged or cut", where=path) from error
    if any(name.endswith("constants.pkl") for name in names):
        raise ModelFileError(
            "this is a TorchScript program and not a table of weights; opening it would run it",
            where=path,
            remedy="Ask for the weights as safetensors or as a plain state dict.",
        )


def _explained(error: Exception, path: Path) -> ModelFileError:
    forbidden = _FORBIDDEN.search(str(error))
    if forbidden and isinstance(error, pickle.UnpicklingError):
        return ModelFileError(
            f"the file is a pickle that needs code to be run ({forbidden.group(1)}), not a plain "
            "table of weights; it was not opened, because such code can do anything to a computer",
            where=path,
            remedy="Ask its author for the state dict, best as safetensors.",
        )
    return ModelFileError("the model file is damaged or cut", where=path)


def _plain(value: Tensor) -> Tensor:
    value = value.detach()
    return value.float() if value.is_floating_point() else value
