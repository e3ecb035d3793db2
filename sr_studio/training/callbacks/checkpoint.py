"""Keeping the state of a run: the last checkpoints, and the best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sr_studio.training.callback import Callback, Moment
from sr_studio.training.checkpoints import keep_as_best, save_checkpoint

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer


class Checkpoint(Callback):
    """Writes the whole state where it is due; the best is that of the highest PSNR-Y, or the last.

    Args:
        takes_last: Whether the last validated state is the best one (GANs).
    """

    order = 50

    def __init__(self, *, takes_last: bool) -> None:
        self._takes_last = takes_last
        self._best = float("-inf")

    def began(self, trainer: Trainer) -> None:
        """Keep the first weights: a run that is killed early has something to go on from."""
        if trainer.iteration == 0:
            save_checkpoint(trainer.run_folder, 0, trainer.state())

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """Save, and keep as the best what is better."""
        if not moment.saves:
            return
        score = trainer.scores.get("psnr_y", float("-inf"))
        is_best = moment.validates and (self._takes_last or score > self._best)
        if is_best:
            self._best = score
        path = save_checkpoint(trainer.run_folder, moment.iteration, trainer.state())
        if is_best:
            keep_as_best(trainer.run_folder, path)

    def state(self) -> dict[str, Any]:
        """The best score so far."""
        return {"best": self._best}

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Go on from the best score of a checkpoint."""
        self._best = float(state["best"])
