"""Running models: the part of the Upscaler that needs torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from sr_studio.imaging.picture import Picture
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.sentences import Sentence
from sr_studio.upscaling.alpha import extend_colours
from sr_studio.upscaling.backend_trials import MakeBackend
from sr_studio.upscaling.backends import make_backend
from sr_studio.upscaling.checks import UntrustedResultError
from sr_studio.upscaling.colours import enlarge_in_srgb
from sr_studio.upscaling.devices import Choice, choices
from sr_studio.upscaling.execution import Work
from sr_studio.upscaling.interpolations import interpolate
from sr_studio.upscaling.models import ModelCache
from sr_studio.upscaling.parts import OnPart
from sr_studio.upscaling.pass_planning import foretold, passes_for, scale_of
from sr_studio.upscaling.request import Estimate, UpscaleReport, UpscaleRequest
from sr_studio.upscaling.retrying import pass_with_retries
from sr_studio.upscaling.speed import SpeedTable

#: LR pixels of context with which a network that looks at the whole picture gives a region roughly.
_ROUGH_CONTEXT = 64


class ModelRunner:
    """Opens models and runs them over pictures; see the Upscaler."""

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
        model = self._cache.get(request, *choices(request))
        scale = scale_of(request, model.scale)
        context = _ROUGH_CONTEXT if model.rule.margin is None else model.rule.margin
        return scale, context * passes_for(request, model.scale, scale), model.rule.alignment

    def works_by_parts(self, request: UpscaleRequest) -> bool:
        """See ``Upscaler.works_by_parts``."""
        return self._cache.get(request, *choices(request)).rule.margin is not None

    def way_of(self, request: UpscaleRequest) -> Choice:
        """Open the model: where and how it is run."""
        return self._cache.get(request, *choices(request)).backend.choice

    def run(
        self,
        picture: Picture,
        request: UpscaleRequest,
        size: tuple[int, int],
        progress: ProgressCallback,
        cancel: CancelToken,
        on_part: OnPart | None = None,
    ) -> tuple[np.ndarray, UpscaleReport]:
        """Enlarge the colours of a picture to ``size`` (width, height); see ``Upscaler.upscale``.

        The report's scale, seconds and sizes are the caller's to fill in.
        """
        colours = picture.pixels
        if picture.alpha is not None:
            colours = extend_colours(colours, picture.alpha)
        source = replace(picture, pixels=colours)
        told = on_part and _with_alpha(on_part, picture.alpha)
        work = self._work(request, progress, cancel, told)
        try:
            pixels, colour_notes = _enlarged(source, size, work)
        except UntrustedResultError:
            narrow = work.model.backend.choice.precision
            if narrow == "fp32":
                raise
            work = self._work(replace(request, precision="fp32"), progress, cancel, told)
            work.note(Sentence("In %1 the result was not usable; it was made in fp32.", narrow))
            pixels, colour_notes = _enlarged(source, size, work)
        work.learn()
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
            ensemble=request.ensemble,
            levels_off=work.model.levels_off,
            passes=work.passes,
        )

    def estimate(self, width: int, height: int, request: UpscaleRequest, measure: bool) -> Estimate:
        """See ``Upscaler.estimate``."""
        model = self._cache.get(request, *choices(request))
        return foretold(width, height, request, model, self._speeds, measure=measure)

    def _work(
        self,
        request: UpscaleRequest,
        progress: ProgressCallback,
        cancel: CancelToken,
        on_part: OnPart | None,
    ) -> Work:
        model = self._cache.get(request, *choices(request))
        return Work(request, model, self._speeds, progress, cancel, on_part=on_part)


def _with_alpha(on_part: OnPart, alpha: np.ndarray | None) -> OnPart:
    return lambda part: on_part(replace(part, alpha=alpha))


def _enlarged(picture: Picture, size: tuple[int, int], work: Work) -> tuple[np.ndarray, list[str]]:
    """The colours at the new size, in the picture's own space and depth, and notes."""
    return enlarge_in_srgb(picture, lambda colours: _all_passes(colours, size, work))


def _all_passes(colours: np.ndarray, size: tuple[int, int], work: Work) -> np.ndarray:
    """As many passes as the scale needs, then down to the size."""
    scale = work.model.scale
    wanted = max(size[0] / colours.shape[1], size[1] / colours.shape[0])
    exact = (colours.shape[1] * scale, colours.shape[0] * scale) == size
    passes = passes_for(work.request, scale, scale if exact else wanted)
    work.passes = passes
    area = colours.shape[0] * colours.shape[1]
    work.total = sum(area * scale ** (2 * turn) for turn in range(passes))
    for turn in range(passes):
        work.last = turn == passes - 1
        finished = colours.shape[0] * colours.shape[1]
        colours = pass_with_retries(colours, work)
        work.done += finished
    height, width = colours.shape[:2]
    if (width, height) == size:
        if passes > 1:
            work.note(Sentence("The ×%1 model was applied %2 times.", scale, passes))
        return colours
    work.note(
        Sentence(
            "The ×%1 model was applied %2 times and its result resized to %3 by antialiased "
            "bicubic interpolation."
            if passes > 1
            else "The ×%1 model was applied and its result resized to %3 by antialiased bicubic "
            "interpolation.",
            scale,
            passes,
            f"{size[0]}×{size[1]}",
        )
    )
    return interpolate(colours, size[1], size[0], cancel=work.cancel)
