"""A model of the operations and weights that a file of another program holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sr_studio.networks.base import Network
from sr_studio.networks.graph import INPUT
from sr_studio.zoo.card import ModelCard, tidy_name
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.model import Model
from sr_studio.zoo.weights import DoesNotFitError, built_to_fit

_GREY, _SIDE = 0.5, 24
#: Of the range; what a network makes of grey is grey to about this.
_GREY_ENOUGH = 0.15
_SCALES = (4, 2, 3, 1, 8)


@dataclass
class GraphParts:
    """Operations in order, and their weights, as :class:`.GraphNetwork` has them."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    weights: dict[str, torch.Tensor] = field(default_factory=dict)

    def add(
        self,
        op: str,
        taken: Sequence[str],
        out: str,
        weights: Mapping[str, np.ndarray | None] | None = None,
        **facts: Any,
    ) -> None:
        """Append an operation."""
        index = len(self.nodes)
        for name, values in (weights or {}).items():
            if values is not None:
                copied = np.array(values, np.float32)
                self.weights[f"layers.{index}.{name}"] = torch.from_numpy(copied)
        self.nodes.append({"op": op, "in": list(taken), "out": out, **facts})


class GraphReader:
    """Tells the operations of another program's file over.

    Attributes:
        parts: What was told over.
        names: Names of what the file's operations give -> names in ``parts``.
    """

    def __init__(self) -> None:
        self.parts = GraphParts()
        self.names: dict[str, str] = {}

    def give(
        self,
        gives: str,
        op: str,
        taken: Sequence[str],
        weights: Mapping[str, np.ndarray | None] | None = None,
        **facts: Any,
    ) -> None:
        """Append an operation whose result has the name ``gives`` in the file."""
        name = f"v{len(self.parts.nodes)}"
        self.parts.add(op, taken, name, weights, **facts)
        self.names[gives] = name


def same_padding(
    kernel: Sequence[int], stride: Sequence[int], dilation: Sequence[int]
) -> list[int] | None:
    """Pixels on either side, down and across, that keep the size of what a convolution takes.

    None where the sides may differ: with steps it depends on the size of the picture which one has
    more, and a kernel of an even reach always has more on one side.
    """
    around = [(side - 1) * reach for side, reach in zip(kernel, dilation, strict=True)]
    if set(stride) != {1} or any(pixels % 2 for pixels in around):
        return None
    return [pixels // 2 for pixels in around]


def model_of(parts: GraphParts, result: str, channels: int, path: Path, kind: str) -> Model:
    """The model, with a card made on the spot; what its scale and range of values are is tried.

    Args:
        parts: Operations and weights.
        result: The name of what comes out; operations behind it are left out.
        channels: Colours in and out.
        path: The file they are from.
        kind: What kind of file it is, for people.

    Raises:
        ModelFileError: It is no network that enlarges pictures.
    """
    last = max((i for i, node in enumerate(parts.nodes) if node["out"] == result), default=-1)
    nodes = parts.nodes[: last + 1]
    weights = {
        name: value for name, value in parts.weights.items() if int(name.split(".")[1]) <= last
    }
    if not weights:
        raise ModelFileError(f"this {kind} file holds no network with weights", where=path)
    network, scale, reason = None, 1, ""
    for scale in _SCALES:
        try:
            facts = {"nodes": nodes, "scale": scale, "channels": channels}
            network = built_to_fit("graph", facts, weights)
            break
        except DoesNotFitError as error:
            # What is wrong with another scale than its own is only that.
            reason = str(error) if "times as large" not in str(error) or not reason else reason
    if network is None:
        raise ModelFileError(
            f"this {kind} file holds no network that enlarges ({reason})", where=path
        )
    card = ModelCard(
        name=tidy_name(path.stem),
        architecture="graph",
        parameters=facts,
        scale=scale,
        colour="y" if channels == 1 else "rgb",
        title=path.stem,
        summary=f"A network from a file of {kind}.",
        source=path.name,
        **_range_of(network, path, kind),
    )
    return Model(card, network)


def _range_of(network: Network, path: Path, kind: str) -> dict[str, Any]:
    """Whether it works on 0..1 or on 0..255: that in which grey stays grey."""
    side = -(-_SIDE // network.alignment) * network.alignment
    for most in (1.0, 255.0):
        with torch.inference_mode():
            made = network(torch.full((1, network.channels, side, side), _GREY * most))
        centre = made[..., made.shape[-2] // 3 : -made.shape[-2] // 3, :].mean() / most
        if abs(float(centre) - _GREY) < _GREY_ENOUGH:
            return {} if most == 1 else {"input_range": (0, most), "output_range": (0, most)}
    raise ModelFileError(
        f"the network in this {kind} file does not make grey of grey; it is for something else, "
        "or its weights are damaged",
        where=path,
    )


__all__ = ["INPUT", "GraphReader", "model_of", "same_padding"]
