"""Pictures to look at while a run trains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_studio.training.callback import Callback, Moment
from sr_studio.training.validation import Validator

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer


class Previews(Callback):
    """Writes the first held-out pictures, as the averaged weights make them."""

    order = 40

    def __init__(self, validator: Validator) -> None:
        self._validator = validator

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """Write them at each validation."""
        if moment.validates:
            network = trainer.learner.average.module
            folder = trainer.run_folder.previews
            self._validator.write_previews(network, folder, moment.iteration)
