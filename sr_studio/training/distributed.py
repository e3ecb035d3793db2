"""Several processes, one run: the global batch determines the result, not their number.

Gradients are averaged by torch's DistributedDataParallel. What a loss or a normalisation
takes over the batch (the mean logit of the relativistic GAN, the statistics of BatchNorm) is taken
over the global batch, with gradients through the exchange.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from sr_studio.errors import StudioError

_Net = TypeVar("_Net", bound=nn.Module)
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class World:
    """This process among those of the run."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0

    @property
    def leads(self) -> bool:
        """Whether this process writes the run folder."""
        return self.rank == 0


@contextmanager
def joined_world() -> Iterator[World]:
    """The processes that ``torchrun`` or Ray started; alone when neither did.

    A group that exists already (Ray makes one) is left as it is; one that is made here ends with
    the block.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield World()
        return
    world = World(int(os.environ["RANK"]), size, int(os.environ.get("LOCAL_RANK", "0")))
    if not dist.is_available():
        raise StudioError("this PyTorch was built without torch.distributed", where="torchrun")
    if torch.cuda.is_available():
        torch.cuda.set_device(world.local_rank)  # else all processes would exchange on the first
    if dist.is_initialized():
        yield world
        return
    dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield world
    finally:
        dist.destroy_process_group()


@contextmanager
def leader_first(world: World) -> Iterator[None]:
    """Let the first process pass the block before the others, which find what it left behind."""
    if not world.leads:
        dist.barrier()
    yield
    if world.leads and _together():
        dist.barrier()


def from_leader(value: _Value) -> _Value:
    """What the first process has, in every process; it must be picklable."""
    if not _together():
        return value
    holder = [value]
    dist.broadcast_object_list(holder, 0)
    return holder[0]


def _together() -> bool:
    return dist.is_available() and dist.is_initialized() and dist.get_world_size() > 1


class _Sum(torch.autograd.Function):
    """Sum over the processes; the gradient of a sum is the sum of the gradients."""

    @staticmethod
    def forward(ctx: object, value: Tensor) -> Tensor:
        total = value.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: object, *gradients: Tensor) -> Tensor:
        total = gradients[0].clone()
        dist.all_reduce(total)
        return total


def global_mean(values: Tensor) -> Tensor:
    """Mean of all elements over all processes, a scalar; parts are of equal size."""
    mean = values.mean()
    return _Sum.apply(mean) / dist.get_world_size() if _together() else mean


def in_parallel(network: Any, device: torch.device) -> Any:
    """``network`` with gradients that are averaged over the processes; itself where it is alone.

    Buffers are not sent about: every process computes the same ones.
    """
    if not _together():
        return network
    devices = [device] if device.type == "cuda" else None
    return DistributedDataParallel(network, device_ids=devices, broadcast_buffers=False)


@torch.no_grad()
def average_over_processes(value: float) -> float:
    """Mean of one number over the processes, for the log."""
    if not _together():
        return value
    holder = torch.tensor(value, dtype=torch.float64)
    if dist.get_backend() == "nccl":
        holder = holder.cuda()
    dist.all_reduce(holder)
    return float(holder) / dist.get_world_size()


def any_process(answer: bool) -> bool:
    """Whether any process says yes; all of them learn the same answer."""
    return average_over_processes(float(answer)) > 0


class GlobalBatchNorm2d(nn.BatchNorm2d):
    """BatchNorm over the global batch, on CPUs too (torch's SyncBatchNorm runs on GPUs only)."""

    def forward(self, input: Tensor) -> Tensor:
        """Normalise N×C×H×W by the statistics of all processes while training."""
        if not (self.training and _together()):
            return super().forward(input)
        values = input.float()
        size = dist.get_world_size()
        mean = _Sum.apply(values.mean((0, 2, 3))) / size
        # In two passes: the square of a large mean would swallow a small variance.
        centred = values - mean[:, None, None]
        variance = _Sum.apply(centred.square().mean((0, 2, 3))) / size
        self._remember(mean, variance, values.numel() // values.shape[1] * size)
        scale = self.weight * torch.rsqrt(variance + self.eps)
        return (centred * scale[:, None, None] + self.bias[:, None, None]).to(input.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: int) -> None:
        assert self.running_mean is not None and self.running_var is not None
        assert self.num_batches_tracked is not None
        self.num_batches_tracked += 1
        plain_mean = 1 / float(self.num_batches_tracked)
        share = plain_mean if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean, share)
        self.running_var.lerp_(variance * count / max(1, count - 1), share)


def with_global_norm(network: _Net, device: torch.device) -> _Net:
    """Replace every BatchNorm2d of ``network`` by one over the global batch, weights kept.

    On GPUs it is torch's SyncBatchNorm.
    """
    if not _together():
        return network
    if device.type == "cuda":
        synchronised: _Net = nn.SyncBatchNorm.convert_sync_batchnorm(network)
        return synchronised
    for name, child in network.named_children():
        if isinstance(child, nn.BatchNorm2d) and not isinstance(child, GlobalBatchNorm2d):
            replacement = GlobalBatchNorm2d(child.num_features, child.eps, child.momentum)
            replacement.load_state_dict(child.state_dict())
            setattr(network, name, replacement)
        else:
            with_global_norm(child, device)
    return network
