"""How far a piece of work is, how fast it goes, and how long it will still take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sr_studio.errors import Cancelled
from sr_studio.sentences import Sentence


@dataclass(frozen=True)
class Progress:
    """One observation of a piece of work.

    Attributes:
        done: Units finished.
        total: Units in all.
        rate: Units a second, or None before the warm-up unit is over.
        seconds_left: Honest time left, or None while it cannot be known.
    """

    done: float
    total: float
    rate: float | None = None
    seconds_left: float | None = None

    @property
    def fraction(self) -> float:
        """Share done, 0..1; an empty piece of work is done."""
        return 1.0 if self.total <= 0 else min(1.0, self.done / self.total)


ProgressCallback = Callable[[Progress], None]


class ProgressClock:
    """Turns counts into :class:`Progress`, leaving the first (warm-up) advance out of the rate."""

    def __init__(self, total: float, now: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._now = now
        self._done = 0.0
        self._warm: tuple[float, float] | None = None

    def advance(self, units: float = 1.0) -> Progress:
        """Count ``units`` more as done and say where that leaves the work."""
        self._done += units
        now = self._now()
        if self._warm is None:
            self._warm = (now, self._done)
            return Progress(self._done, self._total)
        since, before = self._warm
        elapsed = now - since
        if elapsed <= 0:
            return Progress(self._done, self._total)
        rate = (self._done - before) / elapsed
        left = (self._total - self._done) / rate if rate > 0 else None
        return Progress(self._done, self._total, rate, left)


class CancelToken:
    """A wish to stop, set from any thread and looked at between tiles, pictures or iterations."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask for the work to stop at its next step."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise :class:`sr_studio.errors.Cancelled` if somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled


def spoken_duration(seconds: float) -> Sentence:
    """``41 s``, ``3 min 20 s``, ``2 h 5 min``: time left as people say it."""
    whole = max(0, round(seconds))
    if whole < 60:
        return Sentence("%1 s", whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return Sentence("%1 min %2 s", minutes, rest)
    hours, minutes = divmod(minutes, 60)
    return Sentence("%1 h %2 min", hours, minutes)
