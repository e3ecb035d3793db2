"""Reading tables of tensors from files, never running code from them: the one place for it."""

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
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from sr_studio.errors import StudioError
from sr_studio.networks.file_kinds import looks_like_safetensors

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


class WeightFileError(StudioError):
    """A file of weights is missing, damaged, of an unknown kind, or not safe to open."""


def read_weight_file(path: Path) -> Mapping[Any, Any]:
    """What a safetensors or PyTorch file holds: tensors, perhaps inside dictionaries.

    Raises:
        WeightFileError: The file is missing, damaged, holds no table, or is a pickle that could
            only be opened by running code from it.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise WeightFileError(what, where=path) from error
    if looks_like_safetensors(start):
        return read_safetensors(path)
    stored = _read_pickle(path, start)
    if not isinstance(stored, Mapping):
        what = "there are no weights in this file; it is not a table of tensors"
        raise WeightFileError(what, where=path)
    return stored


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file, as they are stored.

    Raises:
        WeightFileError: The file is damaged.
    """
    try:
        return load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise WeightFileError(f"the model file is damaged ({error})", where=path) from error


def _read_pickle(path: Path, start: bytes) -> Any:
    if start[:2] == b"PK":
        _refuse_programs(path)
    elif start[:1] != b"\x80":
        what = "this is neither a safetensors nor a PyTorch file"
        raise WeightFileError(what, where=path)
    try:
        with torch.serialization.safe_globals(_HARMLESS):
            return torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError) as error:
        raise _explained(error, path) from error
    except (AttributeError, TypeError, IndexError, AssertionError, UnicodeError) as error:
        # What the unpickler stumbles over in damaged files.
        raise WeightFileError("the model file is damaged", where=path) from error


def _refuse_programs(path: Path) -> None:
    """TorchScript archives are programs; torch.load would start them."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        # The last two: names that are no text, and what newer archives may have.
        raise WeightFileError("the model file is damaged or cut", where=path) from error
    if any(name.endswith("constants.pkl") for name in names):
        raise WeightFileError(
            "this is a TorchScript program and not a table of weights; opening it would run it",
            where=path,
            remedy="Ask for the weights as safetensors or as a plain state dict.",
        )


def _explained(error: Exception, path: Path) -> WeightFileError:
    forbidden = _FORBIDDEN.search(str(error))
    if forbidden and isinstance(error, pickle.UnpicklingError):
        return WeightFileError(
            f"the file is a pickle that needs code to be run ({forbidden.group(1)}), not a plain "
            "table of weights; it was not opened, because such code can do anything to a computer",
            where=path,
            remedy="Ask its author for the state dict, best as safetensors.",
        )
    return WeightFileError("the model file is damaged or cut", where=path)
