"""Putting weights into a network without ever leaving one out silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torch import Tensor, nn

State = dict[str, Tensor]

#: Batch normalisation's step counter: files older than PyTorch 0.4.1 lack it, inference ignores it.
_COUNTER = "num_batches_tracked"
_LISTED = 12


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


def load_exactly(network: nn.Module, state: Mapping[str, Tensor]) -> Mismatch:
    """Load all of ``state`` into ``network``, or nothing and say what differs."""
    mismatch = compare(network.state_dict(), state)
    if not mismatch:
        # Not strict only for the step counters that `compare` lets pass.
        network.load_state_dict(dict(state), strict=False)
    return mismatch


def listed(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    every = list(names)
    shown = ", ".join(every[:_LISTED])
    return shown if len(every) <= _LISTED else f"{shown} and {len(every) - _LISTED} more"


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "a single number"
