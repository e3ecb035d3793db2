"""Models ready to run: opened, on their device, measured; the least recently used go first."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import psutil
import torch
from torch import nn

from sr_studio.networks.memory import is_out_of_memory
from sr_studio.progress import CancelToken
from sr_studio.sentences import Sentence
from sr_studio.upscaling.backend_trials import MakeBackend, open_best
from sr_studio.upscaling.backends import Backend, make_backend
from sr_studio.upscaling.checks import check_brightness, check_finite, check_shape
from sr_studio.upscaling.devices import Choice
from sr_studio.upscaling.ensemble import EnsembleBackend
from sr_studio.upscaling.margins import margin_of
from sr_studio.upscaling.methods import find_method, model_files
from sr_studio.upscaling.queue_items import file_stamp
from sr_studio.upscaling.reach import LARGEST_EXACT
from sr_studio.upscaling.request import UpscaleError, UpscaleRequest
from sr_studio.upscaling.speed import Speed, SpeedTable
from sr_studio.upscaling.tiles import TileRule
from sr_studio.upscaling.tones import TONES_MARGIN
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model
from sr_studio.zoo.super_resolver import SuperResolver

#: Sides of the squares whose time is taken: small on a CPU, where even that takes a while.
_PROBE_SIDE = {"cpu": 64}
_PROBE_SIDE_GPU = 256
#: LR pixels by which the edge of a picture is repeated around it. Networks pad with black, which
#: darkens what they make of the outermost four pixels (docs/adr/0006).
_BORDER = 4
#: Sides below this are repeated up to it: many networks know nothing smaller.
_SMALLEST = 16
#: Library buffers and copies, beside the largest layer's input and output.
_MEMORY_FACTOR = 2.0


@dataclass
class LoadedModel:
    """A model that can be run now.

    Attributes:
        title: For people.
        scale: Enlargement per side.
        backend: What runs it.
        rule: What its tiles need.
        margin_is_exact: Whether the margin is computed; a measured one has its seams checked.
        memory: Bytes at the height of the work for one LR pixel of a tile.
        weights: Bytes of its parameters.
        speed_key: Under which its speed is kept.
        keeps_tones: Whether brightness and colours are held to those of the picture.
        levels_off: Most the backend was off fp32 in its trial, in levels of 255; None: not tried.
        notes: What was not as asked when it was opened.
    """

    title: str
    scale: int
    backend: Backend
    rule: TileRule
    margin_is_exact: bool
    memory: float
    weights: int
    speed_key: str
    keeps_tones: bool = False
    levels_off: float | None = None
    notes: list[str] = field(default_factory=list)

    def seconds(self, speeds: SpeedTable) -> float | None:
        """Seconds for one LR pixel that a tile reads; measured now if it never was.

        None where memory does not suffice even for the measurement.
        """
        known = speeds.get(self.speed_key)
        if known is None:
            side = _PROBE_SIDE.get(self.backend.choice.device, _PROBE_SIDE_GPU)
            picture = np.full((3, side, side), 0.5, np.float32)
            try:
                self.backend.run(
                    picture, CancelToken()
                )  # the first run prepares; it is not counted
                start = time.perf_counter()
                self.backend.run(picture, CancelToken())
            except (RuntimeError, MemoryError) as error:
                if is_out_of_memory(error):
                    return None
                raise
            known = Speed((time.perf_counter() - start) / side**2, self.memory)
            speeds.learn(self.speed_key, known)
        return known.seconds


class ModelCache:
    """The models in memory, at most a quarter of the main memory's worth of weights."""

    def __init__(self, make: MakeBackend = make_backend, budget: int | None = None) -> None:
        self._make = make
        self._budget = psutil.virtual_memory().total // 4 if budget is None else budget
        self._loaded: OrderedDict[tuple[Any, ...], LoadedModel] = OrderedDict()

    def get(self, request: UpscaleRequest, *choices: Choice) -> LoadedModel:
        """The model of a request, run in the best of these ways; opened if it is not in memory.

        Raises:
            UpscaleError: Memory does not suffice for it.
            StudioError: There is no such model, or its file cannot be opened.
        """
        method = find_method(request.method)
        files = model_files(method, request.detail)
        stamps = tuple((path, file_stamp(path)) for path in files)
        key = (stamps, request.detail, request.keep_tones, request.ensemble, choices)
        if key not in self._loaded:
            self._loaded[key] = self._open(request, choices)
            while len(self._loaded) > 1 and self._held() > self._budget:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(key)
        return self._loaded[key]

    def clear(self) -> None:
        """Let go of all models."""
        self._loaded.clear()

    def _held(self) -> int:
        return sum(model.weights for model in self._loaded.values())

    def _open(self, request: UpscaleRequest, choices: tuple[Choice, ...]) -> LoadedModel:
        model, title, notes = _at_detail(load_model(request.method), request.detail)
        resolver = model.super_resolver()
        memory = _tried(resolver)
        weights = sum(p.numel() * p.element_size() for p in resolver.parameters())
        card = model.card
        keeps_tones = card.keeps_tones and request.keep_tones
        what = json.dumps([card.architecture, card.parameters, card.scale], sort_keys=True)
        rule, is_exact = _rule(resolver, keeps_tones, repeats_edge=request.keep_tones)
        try:
            opened = open_best(resolver, choices, self._make, title)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise UpscaleError(
                Sentence("memory does not suffice to open the model on %1", choices[-1].name),
                where=title,
                remedy=Sentence("Close other programs, choose another model, or the device cpu."),
            ) from error
        backend, used = opened.backend, opened.backend.choice
        way = f"{what} {used.name} {used.backend} {used.precision}"
        if request.ensemble:
            backend, way = EnsembleBackend(backend, resolver.alignment), f"{way} ensemble"
        return LoadedModel(
            title=title,
            scale=card.scale,
            backend=backend,
            rule=rule,
            margin_is_exact=is_exact,
            memory=memory * (1 if used.precision == "fp32" else 0.6),
            weights=weights,
            speed_key=way,
            keeps_tones=keeps_tones,
            levels_off=opened.levels,
            notes=[*notes, *opened.notes],
        )


def _rule(
    resolver: SuperResolver, keeps_tones: bool, *, repeats_edge: bool
) -> tuple[TileRule, bool]:
    """What a model's tiles need, and whether the margin is exact.

    A margin that is out of proportion, or guessed, is replaced by a measured one.
    """
    margin, is_exact = resolver.margin, resolver.margin_is_exact
    if margin is not None and (not is_exact or margin > LARGEST_EXACT):
        measured = margin_of(resolver)
        if measured < margin or not is_exact:
            margin, is_exact = measured, False
    if margin is not None and keeps_tones:
        margin = max(margin, TONES_MARGIN)
    # A network that looks at the whole picture should see no more than that; one of large blocks
    # would pay too much for a few pixels.
    small_blocks = resolver.alignment <= 2 * _BORDER
    border = _BORDER if repeats_edge and margin is not None and small_blocks else 0
    return TileRule(resolver.scale, margin, resolver.alignment, border, _SMALLEST), is_exact


def _tried(resolver: SuperResolver) -> float:
    """What :func:`activation_bytes` says, of a model that makes grey of grey.

    Raises:
        UntrustedResultError: It makes something else: its card says another scale or range of
            values than the weights were trained for, or they are damaged.
    """
    memory, small, large = activation_bytes(resolver)
    check_shape(small, large, resolver.scale)
    check_finite(large, "fp32")
    check_brightness(small, large)
    return memory


def activation_bytes(resolver: SuperResolver) -> tuple[float, np.ndarray, np.ndarray]:
    """Bytes for one LR pixel in fp32 when the largest layer runs, found on a small picture.

    Returns:
        The bytes; the picture, 3×H×W of an even grey; and what was made of it.
    """
    side = -(-max(24, resolver.network.minimum) // resolver.alignment) * resolver.alignment
    largest = 0

    def look(layer: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        nonlocal largest
        values = [x for x in (*inputs, output) if isinstance(x, torch.Tensor)]
        largest = max(largest, sum(x.numel() for x in values))

    hooks = [layer.register_forward_hook(look) for layer in resolver.modules()]
    grey = torch.full((1, 3, side, side), 0.5)
    with torch.inference_mode():
        large = resolver(grey)
    for hook in hooks:
        hook.remove()
    return largest * 4 * _MEMORY_FACTOR / side**2, grey[0].numpy(), large[0].numpy()


def _at_detail(model: Model, detail: float | None) -> tuple[Model, str, list[str]]:
    """The model between a faithful and a detailed one; with its title and notes."""
    title = model.card.display_title
    if detail is None:
        return model, title, []
    if not model.card.pair:
        return (
            model,
            title,
            [Sentence("%1 has no partner to mix with; detail was left as it is.", title)],
        )
    from sr_studio.zoo.interpolation import interpolate

    partner = load_model(model.card.pair)
    detailed = model.card.role == "detailed"
    faithful, rich = (partner, model) if detailed else (model, partner)
    # Called by what it is and not by which of the two was asked for.
    if detail in (0, 1):
        chosen = rich if detail else faithful
        return chosen, chosen.card.display_title, []
    mixed = interpolate(faithful, rich, detail)
    one, other = faithful.card.display_title, rich.card.display_title
    return mixed, f"{one} – {other}, detail {detail:g}", []
