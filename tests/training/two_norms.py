"""Normalises a batch of small variance around a large mean in two gloo processes.

Run as a program by test_distributed.py; prints the largest distance from one process's result.
"""

from __future__ import annotations

import torch
from torch import nn

from sr_studio.training.distributed import joined_world, with_global_norm


def main() -> None:
    with joined_world() as world:
        torch.manual_seed(1)
        batch = 500 + 0.05 * torch.randn(8, 4, 16, 16)
        wanted = nn.BatchNorm2d(4)(batch.double().float())
        network = with_global_norm(nn.Sequential(nn.BatchNorm2d(4)), torch.device("cpu"))
        got = network(batch[world.rank * 4 : world.rank * 4 + 4])
        print((got - wanted[world.rank * 4 : world.rank * 4 + 4]).abs().max().item())


if __name__ == "__main__":
    main()
