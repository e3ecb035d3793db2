"""Putting weights into a network without ever leaving one out silently."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_parameter_registration_hook
from torch.overrides import TorchFunctionMode

from sr_studio.networks.base import Network
from sr_studio.networks.registry import ArchitectureError, build

State = dict[str, Tensor]

#: Batch normalisation's step counter: files older than PyTorch 0.4.1 lack it, inference ignores it.
_COUNTER = "num_batches_tracked"
_LISTED = 12
#: So many tensors, and so many times those there are, may be declared before building stops: enough
#: to say which are missing, and for networks that register one twice.
_SLACK, _TIMES = 1000, 4


@dataclass(frozen=True)
class Mismatch:
    """How a table of weights differs from what a network needs.

    Attributes:
        missing: Needed but not there.
        unexpected: There but not needed.
        misshapen: There in another shape, as ``name: 64x3x9x9 instead of 64x3x3x3``.
    """

    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    misshapen: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected or self.misshapen)

    def __str__(self) -> str:
        parts = (
            ("missing", self.missing),
            ("not known there", self.unexpected),
            ("of another shape", self.misshapen),
        )
        return "; ".join(f"{what}: {listed(names)}" for what, names in parts if names)


def compare(needed: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> Mismatch:
    """What keeps ``given`` from being exactly the weights ``needed``."""
    return Mismatch(
        missing=tuple(k for k in needed if k not in given and not k.endswith(_COUNTER)),
        unexpected=tuple(k for k in given if k not in needed),
        misshapen=tuple(
            f"{key}: {_shape(given[key])} instead of {_shape(value)}"
            for key, value in needed.items()
            if key in given and given[key].shape != value.shape
        ),
    )


class DoesNotFitError(Exception):
    """Weights are not those of a network; the text says what differs."""


def built_to_fit(
    architecture: str, parameters: Mapping[str, Any], state: Mapping[str, Tensor]
) -> Network:
    """The network with exactly these weights, in evaluation mode.

    Whatever a file claims to be, nothing is built that is larger than its weights.

    Raises:
        DoesNotFitError: The network cannot be built with these parameters, or has other weights,
            or no network could have these.
    """
    try:
        with torch.device("meta"), no_more_layers_than(len(state)):
            needed = build(architecture, parameters).state_dict()
    except ArchitectureError as error:
        raise DoesNotFitError(str(error)) from error
    if mismatch := compare(needed, state):
        raise DoesNotFitError(str(mismatch))
    if why := unusable(state):
        raise DoesNotFitError(why)
    with _NoFreshWeights():
        network = build(architecture, parameters)
    # Not strict only for the step counters that `compare` lets pass.
    network.load_state_dict(dict(state), strict=False)
    return network.eval()


class _NoFreshWeights(TorchFunctionMode):
    """Leaves out drawing the first weights of a network that is built meanwhile on this thread.

    The file's take their place.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if func in (Tensor.normal_, Tensor.uniform_):
            return args[0]
        return func(*args, **(kwargs or {}))


def unusable(state: Mapping[str, Tensor]) -> str:
    """Why no network can work with these weights; empty if one can."""
    floats = {name: value for name, value in state.items() if value.is_floating_point()}
    if odd := [name for name, value in floats.items() if not torch.isfinite(value).all()]:
        return f"there are weights that are not numbers: {listed(odd)}"
    layers = [value for value in floats.values() if value.ndim > 1]
    return "all are zero" if layers and not any(value.any() for value in layers) else ""


@contextmanager
def no_more_layers_than(weights: int) -> Iterator[None]:
    """Stop a network that is built meanwhile on this thread when it gets far more tensors.

    A few bytes can claim a million blocks; to build them takes the time and memory of all.

    Raises:
        DoesNotFitError: From whatever builds the network.
    """
    thread, made = threading.get_ident(), 0

    def look(module: nn.Module, name: str, parameter: nn.Parameter | None) -> None:
        nonlocal made
        made += parameter is not None and threading.get_ident() == thread
        if made > _SLACK + _TIMES * weights:
            raise DoesNotFitError(f"more layers are declared than the {weights} weights are for")

    hook = register_module_parameter_registration_hook(look)
    try:
        yield
    finally:
        hook.remove()


def listed(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    every = list(names)
    shown = ", ".join(every[:_LISTED])
    return shown if len(every) <= _LISTED else f"{shown} and {len(every) - _LISTED} more"


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "a single number"
