"""One engine and the item of the queue it works on; the runner has one for each device."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from sr_studio.app.engine_bridge import EngineBridge
from sr_studio.upscaling.request import AUTO

if TYPE_CHECKING:
    from sr_studio.engine.protocol import Job, JobPart, JobStatus
    from sr_studio.upscaling.queue_items import QueueItem


class Lane(QObject):
    """Takes one item at a time: :meth:`take` it, then :meth:`send` it or :meth:`leave` it.

    Args:
        engine: What it works with; other jobs may go through it as well.
        own: Whether the engine is nobody else's, and ends with the lane.

    Signals:
        told: The item and the :class:`JobStatus` the engine has for it. With a final one the lane
            is free again.
        part_arrived: The number of the item and a :class:`JobPart` of its result.
    """

    told = Signal(object, object)
    part_arrived = Signal(int, object)

    def __init__(self, engine: EngineBridge, parent: QObject, *, own: bool) -> None:
        super().__init__(parent)
        self._engine = engine
        self._own = own
        self.item: QueueItem | None = None
        #: Where the result of the item goes, once that is known.
        self.output: Path | None = None
        #: Whether the person does not want the item any more.
        self.dropped = False
        #: Whether the engine began it.
        self.ran = False
        self._job = ""
        self._device = AUTO
        engine.job_changed.connect(self._hear)
        engine.part_arrived.connect(self._pass_on)

    def take(self, item: QueueItem, device: str) -> None:
        """Keep the lane for an item, to be made on a device; ``auto`` is the one it names."""
        self.item, self.output, self._device = item, None, device
        self._job, self.ran, self.dropped = "", False, False

    def send(self, output: Path, *, pixels: bool) -> None:
        """Have the engine make the item.

        Args:
            output: The file to make.
            pixels: Whether the result is wanted for the viewer at once as well.
        """
        assert self.item is not None
        job = replace(job_of(self.item), output=output, want_pixels=pixels, want_parts=True)
        if self._device != AUTO:
            job = replace(job, request=replace(job.request, device=self._device))
        self.output = output
        self._job = self._engine.client.submit(job)

    def leave(self) -> None:
        """Be free again; the engine has not got the item."""
        self.item = None

    def drop(self) -> None:
        """The item is not wanted any more; what came of that is told."""
        self.dropped = True
        if self._job:
            self._engine.client.cancel(self._job)

    def release(self, job: str) -> None:
        """The pixels of a job of whichever lane are not needed any more."""
        self._engine.client.release(job)

    def catch_up(self) -> None:
        """Hear now what the engine has said already, which else comes with the loop's next turn."""
        QCoreApplication.sendPostedEvents(self._engine, QEvent.Type.MetaCall.value)

    def shut_down(self) -> None:
        """Hear nothing more; an engine of the lane's own ends."""
        self._engine.job_changed.disconnect(self._hear)
        self._engine.part_arrived.disconnect(self._pass_on)
        if self._own:
            self._engine.shut_down()

    def _hear(self, status: JobStatus) -> None:
        from sr_studio.engine.protocol import JobState

        if self.item is None or not self._job or status.id != self._job:
            return
        item = self.item
        self.ran = self.ran or status.state is JobState.RUNNING
        if status.state.final:
            self.item = None
        self.told.emit(item, status)

    def _pass_on(self, part: JobPart) -> None:
        if self.item is not None and part.id == self._job:
            self.part_arrived.emit(self.item.id, part)


def job_of(item: QueueItem) -> Job:
    """What the engine is asked for an item."""
    from sr_studio.engine.protocol import Job

    return Job(
        item.request,
        source=item.source,
        output=item.output,
        quality=item.options.quality,
        keep_metadata=item.options.keep_metadata,
    )
