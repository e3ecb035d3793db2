"""A network given as a list of operations: what files of other programs (ONNX, ncnn) hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.graph_ops import Run, Value, make
from sr_studio.networks.registries import NETWORKS

#: The name of the picture that goes in.
INPUT = "input"
_MOST_NODES = 20_000
_DEFAULT: tuple[Mapping[str, Any], ...] = (
    {"op": "conv", "in": [INPUT], "out": "a", "channels": 48, "kernel": 3, "padding": 1},
    {"op": "shuffle", "in": ["a"], "out": "b", "factor": 4},
)


@NETWORKS.register("graph")
class GraphNetwork(Network):
    """Runs operations in the order of a list.

    Input: N×C×H×W. Output: N×C×(scale·H)×(scale·W). Margin and alignment follow from the list.

    Args:
        nodes: Operations. Each has ``op`` (see :mod:`.graph_ops`), ``in``, the names of what it
            takes (``input`` is the picture), ``out``, the name of what it makes, and its facts.
            What the last one makes is the result. Layer ``i`` has the weights ``layers.i.*``.
        scale: What the list must enlarge by.
        channels: Colours in and out.
    """

    def __init__(
        self,
        nodes: Sequence[Mapping[str, Any]] = _DEFAULT,
        scale: int = 4,
        channels: int = 3,
    ) -> None:
        super().__init__()
        if not 0 < len(nodes) <= _MOST_NODES:
            raise ValueError(f"a network of {len(nodes)} operations")
        self.scale, self.channels = scale, channels
        self.layers = nn.ModuleDict()
        self._steps: list[tuple[str, Run, list[str], str]] = []
        values = {INPUT: Value(channels, Fraction(1), Fraction(0)).checked()}
        for index, node in enumerate(nodes):
            if not {"op", "in", "out"} <= node.keys():
                raise ValueError(f"operation {index} does not say what it takes and makes")
            op, taken, out = str(node["op"]), [str(name) for name in node["in"]], str(node["out"])
            if not taken or any(name not in values for name in taken):
                raise ValueError(f"operation {index}, {op}, needs what is not there")
            try:
                layer, run, value = make(op, node, [values[name] for name in taken])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"operation {index}, {op}: {error}") from error
            if layer is not None:
                self.layers[str(index)] = layer
            self._steps.append((str(index), run, taken, out))
            values[out] = value
        result = values[self._steps[-1][3]]
        if (result.channels, result.scale) != (channels, scale):
            raise ValueError(
                f"it makes {result.channels} channels {result.scale} times as large, "
                f"and not {channels} channels {scale} times"
            )
        self.margin = math.ceil(result.reach)
        self.alignment = math.lcm(*(value.scale.denominator for value in values.values()))
        self._last_use = {
            name: number for number, step in enumerate(self._steps) for name in step[2]
        }

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        values, layers = {INPUT: small}, dict(self.layers.items())
        for number, (index, run, taken, out) in enumerate(self._steps):
            made = run(layers.get(index), *(values[name] for name in taken))
            for name in taken:
                if self._last_use[name] == number:
                    values.pop(name, None)
            values[out] = made
        return made
