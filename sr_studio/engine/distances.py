"""LPIPS of versions a person compares: the window asks, since it knows no networks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sr_studio.engine.protocol import AskDistances, DistancesAnswer
from sr_studio.errors import StudioError

if TYPE_CHECKING:
    from sr_studio.metrics.lpips import Lpips

_NETWORK = "alex"


class Distances:
    """Measures with one network, which is kept until :meth:`rest`."""

    def __init__(self) -> None:
        self._model: Lpips | None = None

    def answer(self, question: AskDistances) -> DistancesAnswer:
        """Measure what was asked; what stands in the way becomes the answer's sentence."""
        from sr_studio.metrics.lpips import SMALLEST_SIDE, load_lpips, lpips_distance

        try:
            if self._model is None:
                self._model = load_lpips(_NETWORK)
            hr, found = question.hr.open(), []
            for version in question.versions:
                sr, values = version.open(), []
                for left, top, right, bottom in question.boxes:
                    part = slice(top, bottom), slice(left, right)
                    large = min(right - left, bottom - top) >= SMALLEST_SIDE
                    pair = np.array(hr[part]), np.array(sr[part])
                    values.append(lpips_distance(self._model, *pair, shave=0) if large else None)
                found.append(tuple(values))
        except (StudioError, OSError, MemoryError, RuntimeError) as error:
            return DistancesAnswer(question.id, error=str(error))
        return DistancesAnswer(question.id, tuple(found))

    def rest(self) -> None:
        """Give the memory back."""
        self._model = None
