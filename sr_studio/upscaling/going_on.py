"""The queue for whoever goes on, or ends in good order, when it cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, QueueItem
from sr_studio.upscaling.request import UpscaleReport


class GoingOn:
    """Claims and finishes items; a full disk below the queue does not end the work.

    Results may go to another disk. What cannot be written is kept by the queue, and written as
    soon as it can be.

    Args:
        queue: Where the items stand.
        on_trouble: Told each time that something could not be written.
    """

    def __init__(self, queue: UpscaleQueue, on_trouble: Callable[[StudioError], None]) -> None:
        self._queue, self._on_trouble = queue, on_trouble

    def claim(self, batch: str) -> QueueItem | None:
        """The next waiting item of a batch of this process; None where there is none.

        Raises:
            StudioError: The queue cannot be read either.
        """
        try:
            return self._queue.claim(batch)
        except StudioError as error:
            self._on_trouble(error)
            return self._queue.claim_unwritten(batch)

    def finish(
        self,
        id: int,
        state: ItemState,
        *,
        output: Path | None = None,
        report: UpscaleReport | None = None,
        error: str = "",
    ) -> None:
        """Say what became of an item; see :meth:`UpscaleQueue.finish`."""
        try:
            self._queue.finish(id, state, output=output, report=report, error=error)
        except StudioError as trouble:
            self._on_trouble(trouble)
