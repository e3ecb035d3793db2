"""Whether a run that says nothing is slow or gone, where its process cannot be asked. No clock."""

from __future__ import annotations

from typing import Literal

from sr_studio.training.run_folder import Status

#: A trainer writes its status every second; after this many expected gaps it is taken for gone.
_GAPS = 20.0
_LEAST = 60.0


def word_expected_within(status: Status, longest_gap: float = 0.0) -> float:
    """Seconds within which a running trainer should have written its status again.

    Args:
        status: Its last one.
        longest_gap: The longest gap seen so far: a validation or a checkpoint may take minutes.
    """
    update = 1.0 / status.rate if status.rate else 1.0
    return max(_LEAST, _GAPS * update, 2 * longest_gap)


def judge(
    status: Status | None, silent: float, longest_gap: float = 0.0
) -> Literal["alive", "slow", "stale"]:
    """What to make of a status that has not changed for ``silent`` seconds.

    ``slow`` is longer than the gaps it usually leaves, ``stale`` longer than it may take.
    """
    if status is None or status.state not in ("preparing", "running"):
        return "alive"
    limit = word_expected_within(status, longest_gap)
    if silent > limit:
        return "stale"
    return "slow" if silent > limit / 4 else "alive"
