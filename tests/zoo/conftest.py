"""Small models with weights that are neither zero nor ordinary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from sr_studio.networks.base import Network
from sr_studio.networks.registry import build
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.model import Model

SMALL: dict[str, dict[str, Any]] = {
    "srcnn": {"kernel_sizes": [9, 1, 5], "features": [4, 3]},
    "espcn": {"scale": 3, "features": [5, 4]},
    "srresnet": {"scale": 4, "blocks": 2, "features": 4},
    "msrresnet": {"scale": 4, "blocks": 2, "features": 4},
    "rrdbnet": {"scale": 4, "blocks": 2, "features": 6, "growth": 3},
}
CARDS: dict[str, dict[str, Any]] = {
    "srcnn": {"colour": "y"},
    "espcn": {"colour": "y", "scale": 3},
    "srresnet": {"output_range": (-1.0, 1.0)},
}


def random_network(architecture: str, parameters: dict[str, Any], seed: int = 0) -> Network:
    """A network whose weights, slopes and running statistics are all random."""
    torch.manual_seed(seed)
    network = build(architecture, parameters).eval()
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, nn.Conv2d):
                fan_in = layer.weight[0].numel()
                layer.weight.normal_(std=fan_in**-0.5)
                if layer.bias is not None:
                    layer.bias.normal_(std=0.1)
            elif isinstance(layer, nn.BatchNorm2d):
                layer.weight.uniform_(0.5, 1.5)
                layer.bias.normal_(std=0.2)
                assert layer.running_mean is not None
                assert layer.running_var is not None
                layer.running_mean.normal_(std=0.3)
                layer.running_var.uniform_(1.0, 2.0)
            elif isinstance(layer, nn.PReLU):
                layer.weight.uniform_(0.05, 0.5)
    return network


def make_model(architecture: str, name: str = "", seed: int = 0, **card: Any) -> Model:
    """A small model of an architecture."""
    parameters = SMALL[architecture]
    network = random_network(architecture, parameters, seed)
    fields = {"scale": 4, **CARDS.get(architecture, {}), **card}
    described = ModelCard(
        name=name or f"{architecture}-test",
        architecture=architecture,
        parameters=parameters,
        **fields,
    )
    return Model(described, network)


@pytest.fixture
def small_model() -> Callable[..., Model]:
    return make_model
