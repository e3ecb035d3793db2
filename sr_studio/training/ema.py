"""The exponential moving average of weights that validation, previews and export use."""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import update_bn

from sr_studio.networks.base import Network


class ExponentialMovingAverage:
    """Keeps ``average = decay * average + (1 - decay) * weight`` for every parameter.

    Averaged weights make other activations than the weights they are averages of, so neither the
    network's running statistics nor an average of them fits: where there is batch normalisation,
    :meth:`calibrate` must be called before the average is used (Izmailov et al., arXiv 1803.05407,
    Sec. 3; Wu and Johnson, arXiv 2105.07576, Sec. 3). With ``decay`` 0 the average's weights are
    those of the network itself.
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

    def calibrate(self, inputs: Iterable[Tensor]) -> None:
        """Take the statistics of batch normalisation anew, over batches of network inputs.

        Without batch normalisation ``inputs`` is not read.
        """
        update_bn(inputs, self.module)
