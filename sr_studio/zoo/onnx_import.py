"""Networks from ONNX files, as far as they are made of the operations that pictures need.

Nothing of the file is run: its operations are told over to a network of the program's own
(:class:`.GraphNetwork`), and whatever does not fit is named and refused.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sr_studio.zoo.card import CARD_KEY, parse_card
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.graph_model import INPUT, GraphReader, model_of, same_padding
from sr_studio.zoo.model import Model

_LARGEST_FILE = 2_000_000_000
_MODES = {"nearest": "nearest", "linear": "bilinear", "cubic": "bicubic"}
#: Where the pixels of a result lie -> how they are rounded so that each pixel is only repeated.
_REPEATING = {
    "asymmetric": (b"floor",),
    "half_pixel": (b"round_prefer_floor", b"round_prefer_ceil"),
}
_HALF_PIXEL = ("half_pixel", "pytorch_half_pixel")


class _UnfitError(Exception):
    """An operation that cannot be taken over; the text says why."""


def load_onnx(path: Path) -> Model:
    """Read an ONNX file.

    Raises:
        ModelFileError: It is damaged, too large, keeps its weights in other files, or holds
            something else than a network of known operations from one picture to a larger one.
    """
    import onnx

    try:
        size = path.stat().st_size
        if size > _LARGEST_FILE:
            raise ModelFileError(f"an ONNX file of {size / 1e9:.1f} GB is too large", where=path)
        # Other files that it names are never opened.
        file = onnx.load_model_from_string(path.read_bytes())
    except OSError as error:
        what = f"the model file cannot be read ({error.strerror or error})"
        raise ModelFileError(what, where=path) from error
    except ModelFileError:
        raise
    except Exception as error:  # the parser of messages fails in ways of its own
        raise ModelFileError("this is no ONNX file, or it is damaged", where=path) from error
    try:
        return _told_over(file, path)
    except _UnfitError as error:
        raise ModelFileError(f"this ONNX file cannot be used: {error}", where=path) from error


def _told_over(file: Any, path: Path) -> Model:
    graph = file.graph
    reader = _Reader(graph)
    pictures = [one for one in graph.input if one.name not in reader.constants]
    if len(pictures) != 1 or len(graph.output) != 1:
        raise _UnfitError(f"it takes {len(pictures)} inputs and gives {len(graph.output)} results")
    sides = [side.dim_value for side in pictures[0].type.tensor_type.shape.dim]
    if len(sides) != 4 or sides[1] not in (1, 3):
        raise _UnfitError("its input is no picture of one or three colours")
    reader.names[pictures[0].name] = INPUT
    for node in graph.node:
        reader.take(node)
    made = reader.names.get(graph.output[0].name, "")
    model = model_of(reader.parts, made, sides[1], path, "ONNX")
    told = {entry.key: entry.value for entry in file.metadata_props}.get(CARD_KEY)
    if told is None:
        return model
    # One of ours: ranges and colours are in the graph now, and it cannot be mixed with its pair;
    # the rest of its card still holds.
    own = parse_card(told, where=str(path))
    if own.scale != model.card.scale:
        return model
    kept = ("architecture", "parameters", "colour", "input_range", "output_range")
    facts = {name: getattr(model.card, name) for name in kept}
    facts |= {"input_normalisation": "range", "output_normalisation": "range"}
    facts |= {"pair": "", "role": ""}
    return Model(own.model_copy(update=facts), model.module)


class _Reader(GraphReader):
    """Tells operations over, in their order.

    Attributes:
        constants: Names of the file's tensors -> their values.
    """

    def __init__(self, graph: Any) -> None:
        super().__init__()
        self.constants: dict[str, np.ndarray] = {}
        for tensor in graph.initializer:
            self.constants[tensor.name] = _array(tensor)

    def take(self, node: Any) -> None:
        """Take one operation over."""
        import onnx

        if node.domain not in ("", "ai.onnx"):
            raise _UnfitError(f"it uses {node.op_type} of {node.domain}")
        facts = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
        if node.op_type == "Constant":
            if "value" not in facts:
                raise _UnfitError("it has a constant of an unusual kind")
            self.constants[node.output[0]] = _array(facts["value"])
            return
        take = _TAKERS.get(node.op_type)
        if take is None or len(node.output) < 1:
            raise _UnfitError(f"it uses the operation {node.op_type}, which the program does not")
        try:
            take(self, node, facts)
        except (TypeError, ValueError, LookupError) as error:  # lists that are numbers, or nothing
            raise _UnfitError(f"its {node.op_type} has settings that cannot be") from error

    def picture(self, node: Any, place: int = 0) -> str:
        """The name of what an operation takes at a place."""
        name = node.input[place] if place < len(node.input) else ""
        if name not in self.names:
            raise _UnfitError(f"its {node.op_type} takes something that is no picture")
        return self.names[name]

    def constant(self, node: Any, place: int) -> np.ndarray | None:
        """The constant an operation takes at a place; None if there is none.

        Raises:
            _UnfitError: Something else is there.
        """
        name = node.input[place] if place < len(node.input) else ""
        if not name:
            return None
        if name not in self.constants:
            raise _UnfitError(f"its {node.op_type} depends on the size of the picture")
        return self.constants[name]

    def weights(self, node: Any, place: int) -> np.ndarray:
        """As :meth:`constant`, where one is needed."""
        values = self.constant(node, place)
        if values is None:
            raise _UnfitError(f"its {node.op_type} has no weights")
        return values


Facts = dict[str, Any]


def _same(reader: _Reader, node: Any, facts: Facts) -> None:
    reader.names[node.output[0]] = reader.picture(node)


def _conv(reader: _Reader, node: Any, facts: Facts) -> None:
    weight, bias = reader.weights(node, 1), reader.constant(node, 2)
    if weight.ndim != 4:
        raise _UnfitError("it convolves something that is no picture")
    if facts.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"SAME_UPPER", b"SAME_LOWER"):
        raise _UnfitError("its convolutions make the picture smaller")
    dilation = list(facts.get("dilations", (1, 1)))
    kernel = list(weight.shape[2:])
    stride = list(facts.get("strides", (1, 1)))
    pads = list(facts.get("pads", (0, 0, 0, 0)))
    if facts.get("auto_pad", b"NOTSET") != b"NOTSET":
        same = same_padding(kernel, stride, dilation)
        if same is None:
            raise _UnfitError("its convolutions may pad one side more than the other")
        pads = [*same, *same]
    if pads[:2] != pads[2:]:
        raise _UnfitError("its convolutions pad one side more than the other")
    reader.give(
        node.output[0],
        "conv",
        [reader.picture(node)],
        {"weight": weight, "bias": bias},
        channels=weight.shape[0],
        kernel=kernel,
        stride=stride,
        padding=pads[:2],
        dilation=dilation,
        groups=facts.get("group", 1),
        bias=bias is not None,
    )


def _deconv(reader: _Reader, node: Any, facts: Facts) -> None:
    weight, bias = reader.weights(node, 1), reader.constant(node, 2)
    strides, pads = facts.get("strides", (1, 1)), facts.get("pads", (0, 0, 0, 0))
    more = facts.get("output_padding", (0, 0))
    square = (
        len(set(weight.shape[2:])) == len(set(strides)) == len(set(pads)) == len(set(more)) == 1
    )
    if weight.ndim != 4 or not square or set(facts.get("dilations", (1,))) != {1}:
        raise _UnfitError("it has upconvolutions that are not square")
    reader.give(
        node.output[0],
        "deconv",
        [reader.picture(node)],
        {"weight": weight, "bias": bias},
        channels=weight.shape[1] * facts.get("group", 1),
        kernel=weight.shape[2],
        stride=strides[0],
        padding=pads[0],
        more=more[0],
        groups=facts.get("group", 1),
        bias=bias is not None,
    )


def _norm(reader: _Reader, node: Any, facts: Facts) -> None:
    names = ("weight", "bias", "running_mean", "running_var")
    weights: dict[str, np.ndarray | None] = {
        name: reader.weights(node, place) for place, name in enumerate(names, 1)
    }
    reader.give(
        node.output[0], "norm", [reader.picture(node)], weights, epsilon=facts.get("epsilon", 1e-5)
    )


def _prelu(reader: _Reader, node: Any, facts: Facts) -> None:
    slope = reader.weights(node, 1).reshape(-1)
    reader.give(
        node.output[0], "prelu", [reader.picture(node)], {"weight": slope}, count=len(slope)
    )


def _leaky(reader: _Reader, node: Any, facts: Facts) -> None:
    reader.give(node.output[0], "leaky", [reader.picture(node)], slope=facts.get("alpha", 0.01))


def _clip(reader: _Reader, node: Any, facts: Facts) -> None:
    limits = {}
    for name, key, place in (("low", "min", 1), ("high", "max", 2)):
        given = reader.constant(node, place)
        if given is not None or key in facts:
            limits[name] = float(facts[key] if given is None else given.reshape(-1)[0])
    reader.give(node.output[0], "clip", [reader.picture(node)], None, **limits)


def _plain(op: str) -> Callable[[_Reader, Any, Facts], None]:
    return lambda reader, node, facts: reader.give(node.output[0], op, [reader.picture(node)])


def _pairwise(op: str) -> Callable[[_Reader, Any, Facts], None]:
    def take(reader: _Reader, node: Any, facts: Facts) -> None:
        constant = next((i for i in (0, 1) if node.input[i] in reader.constants), None)
        if constant is None:
            reader.give(node.output[0], op, [reader.picture(node, 0), reader.picture(node, 1)])
            return
        value = reader.constants[node.input[constant]]
        shape = [] if value.size == 1 else list(value.shape[-3:])
        if value.size != 1 and (value.ndim not in (3, 4) or value.size != shape[0]):
            raise _UnfitError(f"its {node.op_type} takes a constant of the shape {value.shape}")
        reader.give(
            node.output[0],
            op,
            [reader.picture(node, 1 - constant)],
            {"value": value.reshape(shape)},
            shape=shape,
            first=constant == 0,
        )

    return take


def _concat(reader: _Reader, node: Any, facts: Facts) -> None:
    if facts.get("axis") not in (1, -3):
        raise _UnfitError("it joins pictures side by side")
    reader.give(node.output[0], "concat", [reader.picture(node, i) for i in range(len(node.input))])


def _shuffle(op: str) -> Callable[[_Reader, Any, Facts], None]:
    def take(reader: _Reader, node: Any, facts: Facts) -> None:
        by_depth = facts.get("mode", b"DCR") == b"DCR"
        if not (factor := facts.get("blocksize")):
            raise _UnfitError("one of its enlargements has no factor")
        reader.give(node.output[0], op, [reader.picture(node)], factor=factor, by_depth=by_depth)

    return take


def _resize(reader: _Reader, node: Any, facts: Facts) -> None:
    # Upsample, the older operation, has its scales in the second place.
    scales = reader.constant(node, 1 if node.op_type == "Upsample" else 2)
    if scales is None or scales.size == 0:
        raise _UnfitError("it resizes to a size and not by a factor")
    factors = scales.reshape(-1).tolist()[-2:]
    if factors[0] != factors[1]:
        raise _UnfitError("it resizes by different factors across and down")
    mode = facts.get("mode", b"nearest").decode()
    where = facts.get("coordinate_transformation_mode", b"half_pixel").decode()
    rounding = facts.get("nearest_mode", b"round_prefer_floor")
    if node.op_type == "Resize":
        if where not in (_REPEATING if mode == "nearest" else _HALF_PIXEL):
            raise _UnfitError(f"it resizes with {where}")
        whole = float(factors[0]).is_integer()
        if mode == "nearest" and not (whole and rounding in _REPEATING[where]):
            raise _UnfitError("it resizes to the nearest pixel in an unusual way")
    if mode == "cubic" and facts.get("cubic_coeff_a", -0.75) != -0.75:
        raise _UnfitError("it resizes by another cubic than the usual one")
    reader.give(
        node.output[0],
        "resize",
        [reader.picture(node)],
        factor=factors[0],
        mode=_MODES.get(mode, mode),
    )


def _array(tensor: Any) -> np.ndarray:
    import onnx

    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        raise _UnfitError("its weights lie in another file")
    try:
        return np.asarray(onnx.numpy_helper.to_array(tensor))
    except Exception as error:  # the library fails in many ways on tensors that do not add up
        raise _UnfitError("a tensor in it is damaged") from error


_TAKERS: dict[str, Callable[[_Reader, Any, Facts], None]] = {
    "Identity": _same,
    "Cast": _same,
    "Dropout": _same,
    "Conv": _conv,
    "ConvTranspose": _deconv,
    "BatchNormalization": _norm,
    "PRelu": _prelu,
    "Relu": _plain("relu"),
    "LeakyRelu": _leaky,
    "Sigmoid": _plain("sigmoid"),
    "Tanh": _plain("tanh"),
    "Clip": _clip,
    "Add": _pairwise("add"),
    "Sub": _pairwise("sub"),
    "Mul": _pairwise("mul"),
    "Div": _pairwise("div"),
    "Concat": _concat,
    "DepthToSpace": _shuffle("shuffle"),
    "SpaceToDepth": _shuffle("unshuffle"),
    "Resize": _resize,
    "Upsample": _resize,
}
