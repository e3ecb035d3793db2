"""Whether a run that says nothing is slow or gone, where its process cannot be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from sr_studio.training.run_folder import State, Status

Liveness = Literal["alive", "slow", "stale"]

#: States in which a trainer writes its status again and again; one that waits does so once.
_TALKING: tuple[State, ...] = ("preparing", "running")
#: A trainer writes its status every second; after this many expected gaps it is taken for gone.
_GAPS = 20.0
_LEAST = 60.0


class Listener:
    """Measures how long a run has been silent, by the clock of the one who listens.

    The clocks of two computers differ, and so do the times of files on a share.

    Args:
        now: Gives seconds that never go back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._status: Status | None = None
        self._since = now()
        self._longest = 0.0

    def hear(self, status: Status | None) -> Liveness:
        """Take in the status that was read just now; what to make of the run."""
        if status != self._status:
            if self._status is not None and self._status.state in _TALKING:
                self._longest = max(self._longest, self.silent)
            self._status, self._since = status, self._now()
        return judge(status, self.silent, self._longest)

    @property
    def silent(self) -> float:
        """Seconds since the status was another one."""
        return self._now() - self._since


def word_expected_within(status: Status, longest_gap: float = 0.0) -> float:
    """Seconds within which a running trainer should have written its status again.

    Args:
        status: Its last one.
        longest_gap: The longest gap seen so far: a validation or a checkpoint may take minutes.
    """
    update = 1.0 / status.rate if status.rate else 1.0
    return max(_LEAST, _GAPS * update, 2 * longest_gap)


def judge(status: Status | None, silent: float, longest_gap: float = 0.0) -> Liveness:
    """What to make of a status that has not changed for ``silent`` seconds.

    ``slow`` is longer than the gaps it usually leaves, ``stale`` longer than it may take. A paused
    run says nothing, however long.
    """
    if status is None or status.state not in _TALKING:
        return "alive"
    limit = word_expected_within(status, longest_gap)
    if silent > limit:
        return "stale"
    return "slow" if silent > limit / 4 else "alive"
