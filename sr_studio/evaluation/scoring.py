"""All metrics of one SR picture, each with its value or the reason why there is none."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sr_studio.errors import StudioError
from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.imaging.colour import one_channel
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.metric import METRICS, Measure, Metric, MetricSetup
from sr_studio.metrics.pair import Pair
from sr_studio.metrics.planes import colour_planes, require_same_size, shaved
from sr_studio.networks.memory import is_out_of_memory
from sr_studio.sentences import Sentence

IDENTICAL = Sentence("the picture is the original: PSNR is infinite")
TOO_LITTLE_MEMORY = Sentence("there is not enough memory to measure it")


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
        #: The others come from elsewhere: the perceptual index, times.
        self.keys = tuple(key for key in request.metrics if METRICS[key].build is not None)
        self.protocol = PROTOCOLS[request.protocol]
        self.unavailable: dict[str, str] = {}
        self._details: dict[str, str] = {}
        self._measures: dict[str, Measure] = {}
        for key in self.keys:
            self._prepare(METRICS[key], request)

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
        pair = Pair(shaved(hr, self.shave), _same_channels(shaved(sr, self.shave), hr))
        values: dict[str, float | None] = {}
        reasons: dict[str, str] = {}
        for key in self.keys:
            if key in self.unavailable:
                values[key] = None
                continue
            try:
                values[key] = self._measures[key](pair)
            except MetricError as error:
                values[key], reasons[key] = None, str(error)
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                values[key], reasons[key] = None, TOO_LITTLE_MEMORY
            else:
                if values[key] == math.inf:
                    values[key], reasons[key] = None, IDENTICAL
        return values, reasons

    def _prepare(self, metric: Metric, request: EvaluationRequest) -> None:
        files = {f"lpips_{network}": file for network, file in request.lpips_weights.items()}
        if request.niqe_model:
            files["niqe"] = request.niqe_model
        setup = MetricSetup(
            self.protocol.rounded_y,
            files,
            lambda: _device(request),
            lambda sentence: self._details.update({metric.key: sentence}),
        )
        assert metric.build is not None
        try:
            self._measures[metric.key] = metric.build(setup)
        except StudioError as error:
            self.unavailable[metric.key] = str(error)


def _device(request: EvaluationRequest) -> str:
    from sr_studio.upscaling.devices import choose
    from sr_studio.upscaling.request import UpscaleRequest

    return str(choose(UpscaleRequest(device=request.device)).device)


def _same_channels(sr: NDArray[np.uint8], hr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The SR picture as grey or RGB, whichever the original is."""
    if sr.shape[2] == hr.shape[2]:
        return sr
    if hr.shape[2] == 3:
        return colour_planes(sr)
    return one_channel(sr)
