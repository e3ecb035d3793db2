"""The margin of a model's tiles where it has to be measured: once for each model, then kept."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sr_studio.paths import user_cache_dir
from sr_studio.upscaling.backends import is_out_of_memory
from sr_studio.upscaling.kept_measurements import read_measurements, write_measurements
from sr_studio.upscaling.reach import LARGEST_EXACT, measured_margin


@dataclass(frozen=True)
class _Margin:
    """LR pixels; not finite where the model looks further than what was measured with."""

    pixels: float


def margin_of(key: str, run: Callable[[np.ndarray], np.ndarray], scale: int) -> int:
    """LR pixels of context with which tiles of a model are begun; the seams decide if they do.

    Args:
        key: Of the model, its weights included, and of what runs it.
        run: See :func:`.reach.measured_margin`.
        scale: s.
    """
    path = user_cache_dir() / "margins.json"
    margins = read_measurements(path, _Margin)
    if key not in margins:
        try:
            measured = measured_margin(run, scale)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return LARGEST_EXACT  # a usual one
        margins[key] = _Margin(math.inf if measured is None else measured)
        write_measurements(path, margins)
    pixels = margins[key].pixels
    return int(pixels) if math.isfinite(pixels) and pixels > 0 else LARGEST_EXACT
