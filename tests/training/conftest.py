"""A model for runs to start from."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sr_studio.networks.registry import build
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.saving import save_model


@pytest.fixture(scope="session")
def start_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SRResNet of one block that nobody trained, for GANs to start from."""
    path = tmp_path_factory.mktemp("start") / "small.safetensors"
    parameters = {"scale": 4, "blocks": 1, "features": 8}
    torch.manual_seed(4)
    card = ModelCard(
        name="small",
        architecture="srresnet",
        parameters=parameters,
        scale=4,
        output_range=(-1, 1),
    )
    save_model(path, build("srresnet", parameters), card)
    return path
