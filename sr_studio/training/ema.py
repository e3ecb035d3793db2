"""The exponential moving average of weights that validation, previews and export use."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from sr_studio.networks.base import Network


class AveragedModel:
    """Keeps ``average = decay * average + (1 - decay) * weight`` for every parameter.

    Buffers (the running statistics of batch normalisation) are already averages and are copied.
    With ``decay`` 0 the average is the network itself.
    """

    def __init__(self, network: Network, decay: float) -> None:
        self.decay = decay
        self.module = copy.deepcopy(network).eval().requires_grad_(False)

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Move the average towards the weights of ``network`` by one step."""
        averages: list[Tensor] = list(self.module.parameters())
        weights = [weight.detach() for weight in network.parameters()]
        torch._foreach_mul_(averages, self.decay)
        torch._foreach_add_(averages, weights, alpha=1 - self.decay)
        for kept, buffer in zip(self.module.buffers(), network.buffers(), strict=True):
            kept.copy_(buffer)
