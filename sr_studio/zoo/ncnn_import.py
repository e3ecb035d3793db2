"""Networks from ncnn's pairs of files: a text of operations (.param) beside their weights (.bin).

As with ONNX, the operations are told over to a network of the program's own, and whatever does not
fit is named and refused; ncnn itself is not needed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.graph_model import INPUT, GraphReader, model_of, same_padding
from sr_studio.zoo.model import Model

_MAGIC = "7767517"
_MOST_LAYERS, _LARGEST_TEXT, _LARGEST_WEIGHTS = 20_000, 50_000_000, 2_000_000_000
#: What stands before weights: stored in half precision, in whole numbers, or as they are.
_HALF, _WHOLE, _PLAIN = 0x01306B47, 0x000D4B38, (0, 0x0002C056)
_BINARY = {0: "add", 1: "sub", 2: "mul", 3: "div"}
_RESIZE = {1: "nearest", 2: "bilinear", 3: "bicubic"}


class _UnfitError(Exception):
    """An operation that cannot be taken over; the text says why."""


def load_ncnn(path: Path) -> Model:
    """Read a network of ncnn.

    Args:
        path: Either of its two files, which lie side by side under one name.

    Raises:
        ModelFileError: One is missing or damaged, or they hold something else than a network of
            known operations from one picture to a larger one.
    """
    text, weights = path.with_suffix(".param"), path.with_suffix(".bin")
    try:
        if text.stat().st_size > _LARGEST_TEXT or weights.stat().st_size > _LARGEST_WEIGHTS:
            raise ModelFileError("these files of ncnn are too large", where=path)
        lines = text.read_text(encoding="ascii").splitlines()
        values = weights.read_bytes()
    except UnicodeDecodeError as error:
        what = "this .param file is no text; ncnn's binary kind is not read"
        raise ModelFileError(what, where=text) from error
    except OSError as error:
        raise ModelFileError(
            f"a file of ncnn cannot be read ({error.strerror or error})",
            where=error.filename or path,
            remedy="The .param and the .bin of a network must lie side by side under one name.",
        ) from error
    if not lines or lines[0].strip() != _MAGIC or len(lines) > _MOST_LAYERS:
        raise ModelFileError("this is no .param file of ncnn", where=text)
    reader = _Reader(values)
    try:
        for line in lines[2:]:
            if line.strip():
                reader.take(_Layer(line))
        if reader.place != len(values):
            raise _UnfitError("there are more weights than its layers need")
        if reader.channels == 0 or not reader.ends:
            raise _UnfitError("it has no input, or no result")
        result = reader.result()
    except _UnfitError as error:
        raise ModelFileError(f"this network of ncnn cannot be used: {error}", where=text) from error
    except (ValueError, KeyError, IndexError, OverflowError) as error:
        raise ModelFileError("this .param file of ncnn is damaged", where=text) from error
    return model_of(reader.parts, result, reader.channels, text, "ncnn")


class _Layer:
    """One line: what it is, what it takes and gives, and its numbered facts."""

    def __init__(self, line: str) -> None:
        words = line.split()
        self.kind, takes, gives = words[0], int(words[2]), int(words[3])
        if not (0 <= takes <= len(words) and 1 <= gives <= len(words) - 4 - takes):
            raise ValueError(line)
        self.takes = words[4 : 4 + takes]
        self.gives = words[4 + takes : 4 + takes + gives]
        self._facts: dict[int, list[str]] = {}
        for word in words[4 + takes + gives :]:
            key, _, value = word.partition("=")
            number, listed = int(key), value.split(",")
            # Lists have a key of their own, -23300 minus the number, and their length in front.
            self._facts[-23300 - number if number <= -23300 else number] = (
                listed[1:] if number <= -23300 else listed
            )

    def whole(self, key: int, usual: int = 0) -> int:
        """A fact that is a whole number."""
        return int(float(self._facts[key][0])) if key in self._facts else usual

    def real(self, key: int, usual: float = 0.0) -> float:
        """A fact that is a number."""
        return float(self._facts[key][0]) if key in self._facts else usual

    def reals(self, key: int) -> list[float]:
        """A fact that is a list of numbers."""
        return [float(word) for word in self._facts.get(key, [])]


class _Reader(GraphReader):
    """Tells layers over in their order, and takes their weights from the file as they come."""

    def __init__(self, values: bytes) -> None:
        self._values = values
        self.place = 0
        super().__init__()
        self.constants: dict[str, np.ndarray] = {}
        self.ends: dict[str, None] = {}
        self.channels = 0

    def take(self, layer: _Layer) -> None:
        """Take one layer over."""
        for name in layer.takes:
            self.ends.pop(name, None)
        if layer.kind not in _TAKERS:
            raise _UnfitError(f"it uses the layer {layer.kind}, which the program does not")
        _TAKERS[layer.kind](self, layer)
        self.ends |= dict.fromkeys(layer.gives)

    def result(self) -> str:
        """The name of what nothing takes any more."""
        if len(self.ends) != 1:
            raise _UnfitError(f"it gives {len(self.ends)} results")
        return self.names.get(next(iter(self.ends)), "")

    def picture(self, layer: _Layer, place: int = 0) -> str:
        """The name of what a layer takes at a place."""
        name = layer.takes[place]
        if name not in self.names:
            raise _UnfitError(f"its {layer.kind} takes something that is no picture")
        return self.names[name]

    def floats(self, count: int) -> np.ndarray:
        """The next weights, as they are."""
        if not 0 <= count <= (len(self._values) - self.place) // 4:
            raise _UnfitError("its weights are cut off")
        made = np.frombuffer(self._values, "<f4", count, self.place)
        self.place += 4 * count
        return made

    def weights(self, count: int) -> np.ndarray:
        """The next weights behind a word that says how they are stored."""
        (flag,) = self.floats(1).view("<u4").tolist()
        if flag == _HALF:
            if not 0 <= count <= (len(self._values) - self.place) // 2:
                raise _UnfitError("its weights are cut off")
            made = np.frombuffer(self._values, "<f2", count, self.place).astype(np.float32)
            self.place += -(-2 * count // 4) * 4
            return made
        if flag not in _PLAIN:
            kind = "whole numbers" if flag == _WHOLE else "a way of their own"
            raise _UnfitError(f"its weights are stored in {kind}")
        return self.floats(count)


def _input(reader: _Reader, layer: _Layer) -> None:
    if reader.channels:
        raise _UnfitError("it takes several inputs")
    reader.channels = layer.whole(2) or 3
    if reader.channels not in (1, 3):
        raise _UnfitError(f"its input has {reader.channels} channels")
    reader.names[layer.gives[0]] = INPUT


def _same(reader: _Reader, layer: _Layer) -> None:
    for name in layer.gives:
        reader.names[name] = reader.picture(layer)


def _activated(reader: _Reader, layer: _Layer) -> None:
    """The activation that ncnn makes part of a convolution."""
    kind, facts = layer.whole(9), layer.reals(10)
    if kind == 0:
        return
    taken = [reader.names[layer.gives[0]]]
    if kind == 1:
        reader.give(layer.gives[0], "relu", taken)
    elif kind == 2:
        reader.give(layer.gives[0], "leaky", taken, slope=facts[0])
    elif kind == 3:
        reader.give(layer.gives[0], "clip", taken, low=facts[0], high=facts[1])
    elif kind == 4:
        reader.give(layer.gives[0], "sigmoid", taken)
    else:
        raise _UnfitError(f"its convolutions have an activation of kind {kind}")


def _conv(reader: _Reader, layer: _Layer) -> None:
    channels, size, groups = layer.whole(0), layer.whole(6), layer.whole(7, 1)
    across = layer.whole(1)
    kernel = [layer.whole(11, across), across]
    dilation = [layer.whole(12, layer.whole(2, 1)), layer.whole(2, 1)]
    stride = [layer.whole(13, layer.whole(3, 1)), layer.whole(3, 1)]
    padding = [layer.whole(14, layer.whole(4)), layer.whole(4)]
    if layer.whole(8) or layer.real(18) or layer.whole(19):
        raise _UnfitError("its convolutions are of an unusual kind")
    if min(padding) < 0:  # "same", as TensorFlow has it
        same = same_padding(kernel, stride, dilation)
        if same is None:
            raise _UnfitError("its convolutions may pad one side more than the other")
        padding = same
    taken_channels = size // max(1, channels * kernel[0] * kernel[1])
    weight = reader.weights(size).reshape(channels, taken_channels, *kernel)
    bias = reader.floats(channels) if layer.whole(5) else None
    reader.give(
        layer.gives[0],
        "conv",
        [reader.picture(layer)],
        {"weight": weight, "bias": bias},
        channels=channels,
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        bias=bias is not None,
    )
    _activated(reader, layer)


def _deconv(reader: _Reader, layer: _Layer) -> None:
    channels, kernel, size = layer.whole(0), layer.whole(1), layer.whole(6)
    if layer.whole(11, kernel) != kernel or layer.whole(2, 1) != 1 or layer.whole(20):
        raise _UnfitError("it has upconvolutions that are not square")
    taken_channels = size // max(1, channels * kernel * kernel)
    weight = reader.weights(size).reshape(channels, taken_channels, kernel, kernel)
    bias = reader.floats(channels) if layer.whole(5) else None
    reader.give(
        layer.gives[0],
        "deconv",
        [reader.picture(layer)],
        {"weight": weight.swapaxes(0, 1), "bias": bias},
        channels=channels,
        kernel=kernel,
        stride=layer.whole(3, 1),
        padding=layer.whole(4),
        more=layer.whole(18),
        bias=bias is not None,
    )
    _activated(reader, layer)


def _relu(reader: _Reader, layer: _Layer) -> None:
    slope = layer.real(0)
    if slope:
        reader.give(layer.gives[0], "leaky", [reader.picture(layer)], slope=slope)
    else:
        reader.give(layer.gives[0], "relu", [reader.picture(layer)])


def _prelu(reader: _Reader, layer: _Layer) -> None:
    slopes = reader.floats(layer.whole(0))
    reader.give(
        layer.gives[0], "prelu", [reader.picture(layer)], {"weight": slopes}, count=len(slopes)
    )


def _clip(reader: _Reader, layer: _Layer) -> None:
    low, high = layer.real(0, -1e30), layer.real(1, 1e30)
    reader.give(layer.gives[0], "clip", [reader.picture(layer)], low=low, high=high)


def _plain(op: str) -> Callable[[_Reader, _Layer], None]:
    return lambda reader, layer: reader.give(layer.gives[0], op, [reader.picture(layer)])


def _memory(reader: _Reader, layer: _Layer) -> None:
    sides = [
        layer.whole(key) for key in (2, 1, 0)
    ]  # channels, rows, columns; 0 where there are none
    count = int(np.prod([side for side in sides if side]))
    values = reader.weights(count) if layer.whole(21, 1) == 0 else reader.floats(count)
    if count not in (1, sides[0]):
        raise _UnfitError("it has a constant that is no number for each channel")
    reader.constants[layer.gives[0]] = values


def _binary(reader: _Reader, layer: _Layer) -> None:
    op = _BINARY.get(layer.whole(0))
    if op is None:
        raise _UnfitError(f"it combines two results in the manner {layer.whole(0)}")
    if layer.whole(1):
        value = np.array(layer.real(2), np.float32)
        reader.give(
            layer.gives[0], op, [reader.picture(layer)], {"value": value}, shape=[], first=False
        )
        return
    constant = next((i for i in (0, 1) if layer.takes[i] in reader.constants), None)
    if constant is None:
        reader.give(layer.gives[0], op, [reader.picture(layer, 0), reader.picture(layer, 1)])
        return
    value = reader.constants[layer.takes[constant]]
    shape = [] if value.size == 1 else [value.size, 1, 1]
    taken = [reader.picture(layer, 1 - constant)]
    weights: dict[str, np.ndarray | None] = {"value": value.reshape(shape)}
    reader.give(layer.gives[0], op, taken, weights, shape=shape, first=constant == 0)


def _eltwise(reader: _Reader, layer: _Layer) -> None:
    op = {0: "mul", 1: "add"}.get(layer.whole(0))
    if op is None or len(layer.takes) != 2:
        raise _UnfitError("it combines results in an unusual manner")
    taken = [reader.picture(layer, place) for place in (0, 1)]
    for place, factor in enumerate(layer.reals(1)):
        if factor != 1:
            name = f"s{len(reader.parts.nodes)}"
            value = {"value": np.array(factor, np.float32)}
            reader.parts.add("mul", [taken[place]], name, value, shape=[], first=False)
            taken[place] = name
    reader.give(layer.gives[0], op, taken)


def _concat(reader: _Reader, layer: _Layer) -> None:
    if layer.whole(0) not in (0, -3):
        raise _UnfitError("it joins pictures side by side")
    places = range(len(layer.takes))
    reader.give(layer.gives[0], "concat", [reader.picture(layer, place) for place in places])


def _shuffle(reader: _Reader, layer: _Layer) -> None:
    facts = {"factor": layer.whole(0, 1), "by_depth": layer.whole(1) == 1}
    reader.give(layer.gives[0], "shuffle", [reader.picture(layer)], None, **facts)


def _reorg(reader: _Reader, layer: _Layer) -> None:
    facts = {"factor": layer.whole(0, 1), "by_depth": layer.whole(1) == 1}
    reader.give(layer.gives[0], "unshuffle", [reader.picture(layer)], None, **facts)


def _resize(reader: _Reader, layer: _Layer) -> None:
    mode, down, across = _RESIZE.get(layer.whole(0)), layer.real(1), layer.real(2)
    if mode is None or down != across or down <= 0 or layer.whole(6) or len(layer.takes) != 1:
        raise _UnfitError("it resizes in an unusual way")
    reader.give(layer.gives[0], "resize", [reader.picture(layer)], factor=down, mode=mode)


_TAKERS: dict[str, Callable[[_Reader, _Layer], None]] = {
    "Input": _input,
    "Split": _same,
    "Noop": _same,
    "Dropout": _same,
    "Convolution": _conv,
    "ConvolutionDepthWise": _conv,
    "Deconvolution": _deconv,
    "ReLU": _relu,
    "PReLU": _prelu,
    "Clip": _clip,
    "Sigmoid": _plain("sigmoid"),
    "TanH": _plain("tanh"),
    "MemoryData": _memory,
    "BinaryOp": _binary,
    "Eltwise": _eltwise,
    "Concat": _concat,
    "PixelShuffle": _shuffle,
    "Reorg": _reorg,
    "Interp": _resize,
}
