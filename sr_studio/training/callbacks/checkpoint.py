"""Keeping the state of a run: the last checkpoints, and the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sr_studio.training.callback import Callback, Moment
from sr_studio.training.checkpoints import best_score, save_checkpoint

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
        self._best = self._score = float("-inf")

    def began(self, trainer: Trainer) -> None:
        """Go on from the best that is kept; keep the first weights, for a run killed early."""
        self._best = best_score(trainer.run_folder)
        if trainer.iteration == 0:
            save_checkpoint(trainer.run_folder, 0, trainer.state())

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """Save, and keep as the best what is better."""
        if not moment.saves:
            return
        nothing = float("-inf")
        self._score = trainer.scores.get("psnr_y", nothing) if moment.validates else nothing
        is_best = moment.validates and (self._takes_last or self._score > self._best)
        save_checkpoint(trainer.run_folder, moment.iteration, trainer.state(), is_best=is_best)
        if is_best:
            self._best = self._score

    def state(self) -> dict[str, Any]:
        """The score of this very state; the best score stands in the best checkpoint alone."""
        return {"score": self._score}
