"""The engine client for the window: its callbacks become signals on the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from sr_studio.engine.client import EngineClient
    from sr_studio.engine.pixels import PixelFile
    from sr_studio.engine.protocol import (
        DistancesAnswer,
        EngineStatus,
        EstimateAnswer,
        JobPart,
        JobStatus,
    )

OnEstimate = Callable[["EstimateAnswer"], None]
OnDistances = Callable[["DistancesAnswer"], None]


class EngineBridge(QObject):
    """One engine client, made at first need; whatever it says arrives on the window's thread.

    Signals:
        job_changed: A :class:`JobStatus`.
        engine_changed: An :class:`EngineStatus`.
        part_arrived: A :class:`JobPart`.
    """

    job_changed = Signal(object)
    engine_changed = Signal(object)
    part_arrived = Signal(object)
    _said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client: EngineClient | None = None
        self._said.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def client(self) -> EngineClient:
        """The client; made on the first call, without starting the engine process."""
        if self._client is None:
            from sr_studio.engine.client import EngineClient

            self._client = EngineClient(self._tell_job, self._tell_engine, self._tell_part)
        return self._client

    @property
    def status(self) -> EngineStatus | None:
        """The engine as last told; None before it was ever needed."""
        return None if self._client is None else self._client.status

    def estimate(self, width: int, height: int, request: object, answer: OnEstimate) -> None:
        """Ask what a job would cost; ``answer`` is called on the window's thread."""
        self.client.estimate(
            width,
            height,
            request,  # type: ignore[arg-type]  # an UpscaleRequest; not imported before use
            lambda found: self._said.emit(lambda: answer(found)),
        )

    def distances(
        self,
        files: Sequence[PixelFile],
        boxes: Sequence[tuple[int, int, int, int]],
        answer: OnDistances,
    ) -> None:
        """Ask for LPIPS of the versions after the first; answered on the window's thread."""
        import uuid

        from sr_studio.engine.protocol import AskDistances

        question = AskDistances(uuid.uuid4().hex, files[0], tuple(files[1:]), tuple(boxes))
        self.client.ask(question, lambda found: self._said.emit(lambda: answer(found)))

    def shut_down(self) -> None:
        """Stop the engine; nothing arrives afterwards."""
        self._said.disconnect(self._hear)
        if self._client is not None:
            self._client.shutdown()
            self._client = None

    def _tell_job(self, status: JobStatus) -> None:
        self._said.emit(lambda: self.job_changed.emit(status))

    def _tell_engine(self, status: EngineStatus) -> None:
        self._said.emit(lambda: self.engine_changed.emit(status))

    def _tell_part(self, part: JobPart) -> None:
        self._said.emit(lambda: self.part_arrived.emit(part))

    @Slot(object)
    def _hear(self, announce: Callable[[], None]) -> None:
        announce()
