"""The margin of a model's tiles where it has to be measured: once for each model, then kept."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from sr_studio.networks.memory import is_out_of_memory
from sr_studio.paths import user_cache_dir
from sr_studio.upscaling.fingerprints import fingerprint
from sr_studio.upscaling.kept_measurements import read_measurements, write_measurements
from sr_studio.upscaling.reach import LARGEST_EXACT, measured_margin
from sr_studio.zoo.super_resolver import SuperResolver


@dataclass(frozen=True)
class _Margin:
    """LR pixels; not finite where the model looks further than what was measured with."""

    pixels: float


def margin_of(resolver: SuperResolver) -> int:
    """LR pixels of context with which tiles of a model are begun; the seams decide if they do.

    Measured in fp32 whatever the model runs in: in half precision the least difference far away
    changes how some pixel is rounded, and the model would seem to look as far as it possibly can.
    """
    path = user_cache_dir() / "margins.json"
    margins = read_measurements(path, _Margin)
    key = fingerprint(resolver)
    if key not in margins:

        def run(strip: np.ndarray) -> np.ndarray:
            with torch.inference_mode():
                large: np.ndarray = resolver(torch.from_numpy(strip)[None])[0].numpy()
            return large

        try:
            measured = measured_margin(run, resolver.scale)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return LARGEST_EXACT  # a usual one
        margins[key] = _Margin(math.inf if measured is None else measured)
        write_measurements(path, margins)
    pixels = margins[key].pixels
    return int(pixels) if math.isfinite(pixels) and pixels > 0 else LARGEST_EXACT
