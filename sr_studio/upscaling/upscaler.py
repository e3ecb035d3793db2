"""The Upscaler: a picture and a request in, a larger picture and an honest report out."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sr_studio.imaging.picture import Picture
from sr_studio.imports import uncollected
from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.upscaling.alpha import enlarge_alpha, extend_colours
from sr_studio.upscaling.checks import check_room
from sr_studio.upscaling.devices import Choice, cpu_name, suited_to_depth
from sr_studio.upscaling.interpolations import interpolate
from sr_studio.upscaling.methods import Method, find_method, is_interpolation
from sr_studio.upscaling.request import (
    DEFAULT_SCALE,
    Estimate,
    Region,
    UpscaleReport,
    UpscaleRequest,
    target_size,
)
from sr_studio.upscaling.speed import Speed, SpeedTable

if TYPE_CHECKING:
    from sr_studio.upscaling.backend_trials import MakeBackend
    from sr_studio.upscaling.model_run import ModelRunner
    from sr_studio.upscaling.parts import OnPart

#: LR pixels around a region that an interpolation may look at.
_INTERPOLATION_CONTEXT = 8


@dataclass(frozen=True)
class UpscaleResult:
    """The larger picture, and what was done to make it."""

    picture: Picture
    report: UpscaleReport


class Upscaler:
    """Enlarges pictures by any method; keeps models in memory between pictures.

    Not for several threads at once: one Upscaler owns its device. Interpolations load no torch.

    Args:
        make_backend: Another way to make backends, for trying one out.
        speeds: Where speeds are kept; the person's cache folder if None.
    """

    def __init__(
        self, *, make_backend: MakeBackend | None = None, speeds: SpeedTable | None = None
    ) -> None:
        self._make_backend = make_backend
        self._speeds = SpeedTable() if speeds is None else speeds
        self._runner: ModelRunner | None = None

    def upscale(
        self,
        picture: Picture,
        request: UpscaleRequest,
        *,
        region: Region | None = None,
        progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        on_part: OnPart | None = None,
    ) -> UpscaleResult:
        """Enlarge a picture, or a region of it.

        The result has the depth, channels, transparency, profile and metadata of the picture. Its
        sides are those of the picture times the scale, rounded.

        Args:
            picture: The LR picture.
            request: What is wished.
            region: Only this part, with as much context as the method needs.
            progress: Told about the work done, in LR pixels (SR pixels for interpolations).
            cancel: Stops the work, at the latest at the next tile.
            on_part: Told about every tile of a model's last pass, where there are several.

        Raises:
            Cancelled: ``cancel`` was set.
            UpscaleError: The request is not possible here, memory does not suffice even for small
                tiles, or the result cannot be trusted.
            StudioError: There is no such method, or its file cannot be opened.

        Examples:
            >>> import numpy as np
            >>> from sr_studio.imaging.picture import Picture
            >>> from sr_studio.upscaling.request import UpscaleRequest
            >>> small = Picture(np.zeros((20, 30, 3), dtype=np.uint8))
            >>> made = Upscaler().upscale(small, UpscaleRequest(method="lanczos", scale=4))
            >>> made.picture.width, made.picture.height
            (120, 80)
        """
        start = time.perf_counter()
        request = request.checked()
        method = find_method(request.method)
        cancel = CancelToken() if cancel is None else cancel
        cancel.check()
        told = progress if progress is not None else lambda _: None
        if not is_interpolation(method.name):
            request = suited_to_depth(request, picture.bit_depth)
        scale, context, step = self.surroundings(request)
        source, inner = (picture, None) if region is None else _cut(picture, region, context, step)
        size = target_size(source.width, source.height, scale)
        channels = source.pixels.shape[2] + (source.alpha is not None)
        check_room(*size, channels * source.pixels.itemsize)
        if is_interpolation(method.name):
            pixels, facts = self._interpolated(source, method, size, told, cancel)
        else:
            pixels, facts = self._models().run(source, request, size, told, cancel, on_part)
        alpha = None
        if source.alpha is not None:
            alpha = enlarge_alpha(source.alpha, size[1], size[0])
        result = replace(source, pixels=pixels, alpha=alpha)
        if inner is not None:
            result = _crop(result, inner, scale)
        shown = picture if region is None else source
        return UpscaleResult(
            result,
            replace(
                facts,
                scale=scale,
                seconds=time.perf_counter() - start,
                size_in=(shown.width, shown.height),
                size_out=(result.width, result.height),
            ),
        )

    def surroundings(self, request: UpscaleRequest) -> tuple[float, int, int]:
        """What it takes to enlarge a region as if the whole picture were: opens the model.

        Returns:
            The scale that will be made, LR pixels of context around a region, and the step at
            multiples of which it must start.

        Raises:
            UpscaleError, StudioError: As :meth:`upscale`.
        """
        request = request.checked()
        if not is_interpolation(request.method):
            return self._models().prepare(request)
        scale = request.scale or DEFAULT_SCALE
        return scale, math.ceil(_INTERPOLATION_CONTEXT * max(1.0, 1 / scale)), 1

    def works_by_parts(self, request: UpscaleRequest) -> bool:
        """Whether a region can be enlarged as if the whole picture were; opens the model.

        Not by a network that looks at all of the picture.

        Raises:
            UpscaleError, StudioError: As :meth:`upscale`.
        """
        if is_interpolation(request.method):
            return True
        return self._models().works_by_parts(request.checked())

    def estimate(
        self, width: int, height: int, request: UpscaleRequest, *, measure: bool = True
    ) -> Estimate:
        """What upscaling an opaque 8-bit RGB picture of this size would cost.

        Args:
            width: Of the LR picture.
            height: Of the LR picture.
            request: What is wished.
            measure: Take a short measurement (a second or so) if the method was never timed here;
                otherwise the seconds are None then.

        Raises:
            UpscaleError, StudioError: As :meth:`upscale`.
        """
        request = request.checked()
        method = find_method(request.method)
        if not is_interpolation(method.name):
            return self._models().estimate(width, height, request, measure)
        size = target_size(width, height, request.scale or DEFAULT_SCALE)
        speed = self._speeds.get(_speed_key(method))
        if speed is None and measure:
            self._interpolated(
                Picture(np.zeros((128, 128, 3), np.uint8)),
                method,
                (512, 512),
                lambda _: None,
                CancelToken(),
            )
            speed = self._speeds.get(_speed_key(method))
        result = size[0] * size[1] * 3
        memory = width * height * 3 + result
        if speed is None:
            return Estimate(None, memory, result, size)
        return Estimate(speed.seconds * size[0] * size[1], memory, result, size, "measured")

    def prepare(self, request: UpscaleRequest) -> float:
        """Open the model of a request, so that what is wrong with it shows before the pictures.

        Returns:
            The scale that will be made.

        Raises:
            UpscaleError, StudioError: As :meth:`upscale`.
        """
        return self.surroundings(request)[0]

    def way_of(self, request: UpscaleRequest) -> Choice:
        """Where and how the model of a request is run; opens it.

        Raises:
            UpscaleError, StudioError: As :meth:`upscale`.
        """
        return self._models().way_of(request.checked())

    def close(self) -> None:
        """Let go of the models and the memory they hold."""
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def _models(self) -> ModelRunner:
        if self._runner is None:
            with uncollected():
                from sr_studio.upscaling.model_run import ModelRunner  # torch comes with it

            self._runner = ModelRunner(self._speeds, self._make_backend)
        return self._runner

    def _interpolated(
        self,
        picture: Picture,
        method: Method,
        size: tuple[int, int],
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> tuple[np.ndarray, UpscaleReport]:
        width, height = size
        clock = ProgressClock(width * height)
        colours = picture.pixels
        if picture.alpha is not None:
            colours = extend_colours(colours, picture.alpha)
        start = time.perf_counter()
        pixels = interpolate(
            colours,
            height,
            width,
            method.name,
            cancel=cancel,
            on_rows=lambda rows: progress(clock.advance(rows * width)),
        )
        seconds = (time.perf_counter() - start) / (width * height)
        self._speeds.learn(_speed_key(method), Speed(seconds, 0))
        return pixels, UpscaleReport(
            method.title, 0, f"CPU ({cpu_name()})", "exact", "interpolation", None, 0
        )


def _speed_key(method: Method) -> str:
    return f"{method.name} {cpu_name()}"


def _cut(picture: Picture, region: Region, context: int, step: int) -> tuple[Picture, Region]:
    """The region with its context as a picture that starts at whole steps, and where it lies."""
    wanted = region.within(picture.width, picture.height)
    left, top = (max(0, (start - context) // step * step) for start in (wanted.left, wanted.top))
    around = Region(
        left,
        top,
        wanted.left + wanted.width + context - left,
        wanted.top + wanted.height + context - top,
    ).within(picture.width, picture.height)
    inner = replace(wanted, left=wanted.left - around.left, top=wanted.top - around.top)
    return _crop(picture, around, 1), inner


def _crop(picture: Picture, region: Region, scale: float) -> Picture:
    left, top = round(region.left * scale), round(region.top * scale)
    width, height = target_size(region.width, region.height, scale)
    rows, columns = slice(top, top + height), slice(left, left + width)
    alpha = None if picture.alpha is None else picture.alpha[rows, columns].copy()
    return replace(picture, pixels=picture.pixels[rows, columns].copy(), alpha=alpha)
