"""Plan: how often a model is applied, how large its tiles are, and what it will cost."""

from __future__ import annotations

import math

from sr_studio.sentences import Sentence
from sr_studio.upscaling.devices import free_memory
from sr_studio.upscaling.models import LoadedModel
from sr_studio.upscaling.request import (
    LARGEST_SCALE,
    Estimate,
    UpscaleError,
    UpscaleRequest,
    target_size,
)
from sr_studio.upscaling.speed import SpeedTable
from sr_studio.upscaling.tiles import TileRule, plan

#: Share of the free memory the work may take: other programs want to live, too.
_MEMORY_SHARE = 0.4
#: Seconds a tile should take at most, so that progress moves and cancel is answered.
_TILE_SECONDS = {"cpu": 10.0}
_TILE_SECONDS_GPU = 2.0
#: Margins that a tile measures at least, for patience's sake; with eight of them the context is a
#: third of what is computed, with three it was two thirds.
_MARGINS = 8
_LARGEST_SIDE = 1024
_SMALLEST_SIDE = 16
#: Pictures of fewer pixels than this are done in one piece without asking how fast we are.
_SMALL_PICTURE = 128 * 128


def scale_of(request: UpscaleRequest, model_scale: int) -> float:
    """The scale a request leads to with a model.

    Raises:
        UpscaleError: So many passes make too much of a picture.
    """
    scale = float(request.scale or model_scale ** (request.passes or 1))
    if scale > LARGEST_SCALE:
        raise UpscaleError(
            Sentence(
                "%1 passes of a ×%2 model make ×%3", request.passes, model_scale, f"{scale:g}"
            ),
            where="passes",
            remedy=Sentence(
                "Name a scale up to %1 as well, or fewer passes.", f"{LARGEST_SCALE:g}"
            ),
        )
    return scale


def passes_for(request: UpscaleRequest, model_scale: int, scale: float) -> int:
    """How often a model is applied: as asked, or as often as it takes for at least this scale."""
    if request.passes is not None:
        return request.passes
    if model_scale == 1:
        return 1
    passes = 1
    while model_scale**passes < scale - 1e-9:
        passes += 1
    return passes


def tile_side(
    height: int, width: int, model: LoadedModel, request: UpscaleRequest, speeds: SpeedTable
) -> int:
    """Inner side of a tile of a picture: as asked, or what memory and patience allow."""
    if model.rule.margin is None:
        return max(height, width)
    if request.tile is not None:
        return request.tile
    choice = model.backend.choice
    both = 2 * model.rule.margin
    by_memory = math.isqrt(int(free_memory(choice.device) * _MEMORY_SHARE / model.memory))
    side = min(by_memory - both, _LARGEST_SIDE)
    seconds = model.seconds(speeds) if height * width > _SMALL_PICTURE else None
    if seconds is not None:
        patience = _TILE_SECONDS.get(choice.device, _TILE_SECONDS_GPU)
        by_time = math.isqrt(int(patience / seconds)) - both
        # However slow it is, or was when it was measured: context is paid for as well.
        side = min(side, max(by_time, _MARGINS * model.rule.margin, 64))
    return max(_SMALLEST_SIDE, side)


def smaller_side(height: int, width: int, side: int, rule: TileRule) -> int:
    """A side whose largest tile reads less than before.

    Raises:
        UpscaleError: There is none.
    """
    largest = max(tile.read for tile in plan(height, width, side, rule))
    while rule.margin is not None and side > _SMALLEST_SIDE:
        side = max(_SMALLEST_SIDE, side // 2)
        if max(tile.read for tile in plan(height, width, side, rule)) < largest:
            return side
    raise UpscaleError(
        Sentence("memory does not suffice, even for the smallest tiles"),
        remedy=Sentence("Close other programs, choose another model, or the device cpu."),
    )


def foretold(
    width: int,
    height: int,
    request: UpscaleRequest,
    model: LoadedModel,
    speeds: SpeedTable,
    *,
    measure: bool,
) -> Estimate:
    """What enlarging an opaque 8-bit RGB picture will cost; see ``Upscaler.estimate``."""
    scale = scale_of(request, model.scale)
    size = target_size(width, height, scale)
    known = speeds.get(model.speed_key)
    if known is None and measure:
        model.seconds(speeds)
        known = speeds.get(model.speed_key)
    read, largest, made = 0, 0, 0
    for turn in range(passes_for(request, model.scale, scale)):
        grown = model.scale**turn
        high, wide = height * grown, width * grown
        side = tile_side(high, wide, model, request, speeds)
        areas = [tile.read for tile in plan(high, wide, side, model.rule)]
        read, largest = read + sum(areas), max(largest, *areas)
        made = max(made, high * wide * model.scale**2 * 3)
    result = size[0] * size[1] * 3
    memory = int(largest * model.memory) + made + result + width * height * 3 + model.weights
    if known is None:
        return Estimate(None, memory, result, size)
    return Estimate(known.seconds * read, memory, result, size, "measured")
