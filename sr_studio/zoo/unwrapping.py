"""Finding the table of weights inside a checkpoint, and taking off the names of its wrappers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor

#: Dictionaries that hold weights, the averaged ones first: they are what a project releases.
_WRAPPERS = (
    "params_ema",
    "params-ema",
    "ema_state_dict",
    "ema",
    "generator_ema",
    "params",
    "model_state_dict",
    "state_dict",
    "generator_state_dict",
    "generator",
    "netG",
    "model",
    "net",
    "weights",
)
#: What wrapping modules put in front of every name.
_PREFIXES = ("_orig_mod.", "module.", "generator_ema.", "generator.", "netG.", "net.")
#: Parts of a training set-up that stand beside a generator and are not it.
_COMPANIONS = (
    "discriminator.",
    "netD.",
    "perceptual_loss.",
    "pixel_loss.",
    "gan_loss.",
    "data_preprocessor.",
    "step_counter",
)
#: The step counter of torch's weight averaging.
_AVERAGING = "n_averaged"
_DEEPEST = 4


def unwrap(stored: Mapping[Any, Any]) -> dict[str, Tensor] | None:
    """The flat table of weights in a checkpoint; None where there is none.

    Entries that are no tensors are left out, and so are the companions of a generator
    (discriminator, losses). Everything else is kept: what to do with an unknown name is the
    layouts' business.
    """
    found = _table(stored, _DEEPEST)
    return None if found is None else strip_prefixes(found)


def _table(stored: Mapping[Any, Any], depth: int) -> dict[str, Tensor] | None:
    inner = [key for key in _WRAPPERS if isinstance(stored.get(key), Mapping)]
    others = [key for key, value in stored.items() if isinstance(value, Mapping)]
    for key in inner or (others if len(others) == 1 else []):
        table = _table(stored[key], depth - 1) if depth else None
        if table:
            return table
    return {str(key): value for key, value in stored.items() if isinstance(value, Tensor)} or None


def strip_prefixes(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Take off wrapper prefixes that all names share, in any order and any number."""
    state = {name: value for name, value in state.items() if name != _AVERAGING}
    own = {name: value for name, value in state.items() if not name.startswith(_COMPANIONS)}
    if own and any(name.startswith(("generator", "netG")) for name in own):
        state = _averaged(own)
    while prefix := next((p for p in _PREFIXES if _shared(state, p)), None):
        state = {name[len(prefix) :]: value for name, value in state.items()}
    return {name: value for name, value in state.items() if name != _AVERAGING}


def _averaged(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Only the averaged generator where a file has it beside the plain one."""
    averaged = {k: v for k, v in state.items() if k.startswith("generator_ema.")}
    return averaged or state


def _shared(state: Mapping[str, Tensor], prefix: str) -> bool:
    return bool(state) and all(name.startswith(prefix) for name in state)
