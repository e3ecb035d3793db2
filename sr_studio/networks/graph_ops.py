"""The operations of a graph network: what each makes of its inputs, and of their sizes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

#: What no network of pictures needs, and a damaged or hostile file may claim.
_MOST_CHANNELS = 16_384
_LARGEST_SCALE = 64


@dataclass(frozen=True)
class Value:
    """What is known of a tensor before there is one.

    Attributes:
        channels: How many.
        scale: Its sides, of the input's.
        reach: Input pixels around a pixel that it depends on.
    """

    channels: int
    scale: Fraction
    reach: Fraction

    def checked(self) -> Value:
        """Give it back, or raise :class:`ValueError` where it is out of all proportion."""
        if not 1 <= self.channels <= _MOST_CHANNELS:
            raise ValueError(f"{self.channels} channels")
        if not Fraction(1, _LARGEST_SCALE) <= self.scale <= _LARGEST_SCALE:
            raise ValueError(f"a tensor {self.scale} times as large as the picture")
        return self


class Constant(nn.Module):
    """A tensor of the file that is added to, or multiplied with, a result."""

    def __init__(self, shape: Sequence[int]) -> None:
        super().__init__()
        self.value = nn.Parameter(torch.zeros(tuple(shape)))


Run = Callable[..., Tensor]
Facts = Mapping[str, Any]
Made = tuple[nn.Module | None, Run, Value]


def make(op: str, facts: Facts, inputs: Sequence[Value]) -> Made:
    """The layer of an operation (None if it has no weights), how it is run, and what it makes.

    The layer comes first among the arguments of what runs it.

    Raises:
        ValueError, KeyError, TypeError: It cannot be made so.
    """
    if op not in _MAKERS:
        raise ValueError(f"an operation {op!r}")
    layer, run, value = _MAKERS[op](facts, inputs)
    return layer, run, value.checked()


def _conv(facts: Facts, inputs: Sequence[Value]) -> Made:
    (given,) = inputs
    kernel, stride, dilation = (
        _two(facts.get(name, 1)) for name in ("kernel", "stride", "dilation")
    )
    padding = _two(facts.get("padding", 0))
    if stride[0] != stride[1]:
        raise ValueError("different steps across and down")
    for side, step, pad in zip(kernel, dilation, padding, strict=True):
        if pad * 2 != (side - 1) * step:
            raise ValueError("a convolution that changes the size of its input")
    layer = nn.Conv2d(
        given.channels,
        int(facts["channels"]),
        kernel,
        stride,
        padding,
        dilation,
        int(facts.get("groups", 1)),
        bool(facts.get("bias", True)),
    )
    around = Fraction(max(padding))
    reach = given.reach + around / given.scale
    return layer, _call, Value(layer.out_channels, given.scale / stride[0], reach)


def _deconv(facts: Facts, inputs: Sequence[Value]) -> Made:
    (given,) = inputs
    kernel, stride, padding = (int(facts.get(name, 1)) for name in ("kernel", "stride", "padding"))
    more = int(facts.get("more", 0))
    if kernel - 2 * padding + more != stride:
        raise ValueError("an upconvolution that does not enlarge by its step")
    layer = nn.ConvTranspose2d(
        given.channels,
        int(facts["channels"]),
        kernel,
        stride,
        padding,
        more,
        int(facts.get("groups", 1)),
        bool(facts.get("bias", True)),
    )
    reach = given.reach + Fraction(math.ceil(kernel / stride)) / given.scale
    return layer, _call, Value(layer.out_channels, given.scale * stride, reach)


def _norm(facts: Facts, inputs: Sequence[Value]) -> Made:
    layer = nn.BatchNorm2d(inputs[0].channels, eps=float(facts.get("epsilon", 1e-5)))
    return layer, _call, inputs[0]


def _prelu(facts: Facts, inputs: Sequence[Value]) -> Made:
    count = int(facts.get("count", 1))
    if count not in (1, inputs[0].channels):
        raise ValueError("slopes for another number of channels")
    return nn.PReLU(count), _call, inputs[0]


def _leaky(facts: Facts, inputs: Sequence[Value]) -> Made:
    slope = float(facts.get("slope", 0.01))
    return None, lambda _, x: F.leaky_relu(x, slope), inputs[0]


def _clip(facts: Facts, inputs: Sequence[Value]) -> Made:
    low, high = float(facts.get("low", -math.inf)), float(facts.get("high", math.inf))
    return None, lambda _, x: x.clamp(low, high), inputs[0]


def _plain(function: Callable[[Tensor], Tensor]) -> Callable[[Facts, Sequence[Value]], Made]:
    return lambda facts, inputs: (None, lambda _, x: function(x), inputs[0])


def _pairwise(
    combine: Callable[[Tensor, Tensor], Tensor],
) -> Callable[[Facts, Sequence[Value]], Made]:
    def maker(facts: Facts, inputs: Sequence[Value]) -> Made:
        if len(inputs) == 1:
            return _with_constant(combine, facts, inputs[0])
        one, other = inputs
        same = one.channels == other.channels or 1 in (one.channels, other.channels)
        if one.scale != other.scale or not same:
            raise ValueError("two results of different sizes in one")
        made = Value(max(one.channels, other.channels), one.scale, max(one.reach, other.reach))
        return None, lambda _, x, y: combine(x, y), made

    return maker


def _with_constant(combine: Callable[[Tensor, Tensor], Tensor], facts: Facts, given: Value) -> Made:
    shape = [int(side) for side in facts["shape"]]
    if len(shape) not in (0, 3) or (shape and (shape[1:] != [1, 1])):
        raise ValueError("a constant that is no number for each channel")
    if shape and given.channels != 1 and shape[0] not in (1, given.channels):
        raise ValueError("a constant for another number of channels")
    channels = max([given.channels, *shape[:1]])
    first = bool(facts.get("first", False))

    def run(layer: Constant, x: Tensor) -> Tensor:
        return combine(layer.value, x) if first else combine(x, layer.value)

    return Constant(shape), run, Value(channels, given.scale, given.reach)


def _concat(facts: Facts, inputs: Sequence[Value]) -> Made:
    if len({one.scale for one in inputs}) != 1:
        raise ValueError("two results of different sizes in one")
    channels, reach = sum(one.channels for one in inputs), max(one.reach for one in inputs)
    return None, lambda _, *parts: torch.cat(parts, 1), Value(channels, inputs[0].scale, reach)


def _shuffle(facts: Facts, inputs: Sequence[Value]) -> Made:
    (given,) = inputs
    factor, by_depth = int(facts["factor"]), bool(facts.get("by_depth", False))
    if factor < 1 or given.channels % factor**2:
        raise ValueError("a shuffle of a number of channels it does not fit")
    channels = given.channels // factor**2

    def run(_: None, x: Tensor) -> Tensor:
        if by_depth:  # the factor before the channels, as TensorFlow has it
            parts = x.unflatten(1, (factor**2, channels)).transpose(1, 2)
            x = parts.flatten(1, 2)
        return F.pixel_shuffle(x, factor)

    return None, run, Value(channels, given.scale * factor, given.reach)


def _unshuffle(facts: Facts, inputs: Sequence[Value]) -> Made:
    (given,) = inputs
    factor, by_depth = int(facts["factor"]), bool(facts.get("by_depth", False))
    if factor < 1:
        raise ValueError("a shuffle by nothing")

    def run(_: None, x: Tensor) -> Tensor:
        channels = x.shape[1]
        x = F.pixel_unshuffle(x, factor)
        if by_depth:
            x = x.unflatten(1, (channels, factor**2)).transpose(1, 2).flatten(1, 2)
        return x

    reach = given.reach + factor / given.scale
    return None, run, Value(given.channels * factor**2, given.scale / factor, reach)


def _resize(facts: Facts, inputs: Sequence[Value]) -> Made:
    (given,) = inputs
    factor, mode = Fraction(float(facts["factor"])).limit_denominator(64), str(facts["mode"])
    if mode not in ("nearest", "bilinear", "bicubic") or factor <= 0:
        raise ValueError(f"a resize {mode} by {factor}")

    def run(_: None, x: Tensor) -> Tensor:
        return F.interpolate(x, scale_factor=float(factor), mode=mode)

    around = {"nearest": 1, "bilinear": 1, "bicubic": 2}[mode] * max(1, math.ceil(1 / factor))
    reach = given.reach + around / given.scale
    return None, run, Value(given.channels, given.scale * factor, reach)


def _slice(facts: Facts, inputs: Sequence[Value]) -> Made:
    (given,) = inputs
    start, stop = int(facts["start"]), min(int(facts["stop"]), given.channels)
    if not 0 <= start < stop:
        raise ValueError("a part of no channels")
    made = Value(stop - start, given.scale, given.reach)
    return None, lambda _, x: x[:, start:stop], made


def _call(layer: nn.Module, x: Tensor) -> Tensor:
    made: Tensor = layer(x)
    return made


def _two(given: Any) -> tuple[int, int]:
    down, across = given if isinstance(given, Sequence) else (given, given)
    return int(down), int(across)


_MAKERS: dict[str, Callable[[Facts, Sequence[Value]], Made]] = {
    "conv": _conv,
    "deconv": _deconv,
    "norm": _norm,
    "prelu": _prelu,
    "relu": _plain(F.relu),
    "leaky": _leaky,
    "sigmoid": _plain(torch.sigmoid),
    "tanh": _plain(torch.tanh),
    "clip": _clip,
    "add": _pairwise(torch.add),
    "sub": _pairwise(torch.sub),
    "mul": _pairwise(torch.mul),
    "div": _pairwise(torch.div),
    "concat": _concat,
    "shuffle": _shuffle,
    "unshuffle": _unshuffle,
    "resize": _resize,
    "slice": _slice,
}
