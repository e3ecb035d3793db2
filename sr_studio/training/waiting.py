"""A run that waits: paused by a person, or while somebody upscales on the same device."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sr_studio.sharing import somebody_goes_first

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer

_LOOK_SECONDS = 0.2
_PAUSED = "Paused; resume goes on at once."
_SHARING = "Waits while pictures are enlarged on this device."


def wait_for_turn(trainer: Trainer) -> None:
    """Hold the run, its networks in memory, as long as there is a reason to, and say which."""
    said = ""
    while reason := _reason(trainer):
        if reason != said:
            trainer.write_status("paused", reason)
            said = reason
        time.sleep(_LOOK_SECONDS)


def _reason(trainer: Trainer) -> str:
    requested = trainer.run_folder.requested()
    if trainer.stop_asked or requested == "stop":
        return ""
    if requested == "pause":
        return _PAUSED
    return _SHARING if somebody_goes_first() else ""
