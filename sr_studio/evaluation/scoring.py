"""All metrics of one SR picture, each with its value or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from sr_studio.errors import StudioError
from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.metrics.conventions import METRICS, PROTOCOLS
from sr_studio.metrics.daala import ssim_daala
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.planes import (
    colour_planes,
    luma_plane,
    require_same_size,
    rounded_plane,
    shaved,
)
from sr_studio.metrics.psnr import psnr, psnr_rgb
from sr_studio.metrics.ssim import ssim

IDENTICAL = "the picture is the original: PSNR is infinite"


@dataclass(frozen=True)
class _Pair:
    """An original and an SR picture without their borders, and their Y, each made once."""

    hr: NDArray[np.uint8]
    sr: NDArray[np.uint8]

    @cached_property
    def luma(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return luma_plane(self.hr, rounded=False), luma_plane(self.sr, rounded=False)

    @cached_property
    def rounded_luma(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return rounded_plane(self.luma[0]), rounded_plane(self.luma[1])


class Scorer:
    """Measures SR pictures in one protocol.

    What cannot be had on this computer at all (LPIPS without its backbone) is found out once;
    :attr:`unavailable` holds the reasons.

    Args:
        request: Which metrics, in which protocol, with which files.
        shave: Pixels left out at each border.
    """

    def __init__(self, request: EvaluationRequest, shave: int) -> None:
        self.shave = shave
        #: The perceptual index is made of the NIQE of a row and a Ma score from outside.
        self.keys = tuple(key for key in request.metrics if key != "perceptual_index")
        self.protocol = PROTOCOLS[request.protocol]
        self.unavailable: dict[str, str] = {}
        self._details: dict[str, str] = {}
        self._extra: dict[str, Callable[[_Pair], float]] = {}
        if "niqe" in self.keys:
            self._prepare("niqe", partial(self._niqe, request))
        for key in self.keys:
            if key.startswith("lpips_"):
                network = key.removeprefix("lpips_")
                self._prepare(key, partial(self._lpips, network, request))

    def conventions(self) -> dict[str, str]:
        """One sentence for each metric that is measured."""
        rounded = self.protocol.rounded_y
        return {
            key: METRICS[key].convention(shave=self.shave, rounded_y=rounded)
            + (f" {self._details[key]}" if key in self._details else "")
            for key in (*self.keys, "seconds", "megapixels_per_second")
        }

    def score(
        self, hr: NDArray[np.uint8], sr: NDArray[np.uint8]
    ) -> tuple[dict[str, float | None], dict[str, str]]:
        """Measure one picture.

        Args:
            hr: The original, H×W×C uint8.
            sr: The SR picture, of the same height and width; its channels may be others.

        Returns:
            Metric → value or None, and metric → reason for each None (not for what is unavailable
            altogether).

        Raises:
            MetricError: The sizes differ.
        """
        require_same_size(hr, sr)
        pair = _Pair(shaved(hr, self.shave), _same_channels(shaved(sr, self.shave), hr))
        values: dict[str, float | None] = {}
        reasons: dict[str, str] = {}
        for key in self.keys:
            if key in self.unavailable:
                values[key] = None
                continue
            try:
                values[key] = self._one(key, pair)
            except MetricError as error:
                values[key], reasons[key] = None, str(error)
            else:
                if values[key] == math.inf:
                    values[key], reasons[key] = None, IDENTICAL
        return values, reasons

    def _one(self, key: str, pair: _Pair) -> float:
        planes = pair.rounded_luma if self.protocol.rounded_y else pair.luma
        if key == "psnr_y":
            return psnr(*planes)
        if key == "psnr_rgb":
            return psnr_rgb(pair.hr, pair.sr, shave=0)
        if key == "ssim_y":
            return ssim(*planes)
        if key == "ssim_daala":
            # Rounded Y in either protocol: the tool reads 8-bit files.
            return ssim_daala(*pair.rounded_luma)
        return self._extra[key](pair)

    def _prepare(self, key: str, make: Callable[[], Callable[[_Pair], float]]) -> None:
        try:
            self._extra[key] = make()
        except StudioError as error:
            self.unavailable[key] = str(error)

    def _niqe(self, request: EvaluationRequest) -> Callable[[_Pair], float]:
        from sr_studio.metrics.niqe import niqe
        from sr_studio.metrics.niqe_model import default_model, read_model

        model = read_model(request.niqe_model) if request.niqe_model else default_model()
        self._details["niqe"] = f"Compared with {model.source}."
        return lambda pair: niqe(pair.rounded_luma[1], model)

    def _lpips(self, network: str, request: EvaluationRequest) -> Callable[[_Pair], float]:
        from sr_studio.metrics.lpips import load_lpips, lpips_distance
        from sr_studio.upscaling.devices import choose
        from sr_studio.upscaling.request import UpscaleRequest

        device = choose(UpscaleRequest(device=request.device)).device
        model = load_lpips(network, request.lpips_weights.get(network), device)
        return lambda pair: lpips_distance(model, pair.hr, pair.sr, shave=0)


def _same_channels(sr: NDArray[np.uint8], hr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The SR picture as grey or RGB, whichever the original is."""
    if sr.shape[2] == hr.shape[2]:
        return sr
    if hr.shape[2] == 3:
        return colour_planes(sr)
    # A grey picture saved as RGB has three equal channels; anything else is averaged.
    return np.floor(sr.mean(axis=2, keepdims=True) + 0.5).astype(np.uint8)
