"""A batch on several devices of one computer: each has a worker that takes the next item."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.upscaling.batch import BatchRunner
from sr_studio.upscaling.places import Places
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import QueueItem
from sr_studio.upscaling.request import AUTO
from sr_studio.upscaling.speed import SpeedTable
from sr_studio.upscaling.upscaler import Upscaler


class DeviceTeam:
    """Makes the waiting items of batches, on one device or several.

    Every worker has an Upscaler of its own and takes an item when it is free, so a faster card
    makes more of them. Whatever happens to one item, the others go on.

    Args:
        devices: Names for requests; the same one several times is several workers on it. A single
            ``auto`` leaves items to the devices they were added with.
        sharing: Workers that share each device's cores; see :func:`.sharing_cores.workers_for`.
        queue: Where the items stand.
        upscaler: For the first device, where it is at hand already.
        on_start, on_progress, on_outcome, on_pause, on_trouble: As for :class:`BatchRunner`; called
            by one worker at a time. With several workers progress is not told.
        cancel: Stops all of them.
    """

    def __init__(
        self,
        devices: Sequence[str],
        queue: UpscaleQueue,
        *,
        sharing: int = 1,
        upscaler: Upscaler | None = None,
        on_start: Callable[[QueueItem, Path], None] = lambda item, output: None,
        on_progress: ProgressCallback = lambda progress: None,
        on_outcome: Callable[[QueueItem], None] = lambda item: None,
        on_pause: Callable[[], None] = lambda: None,
        on_trouble: Callable[[StudioError], None] = lambda error: None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._cancel = CancelToken() if cancel is None else cancel
        self._lock = threading.Lock()
        self._held: list[str] = []
        self._on_start, self._on_outcome, self._on_pause = on_start, on_outcome, on_pause
        self._on_trouble = on_trouble
        places = Places()
        devices = [device for device in devices for _ in range(sharing)]
        self._runners = [
            BatchRunner(
                _upscaler(upscaler if number == 0 else None, sharing),
                queue,
                device=None if device == AUTO else device,
                places=places,
                on_start=self._start,
                on_progress=on_progress if len(devices) == 1 else lambda progress: None,
                on_outcome=self._outcome,
                on_pause=self._pause,
                on_trouble=self._trouble,
                cancel=self._cancel,
            )
            for number, device in enumerate(devices)
        ]

    def run(self, batch: str) -> None:
        """Make every item of a batch that waits.

        Raises:
            StudioError: The queue cannot be read; the workers have stopped.
        """
        self._held.clear()
        if len(self._runners) == 1:
            self._runners[0].run(batch)
            return
        with ThreadPoolExecutor(len(self._runners), "device") as pool:
            works = [pool.submit(self._one, runner, batch) for runner in self._runners]
        for work in works:
            work.result()

    def _one(self, runner: BatchRunner, batch: str) -> None:
        try:
            runner.run(batch)
        except BaseException:
            self._cancel.cancel()
            raise

    def _start(self, item: QueueItem, output: Path) -> None:
        with self._lock:
            self._on_start(item, output)

    def _outcome(self, item: QueueItem) -> None:
        with self._lock:
            self._on_outcome(item)

    def _pause(self) -> None:
        with self._lock:
            if not self._held:
                self._on_pause()
            self._held.append("held")

    def _trouble(self, error: StudioError) -> None:
        with self._lock:
            self._on_trouble(error)


def _upscaler(there: Upscaler | None, sharing: int) -> Upscaler:
    """The one that is there, or another; one with its share of the cores where several share."""
    if sharing == 1:
        return Upscaler() if there is None else there
    import torch

    from sr_studio.upscaling.backends import make_backend

    threads = max(1, torch.get_num_threads() // sharing)
    make = partial(make_backend, threads=threads)
    return Upscaler(make_backend=make, speeds=SpeedTable(learns=False))
