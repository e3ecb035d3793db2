"""A small index of models on a server of this computer."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from tests.support.web import Server, serving, whole
from tests.zoo.conftest import make_model


@pytest.fixture(scope="session")
def model_bytes() -> bytes:
    """A small ESRGAN as other projects store it."""
    buffer = io.BytesIO()
    torch.save({"params": make_model("rrdbnet").module.state_dict()}, buffer)
    return buffer.getvalue()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as running:
        monkeypatch.setenv("SR_STUDIO_MODEL_INDEX", running.url("/models.json"))
        monkeypatch.setenv("SR_STUDIO_WEIGHTS_MIRROR", running.url("/weights"))
        yield running


def entry(url: str, data: bytes, **fields: Any) -> dict[str, Any]:
    """An entry of the index about a file with this content."""
    file = {
        "platform": "pytorch",
        "type": "pth",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "urls": [url],
    }
    file |= fields.pop("file", {})
    return {
        "name": "Tiny Web",
        "author": ["one", "two"],
        "license": "CC-BY-NC-4.0",
        "tags": ["photo", "jpeg"],
        "description": "For holidays.\x1b]0;evil\x07",
        "date": "2024-05-28",
        "architecture": "esrgan",
        "size": None,
        "scale": 4,
        "inputChannels": 3,
        "outputChannels": 3,
        "resources": [file],
        "images": [{"type": "paired", "LR": "/lr.png", "SR": "/sr.png", "thumbnail": "/t.png"}],
    } | fields


def offer(server: Server, data: bytes, **fields: Any) -> None:
    """Put an index with one model, ``4x-tiny``, and its file on the server."""
    index = {"4x-tiny": entry(server.url("/tiny.pth"), data, **fields)}
    server.answers["/models.json"] = whole(json.dumps(index).encode(), "application/json")
    server.answers.setdefault("/tiny.pth", whole(data))
