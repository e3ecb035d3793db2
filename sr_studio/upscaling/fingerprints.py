"""What tells one network from another, on every start: its structure and its weights."""

from __future__ import annotations

import hashlib
from typing import Any

from torch import nn


def fingerprint(network: nn.Module, *facts: str) -> str:
    """64 hexadecimal digits of a network's structure, weights, and whatever else matters."""
    digest = hashlib.sha256(" ".join([*facts, repr(network)]).encode())
    tensors: list[tuple[str, Any]] = [*network.named_parameters(), *network.named_buffers()]
    for name, tensor in tensors:
        digest.update(name.encode())
        digest.update(tensor.detach().contiguous().numpy())
    return digest.hexdigest()
