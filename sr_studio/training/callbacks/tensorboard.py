"""The run's numbers in TensorBoard's format, for those who watch many runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from sr_studio.training.callback import LOGGERS, Logger

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer


@LOGGERS.register("tensorboard")
class TensorBoardLogger(Logger):
    """Writes scalars into the run folder; the file is made with the first number.

    A disk that fails it for a moment, or a folder whose name is no text (its writer takes only
    UTF-8), ends it and not the run: the numbers are in the run's log.
    """

    def __init__(self, trainer: Trainer) -> None:
        super().__init__(trainer)
        self._writer: EventFileWriter | None = None
        self._lost = False

    def measured(self, group: str, values: Mapping[str, float], iteration: int) -> None:
        """Add ``group/name`` = value at an iteration."""
        if self._lost:
            return
        scalars = [Summary.Value(tag=f"{group}/{n}", simple_value=v) for n, v in values.items()]
        try:
            if self._writer is None:
                self._writer = EventFileWriter(str(self.trainer.run_folder.tensorboard))
            self._writer.add_event(Event(step=iteration, summary=Summary(value=scalars)))
        except (OSError, UnicodeError) as error:
            self._give_up(error)

    def ended(self) -> None:
        """Flush what is left."""
        if self._lost or self._writer is None:
            return
        try:
            self._writer.close()
        except (OSError, UnicodeError) as error:
            self._give_up(error)

    def _give_up(self, error: OSError | UnicodeError) -> None:
        self._lost = True
        why = error.strerror if isinstance(error, OSError) else None
        self.trainer.note(f"TensorBoard takes no more numbers: {why or error}")
