"""The run folder's own log: one line a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_studio.training.callback import Callback, Moment
from sr_studio.training.memory import peak_memory

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer


class Log(Callback):
    """Writes the terms of the loss to ``metrics.jsonl`` and hands them to the loggers."""

    order = 10

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """One line with the terms, the learning rate, the pace, the gradient and the memory."""
        line = {
            "iteration": moment.iteration,
            "losses": dict(moment.terms),
            "learning_rate": moment.learning_rate,
            "rate": moment.rate,
            "gradient_norm": trainer.learner.gradient_norm(),
            "memory": peak_memory(trainer.learner.acceleration.device),
        }
        trainer.run_folder.append(line)
        trainer.measure("loss", moment.terms)
        trainer.measure("run", {"learning_rate": moment.learning_rate})
