"""How fast results come: measured ones say what the next will take, corrected while they run."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_studio.upscaling.request import UpscaleRequest

#: Finished results that are remembered of each way of making them.
_REMEMBERED = 6
#: A bar that runs on an estimate alone never says that it is done.
_NEARLY = 0.97


@dataclass
class Timing:
    """One job under way; all times in seconds of :func:`time.monotonic`.

    Attributes:
        begun: When the engine began; None while it waits.
        expected: Seconds it was expected to take; None where nothing was known.
    """

    begun: float | None = None
    expected: float | None = None
    _measured: float = 0.0
    _left: float | None = None
    _heard: float = 0.0
    _shown: float = 0.0

    def begin(self, expected: float | None, now: float | None = None) -> None:
        """The engine begins now."""
        self.__init__(_now(now), expected)  # type: ignore[misc]  # everything afresh

    def hear(self, fraction: float, left: float | None, now: float | None = None) -> None:
        """The engine says how far it is, and perhaps how long it will take."""
        self._measured, self._heard = fraction, _now(now)
        if left is not None:
            self._left = left
        elif self.begun is not None and fraction > 0:
            taken = self._heard - self.begun
            self._left = taken * (1 - fraction) / fraction

    def left(self, now: float | None = None) -> float | None:
        """Seconds left, counted down between what the engine says; None if nothing is known."""
        now = _now(now)
        if self._left is not None:
            return max(0.0, self._left - (now - self._heard))
        if self.begun is None or self.expected is None:
            return None
        left = self.expected - (now - self.begun)
        return left if left > 0 else None

    def fraction(self, now: float | None = None) -> float:
        """0..1, moving on between what the engine says and never back."""
        now = _now(now)
        so_far = self._measured
        if self._left is not None and self._left > 0:
            moved = (now - self._heard) / self._left
            so_far += (1 - so_far) * min(moved, 1.0)
        elif self._left is None and self.begun is not None and self.expected:
            so_far = (now - self.begun) / self.expected
        self._shown = max(self._shown, self._measured, min(so_far, _NEARLY))
        return min(self._shown, 1.0)


class Pace:
    """What results took, by the way they were made (method, scale and so on)."""

    def __init__(self) -> None:
        self._taken: dict[Hashable, deque[tuple[int, float]]] = {}
        self._guessed: dict[Hashable, float] = {}

    def learn(self, way: Hashable, pixels: int, seconds: float) -> None:
        """A picture of so many LR pixels took this long, from reading to writing."""
        self._taken.setdefault(way, deque(maxlen=_REMEMBERED)).append((pixels, seconds))

    def guess(self, way: Hashable, pixels: int, seconds: float) -> None:
        """The engine expects this; it counts until something was measured."""
        self._guessed[way] = seconds / max(1, pixels)

    def seconds_for(self, way: Hashable, pixels: int) -> float | None:
        """What so many LR pixels will take; None where nothing is known."""
        taken = list(self._taken.get(way, ()))
        if len(taken) > 1:
            taken = taken[1:]  # the first had to load the model
        if taken:
            return pixels * sum(s for _, s in taken) / max(1, sum(p for p, _ in taken))
        guessed = self._guessed.get(way)
        return None if guessed is None else guessed * pixels


def way_of(request: UpscaleRequest) -> Hashable:
    """What decides how fast pictures are made: results of one way take alike."""
    how = request.ensemble, request.passes
    return request.method, request.scale, request.device, request.precision, *how


def _now(now: float | None) -> float:
    return time.monotonic() if now is None else now
