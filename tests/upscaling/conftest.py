"""Models made on the spot: random weights in the right structure, stored as model files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from sr_studio.networks.base import Network
from sr_studio.networks.registry import build
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.saving import save_model

MakeModel = Callable[..., Path]
#: Wishes that leave nothing to a trial.
TORCH = {"device": "cpu", "backend": "torch", "precision": "fp32"}


def lively(network: Network) -> Network:
    """Weights of unit gain, so that every layer's context really reaches the result."""
    generator = torch.Generator().manual_seed(7)

    def noise(like: torch.Tensor) -> torch.Tensor:
        return torch.randn(like.shape, generator=generator)

    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.data = noise(module.weight) * (2 / module.weight[0].numel()) ** 0.5
            if module.bias is not None:
                module.bias.data = noise(module.bias) * 0.05
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None and module.running_var is not None
            module.running_mean.data = noise(module.running_mean) / 9
            module.running_var.data = noise(module.running_var).abs() + 0.5
    return network.eval()


def card_of(architecture: str, parameters: dict[str, Any], **facts: Any) -> ModelCard:
    """The card of a random model."""
    scale = facts.pop("scale", parameters.get("scale", 4))
    return ModelCard(
        name=facts.pop("name", "random"),
        architecture=architecture,
        parameters=parameters,
        scale=scale,
        **facts,
    )


@pytest.fixture
def make_model(tmp_path: Path) -> MakeModel:
    """A function that stores a small MSRResNet whose results are pictures; gives its file.

    MSRResNet adds the bilinear enlargement, so with a weak last layer a random one is a model that
    can be trusted. ``change`` may spoil that.
    """

    def make(
        scale: int = 2,
        name: str = "random",
        change: Callable[[Any], None] | None = None,
        **facts: Any,
    ) -> Path:
        parameters = {"scale": scale, "blocks": 2, "features": 8}
        network = lively(build("msrresnet", parameters))
        network.conv_last.weight.data *= 0.02
        network.conv_last.bias.data[:] = 0
        if change is not None:
            change(network)
        path = tmp_path / f"{name}.safetensors"
        save_model(path, network, card_of("msrresnet", parameters, name=name, **facts))
        return path

    return make


def make_photo(height: int, width: int) -> np.ndarray:
    """H×W×3 uint8 with edges, gradients and texture."""
    generator = np.random.default_rng(3)
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([x * 255 / max(1, width), y * 255 / max(1, height), (x + y) % 97 * 2], -1)
    base[height // 3 : height // 2, width // 4 : width // 2] = (220, 40, 90)
    noisy = base * 0.7 + generator.integers(0, 60, base.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


@pytest.fixture
def upscaler() -> Upscaler:
    return Upscaler()


def request_for(path: Path, **wishes: Any) -> UpscaleRequest:
    return UpscaleRequest(str(path), **{**TORCH, **wishes})


def levels(one: np.ndarray, other: np.ndarray) -> int:
    assert one.shape == other.shape and one.dtype == other.dtype
    return int(np.abs(one.astype(int) - other).max())
