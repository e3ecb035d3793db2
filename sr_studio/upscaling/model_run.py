"""Running a model over a picture: passes, the size of tiles, memory that runs out, trust."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace

import numpy as np
import torch

from sr_studio.imaging.picture import Picture
from sr_studio.progress import CancelToken, Progress, ProgressCallback, ProgressClock
from sr_studio.upscaling.alpha import extend_colours
from sr_studio.upscaling.backends import is_out_of_memory, make_backend
from sr_studio.upscaling.checks import (
    UntrustedResultError,
    check_brightness,
    check_lively,
    check_room,
)
from sr_studio.upscaling.colours import enlarge_in_srgb
from sr_studio.upscaling.devices import Choice, choose, free_memory
from sr_studio.upscaling.interpolations import interpolate
from sr_studio.upscaling.models import LoadedModel, MakeBackend, ModelCache
from sr_studio.upscaling.passes import SeamError, enlarge
from sr_studio.upscaling.request import (
    Estimate,
    UpscaleError,
    UpscaleReport,
    UpscaleRequest,
    target_size,
)
from sr_studio.upscaling.speed import Speed, SpeedTable
from sr_studio.upscaling.tiles import Tile, TileRule, plan
from sr_studio.upscaling.tones import keep_tones

#: Share of the free memory the work may take: other programs want to live, too.
_MEMORY_SHARE = 0.4
#: Seconds a tile should take at most, so that progress moves and cancel is answered.
_TILE_SECONDS = {"cpu": 8.0}
_TILE_SECONDS_GPU = 2.0
_LARGEST_SIDE = 1024
_SMALLEST_SIDE = 16
#: Pictures of fewer pixels than this are done in one piece without asking how fast we are.
_SMALL_PICTURE = 128 * 128
#: A margin that showed a seam is doubled at most up to here.
_LARGEST_MARGIN = 256


@dataclass
class _Work:
    """What happens to one picture.

    Attributes:
        limit: Side no tile may exceed since memory ran out.
        tile: Side of the tiles in use, where there are several.
        total: LR pixels of all passes.
        done: LR pixels of the passes that are finished.
        notes: For the report.
        times: LR pixels read and seconds of every tile, for the table of speeds.
    """

    request: UpscaleRequest
    model: LoadedModel
    progress: ProgressCallback
    cancel: CancelToken
    limit: int | None = None
    tile: int | None = None
    total: int = 0
    done: int = 0
    notes: list[str] = field(default_factory=list)
    times: list[tuple[int, float]] = field(default_factory=list)

    def run(self, tile: np.ndarray) -> np.ndarray:
        start = time.perf_counter()
        large = self.model.backend.run(tile, self.cancel)
        self.times.append((tile.shape[1] * tile.shape[2], time.perf_counter() - start))
        return large

    def finish(self, small: np.ndarray, large: np.ndarray) -> np.ndarray:
        # What the network itself gave is looked at: with its tones put right, a black tile would
        # pass for a blurred picture.
        check_lively(small, large)
        check_brightness(small, large)
        return keep_tones(small, large) if self.model.keeps_tones else large


@dataclass(frozen=True)
class _TileDone:
    """What happens after every tile: how far are we."""

    work: _Work
    clock: ProgressClock

    def __call__(self, tile: Tile) -> None:
        self.work.progress(self.clock.advance(tile.kept))


class ModelRunner:
    """Runs models; the part of the Upscaler that needs torch."""

    def __init__(self, speeds: SpeedTable, make: MakeBackend | None = None) -> None:
        self._speeds = speeds
        self._cache = ModelCache(make or make_backend)

    def close(self) -> None:
        """Let go of all models and of the memory torch keeps for itself."""
        self._cache.clear()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def prepare(self, request: UpscaleRequest) -> tuple[float, int, int]:
        """Open the model: the scale that will be made, and for a region the LR context it needs
        and the step at multiples of which it must start."""
        model = self._cache.get(request, choose(request))
        scale = float(request.scale or model.scale)
        margin = model.rule.margin
        # A network that looks at the whole picture gives a region only roughly.
        context = 64 if margin is None else margin
        return scale, context * _passes(model.scale, scale), model.rule.alignment

    def run(
        self,
        picture: Picture,
        request: UpscaleRequest,
        size: tuple[int, int],
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> tuple[np.ndarray, UpscaleReport]:
        """Enlarge the colours of a picture to ``size`` (width, height); see ``Upscaler.upscale``.

        The report's scale, seconds and sizes are the caller's to fill in.
        """
        choice = choose(request)
        work = _Work(request, self._cache.get(request, choice), progress, cancel)
        colours = picture.pixels
        if picture.alpha is not None:
            colours = extend_colours(colours, picture.alpha)
        source = replace(picture, pixels=colours)
        try:
            pixels, colour_notes = self._tried(source, size, work)
        except UntrustedResultError:
            if work.model.backend.choice.precision == "fp32":
                raise
            narrow = work.model.backend.choice.precision
            request = replace(request, precision="fp32")
            work = _Work(request, self._cache.get(request, choose(request)), progress, cancel)
            work.notes.append(f"In {narrow} the result was not usable; it was made in fp32.")
            pixels, colour_notes = self._tried(source, size, work)
        self._learn(work)
        used = work.model.backend.choice
        return pixels, UpscaleReport(
            method=work.model.title,
            scale=0,
            device=used.name,
            precision=used.precision,
            backend=used.backend,
            tile=work.tile,
            seconds=0,
            notes=(*work.model.notes, *work.notes, *colour_notes),
        )

    def estimate(self, width: int, height: int, request: UpscaleRequest, measure: bool) -> Estimate:
        """See ``Upscaler.estimate``."""
        model = self._cache.get(request, choose(request))
        scale = float(request.scale or model.scale)
        size = target_size(width, height, scale)
        known = self._speeds.get(model.speed_key)
        if known is None and measure:
            model.seconds(self._speeds)
            known = self._speeds.get(model.speed_key)
        read, largest, made = 0, 0, 0
        for turn in range(_passes(model.scale, scale)):
            grown = model.scale**turn
            high, wide = height * grown, width * grown
            side = self._side(high, wide, model, request)
            tiles = plan(high, wide, side, model.rule)
            areas = [tile.read for tile in tiles]
            read, largest = read + sum(areas), max(largest, *areas)
            made = max(made, high * wide * model.scale**2 * 3)
        result = size[0] * size[1] * 3
        memory = int(largest * model.memory) + made + result + width * height * 3 + model.weights
        if known is None:
            return Estimate(None, memory, result, size)
        return Estimate(known.seconds * read, memory, result, size, "measured")

    def _tried(
        self, picture: Picture, size: tuple[int, int], work: _Work
    ) -> tuple[np.ndarray, list[str]]:
        return enlarge_in_srgb(picture, lambda colours: self._all(colours, size, work))

    def _all(self, colours: np.ndarray, size: tuple[int, int], work: _Work) -> np.ndarray:
        """As many passes as the scale needs, then down to the size."""
        scale = work.model.scale
        wanted = max(size[0] / colours.shape[1], size[1] / colours.shape[0])
        exact = (colours.shape[1] * scale, colours.shape[0] * scale) == size
        passes = 1 if exact else _passes(scale, wanted)
        area = colours.shape[0] * colours.shape[1]
        work.total = sum(area * scale ** (2 * turn) for turn in range(passes))
        for _ in range(passes):
            finished = colours.shape[0] * colours.shape[1]
            colours = self._pass(colours, work)
            work.done += finished
        height, width = colours.shape[:2]
        if (width, height) == size:
            if passes > 1:
                work.notes.append(f"The ×{scale} model was applied {passes} times.")
            return colours
        times = f"applied {passes} times" if passes > 1 else "applied"
        work.notes.append(
            f"The ×{scale} model was {times} and its result resized to {size[0]}×{size[1]} "
            "by antialiased bicubic interpolation."
        )
        return interpolate(colours, size[1], size[0], cancel=work.cancel)

    def _pass(self, colours: np.ndarray, work: _Work) -> np.ndarray:
        """One pass, with smaller tiles where memory runs out and wider margins where seams show."""
        height, width = colours.shape[:2]
        grown = work.model.scale
        check_room(width * grown, height * grown, 3 * colours.itemsize)
        while True:
            model = work.model
            side = self._side(height, width, model, work.request)
            side = side if work.limit is None else min(side, work.limit)
            tiles = plan(height, width, side, model.rule)
            work.tile = side if len(tiles) > 1 else work.tile
            if model.rule.margin is None and len(tiles) == 1:
                self._note(work, "This network looks at the whole picture; it was not tiled.")
            clock = ProgressClock(work.total)
            if work.done:
                clock.advance(work.done)
            self._announce(tiles, work)
            last_try = model.margin_is_exact or (model.rule.margin or 0) >= _LARGEST_MARGIN
            if last_try and not model.margin_is_exact and len(tiles) > 1:
                self._note(work, "Tiles of this network may differ slightly where they meet.")
            try:
                return enlarge(
                    colours,
                    work.run,
                    model.rule,
                    side,
                    precision=model.backend.choice.precision,
                    finish=work.finish,
                    check_seams=not last_try,
                    cancel=work.cancel,
                    on_tile=_TileDone(work, clock),
                )
            except SeamError:
                margin = 2 * (model.rule.margin or 1)
                model.rule = replace(model.rule, margin=margin)
                self._note(work, f"Tiles differed where they meet; their margin is now {margin}.")
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                work.limit = self._smaller(height, width, side, model.rule, error)
                self._release_memory(model.backend.choice)
                self._note(
                    work, f"Memory did not suffice for tiles of {side}; {work.limit} was used."
                )

    def _announce(self, tiles: list[Tile], work: _Work) -> None:
        """Say that it begins, and how long it will take if that is known."""
        known = self._speeds.get(work.model.speed_key)
        left = None
        if known is not None and work.done == 0:
            pixels = sum(tile.read for tile in tiles)
            left = known.seconds * pixels * work.total / sum(tile.kept for tile in tiles)
        work.progress(Progress(work.done, work.total, None, left))

    def _side(self, height: int, width: int, model: LoadedModel, request: UpscaleRequest) -> int:
        """Inner side of a tile: as asked, or what memory and patience allow."""
        if model.rule.margin is None:
            return max(height, width)
        if request.tile is not None:
            return request.tile
        choice = model.backend.choice
        both = 2 * model.rule.margin
        by_memory = math.isqrt(int(free_memory(choice.device) * _MEMORY_SHARE / model.memory))
        side = min(by_memory - both, _LARGEST_SIDE)
        seconds = model.seconds(self._speeds) if height * width > _SMALL_PICTURE else None
        if seconds is not None:
            patience = _TILE_SECONDS.get(choice.device, _TILE_SECONDS_GPU)
            by_time = math.isqrt(int(patience / seconds)) - both
            # Below three margins a tile computes more context than picture.
            side = min(side, max(by_time, 3 * model.rule.margin, 64))
        return max(_SMALLEST_SIDE, side)

    @staticmethod
    def _smaller(height: int, width: int, side: int, rule: TileRule, error: BaseException) -> int:
        """A side whose largest tile reads less than before."""
        largest = max(tile.read for tile in plan(height, width, side, rule))
        while rule.margin is not None and side > _SMALLEST_SIDE:
            side = max(_SMALLEST_SIDE, side // 2)
            if max(tile.read for tile in plan(height, width, side, rule)) < largest:
                return side
        raise UpscaleError(
            "memory does not suffice, even for the smallest tiles",
            remedy="Close other programs, choose another model, or the device cpu.",
        ) from error

    @staticmethod
    def _release_memory(choice: Choice) -> None:
        if choice.device.startswith("cuda"):
            torch.cuda.empty_cache()

    @staticmethod
    def _note(work: _Work, sentence: str) -> None:
        if sentence not in work.notes:
            work.notes.append(sentence)

    def _learn(self, work: _Work) -> None:
        """Take what this picture's tiles took into the table of speeds."""
        counted = work.times[1:] or work.times
        pixels = sum(area for area, _ in counted)
        if pixels >= 64 * 64:
            seconds = sum(spent for _, spent in counted) / pixels
            self._speeds.learn(work.model.speed_key, Speed(seconds, work.model.memory))


def _passes(model_scale: int, scale: float) -> int:
    """How often a model has to be applied for at least this scale."""
    if model_scale == 1:
        return 1
    passes = 1
    while model_scale**passes < scale - 1e-9:
        passes += 1
    return passes
