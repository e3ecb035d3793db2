"""Measuring the averaged weights while a run trains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_studio.training.callback import Callback, Moment
from sr_studio.training.validation import Validator

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer


class Validation(Callback):
    """Measures on the held-out pictures, for the log, the loggers and the choice of the best."""

    order = 30

    def __init__(self, validator: Validator) -> None:
        self._validator = validator

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """Measure where it is due."""
        if not moment.validates:
            return
        scores = self._validator.measure(trainer.learner.average.module)
        trainer.run_folder.append({"iteration": moment.iteration, "validation": scores})
        trainer.measure("validation", scores)
        trainer.say(
            f"iteration {moment.iteration}: PSNR-Y {scores['psnr_y']:.3f} dB, "
            f"SSIM-Y {scores['ssim_y']:.4f}"
        )
