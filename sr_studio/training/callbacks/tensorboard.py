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
    """Writes scalars into the run folder; the file is made with the first number."""

    def __init__(self, trainer: Trainer) -> None:
        super().__init__(trainer)
        self._writer: EventFileWriter | None = None

    def measured(self, group: str, values: Mapping[str, float], iteration: int) -> None:
        """Add ``group/name`` = value at an iteration."""
        if self._writer is None:
            self._writer = EventFileWriter(str(self.trainer.run_folder.tensorboard))
        scalars = [Summary.Value(tag=f"{group}/{n}", simple_value=v) for n, v in values.items()]
        self._writer.add_event(Event(step=iteration, summary=Summary(value=scalars)))

    def ended(self) -> None:
        """Flush what is left."""
        if self._writer is not None:
            self._writer.close()
