"""The run's numbers in TensorBoard's format, for those who watch many runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter


class TensorBoardLog:
    """Writes scalars; the file is made with the first number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: EventFileWriter | None = None

    def add(self, group: str, values: Mapping[str, float], iteration: int) -> None:
        """Add ``group/name`` = value at an iteration."""
        if self._writer is None:
            self._writer = EventFileWriter(str(self._folder))
        scalars = [Summary.Value(tag=f"{group}/{n}", simple_value=v) for n, v in values.items()]
        self._writer.add_event(Event(step=iteration, summary=Summary(value=scalars)))

    def close(self) -> None:
        """Flush what is left."""
        if self._writer is not None:
            self._writer.close()
