"""Fused optimisers, with the slower last layer that SRCNN and ESPCN ask for."""

from __future__ import annotations

import torch
from torch import nn

from sr_studio.imports import uncollected
from sr_studio.training.recipes import Optimiser


def make_optimiser(network: nn.Module, recipe: Optimiser) -> torch.optim.Optimizer:
    """The recipe's optimiser over all parameters of ``network``.

    Each parameter group carries ``factor``, by which it multiplies the learning rate.
    """
    groups = _groups(network, recipe.last_layer_factor)
    with uncollected():  # a process's first optimiser imports torch's compiler
        if recipe.kind == "sgd":
            return torch.optim.SGD(
                groups, recipe.lr, recipe.momentum, weight_decay=recipe.weight_decay, fused=True
            )
        return torch.optim.Adam(
            groups, recipe.lr, recipe.betas, weight_decay=recipe.weight_decay, fused=True
        )


def set_learning_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Set the rate of every group, times the group's factor."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["factor"]


def _groups(network: nn.Module, last_layer_factor: float) -> list[dict[str, object]]:
    if last_layer_factor == 1:
        return [{"params": list(network.parameters()), "factor": 1.0}]
    *_, last = (layer for layer in network.modules() if isinstance(layer, nn.Conv2d))
    slow = list(last.parameters())
    rest = [weight for weight in network.parameters() if all(weight is not s for s in slow)]
    return [
        {"params": rest, "factor": 1.0},
        {"params": slow, "factor": last_layer_factor},
    ]
