"""Running a network while it trains: compiled, and together with other processes."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import Tensor, nn

from sr_studio.training.acceleration import Acceleration
from sr_studio.training.distributed import in_parallel


class Runner:
    """Runs one network forward.

    Args:
        network: On its device already.
        acceleration: Says whether it is compiled.
    """

    def __init__(self, network: nn.Module, acceleration: Acceleration) -> None:
        self._graphs = acceleration.compile and acceleration.device.type == "cuda"
        self._alone: Any = network
        if acceleration.compile:
            mode = "reduce-overhead" if self._graphs else "default"
            self._alone = torch.compile(network, mode=mode)
        self._together: Any = in_parallel(self._alone, acceleration.device)

    def __call__(self, pictures: Tensor) -> Tensor:
        """The output; gradients of the network are averaged over the processes."""
        return self._kept(self._together(pictures))

    def alone(self, pictures: Tensor) -> Tensor:
        """The output where the network itself gets no gradient."""
        return self._kept(self._alone(pictures))

    def gathering(self, *, more_to_come: bool) -> AbstractContextManager[Any]:
        """Around a forward and backward pass: wait with the exchange while parts are to come."""
        if more_to_come and self._together is not self._alone:
            waiting: AbstractContextManager[Any] = self._together.no_sync()
            return waiting
        return contextlib.nullcontext()

    def _kept(self, output: Tensor) -> Tensor:
        """A CUDA graph writes its next output over this one."""
        return output.clone() if self._graphs else output


def begin_update(acceleration: Acceleration) -> None:
    """Tell CUDA graphs that the outputs of the update before are not needed any more."""
    if acceleration.compile and acceleration.device.type == "cuda":
        torch.compiler.cudagraph_mark_step_begin()
