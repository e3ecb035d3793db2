"""How long a rater has been rating since the last real break: pauses do not count."""

from __future__ import annotations

from collections.abc import Sequence

from sr_studio.studies.definition.sections import Sessions

#: After a pause longer than this the instructions are shown again.
LONG_PAUSE_NS = 5 * 60 * 1_000_000_000
_MINUTE_NS = 60 * 1_000_000_000


class SittingClock:
    """Counts minutes and ratings of one session, and those since the last real break.

    A break is real when it lasts as long as the study demands between sessions, and longer than a
    pause that brings the instructions back; after it the count begins anew.

    Args:
        limits: The study's rules about sessions.
        before_us: When the rater's earlier ratings were stored (UTC microseconds, in order): what
            was rated just before this session counts, however often the window was closed.
        now_us: The beginning of the session.
    """

    def __init__(self, limits: Sessions, before_us: Sequence[int], now_us: int) -> None:
        self._limits = limits
        self._break_ns = max(LONG_PAUSE_NS, round(limits.min_break_minutes * _MINUTE_NS))
        self._carried_ns, self._trials = self._worked(before_us, now_us)
        self._begun_ns: int | None = None
        self._away_ns = 0
        self._fresh_ns = 0
        self._fresh_away_ns = 0

    def begin(self, now_ns: int) -> None:
        """The first picture is shown: the clock runs; later calls change nothing."""
        if self._begun_ns is None:
            self._begun_ns = self._fresh_ns = now_ns

    def rated(self) -> None:
        """One more rating was stored."""
        self._trials += 1

    def away(self, ns: int, now_ns: int) -> None:
        """The rater was away for ``ns``, up to now."""
        self._away_ns += ns
        self._fresh_away_ns += ns
        if ns >= self._break_ns:
            self._carried_ns, self._trials = 0, 0
            self._fresh_ns, self._fresh_away_ns = now_ns, 0

    def minutes(self, now_ns: int) -> float:
        """Of rating in this session."""
        if self._begun_ns is None:
            return 0.0
        return max(0, now_ns - self._begun_ns - self._away_ns) / _MINUTE_NS

    def is_up(self, now_ns: int) -> bool:
        """Whether the rater must have a break now."""
        if self._limits.max_trials and self._trials >= self._limits.max_trials:
            return True
        if self._begun_ns is None:
            return False
        stretch_ns = self._carried_ns + now_ns - self._fresh_ns - self._fresh_away_ns
        return stretch_ns / _MINUTE_NS >= self._limits.max_minutes

    def _worked(self, before_us: Sequence[int], now_us: int) -> tuple[int, int]:
        """Nanoseconds and ratings between the last real break and now."""
        worked_ns = trials = 0
        later_us = now_us
        for at_us in reversed(before_us):
            gap_ns = 1000 * (later_us - at_us)
            if gap_ns >= self._break_ns:
                break
            if trials and gap_ns <= LONG_PAUSE_NS:
                worked_ns += gap_ns
            trials += 1
            later_us = at_us
        return worked_ns, trials
