"""What happens beside the updates of a run: one class each, called in a declared order.

The trainer reaches a *moment* about once a second, and at each validation. The callbacks of the
leading process are called by rising ``order``: log (10), watch (20), validation (30), previews
(40), checkpoint (50), loggers of other programs (60). A logger stands in one module of
``sr_studio.training.callbacks``, or in one plug-in, and is registered with
``@LOGGERS.register("NAME")``; ``sr-studio train --log NAME`` switches it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sr_studio.errors import StudioError
from sr_studio.plugins import Registry

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer


@dataclass(frozen=True)
class Moment:
    """Where a run stands when its callbacks are called.

    Attributes:
        iteration: Updates done.
        terms: Means of the terms of the loss since the moment before, weighted.
        learning_rate: The generator's.
        rate: Updates a second since the moment before.
        validates: Whether the averaged weights are to be measured now.
        saves: Whether a checkpoint is due now.
    """

    iteration: int
    terms: Mapping[str, float]
    learning_rate: float
    rate: float | None = None
    validates: bool = False
    saves: bool = False


class Callback:
    """Does nothing at any time; override what is of interest."""

    #: Callbacks are called by rising order.
    order: ClassVar[int] = 60

    def began(self, trainer: Trainer) -> None:
        """Training begins, or goes on, at ``trainer.iteration``."""

    def reached(self, trainer: Trainer, moment: Moment) -> None:
        """A moment was reached."""

    def measured(self, group: str, values: Mapping[str, float], iteration: int) -> None:
        """Numbers were measured: ``loss``, ``run`` (learning rate) or ``validation``."""

    def ended(self) -> None:
        """Training is over, whatever the reason."""

    def state(self) -> dict[str, Any]:
        """What must be in a checkpoint for the run to go on as if it had never stopped."""
        return {}

    def load_state(self, state: Mapping[str, Any]) -> None:
        """Put back what :meth:`state` gave."""


#: Loggers of other programs, made with the trainer, by the names that ``--log`` takes.
LOGGERS: Registry[type[Logger]] = Registry("sr_studio.training.callbacks")


class Logger(Callback):
    """Takes the numbers of a run to another program.

    Args:
        trainer: Whose numbers they are.

    Raises:
        StudioError: The other program is not installed or cannot be reached.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer


def find_logger(name: str) -> type[Logger]:
    """The logger of a name.

    Raises:
        StudioError: There is none.
    """
    kind = LOGGERS.find(name)
    if kind is None:
        raise StudioError(
            f"there is no logger {name!r}",
            where="--log",
            remedy=f"Known are {', '.join(LOGGERS.names())}.",
        )
    return kind
