"""The work of ``sr-studio upscale``: a batch, then perhaps a watch, then the report."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sr_studio.commands.upscale import Watch
    from sr_studio.commands.upscale_display import Display
    from sr_studio.commands.upscale_plan import Where
    from sr_studio.progress import CancelToken
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_items import NewItem, QueueItem
    from sr_studio.upscaling.upscaler import Upscaler

EXIT_STOPPED = 130
_WATCH_SECONDS = 1.0


def work(
    where: Where,
    upscaler: Upscaler,
    items: list[NewItem] | None,
    title: str,
    watch: Watch | None,
    report: Path | None,
    json_: bool,
) -> int:
    """Work through new items, or (None) through what is left over; the exit code.

    Args:
        where: On which devices, or on which cluster.
        upscaler: With the models that were opened for the plan.
        items: What is to be made.
        title: Of the batch.
        watch: Gives more items while the command runs.
        report: The file of the report.
        json_: Whether it is printed.
    """
    from sr_studio.commands.upscale_display import Display
    from sr_studio.commands.upscale_plan import queue_with
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_items import ItemState

    if items is None:
        queue, batches, trouble = UpscaleQueue(), list[str](), ""
    else:
        queue, batch, trouble = queue_with(items, title)
        batches = [batch]
    outcomes: dict[int, QueueItem] = {}
    with queue:
        if trouble:
            print(f"note: {trouble} What is not finished cannot be resumed.", file=sys.stderr)
        if items is None and not (batches := _left_over(queue)):
            print("There is nothing left to do.", file=sys.stderr)
        waiting = sum(len(queue.items(batch, states=[ItemState.WAITING])) for batch in batches)
        with ExitStack() as stack, _stopping() as cancel, Display(waiting) as display:

            def told(item: QueueItem) -> None:
                outcomes[item.id] = item
                display.outcome(item)

            team = _runner(where, upscaler, queue, items, display, told, cancel)
            runner = stack.enter_context(team)
            for batch in batches:
                runner.run(batch)
            if watch is not None:
                batches += _watched(runner, queue, watch, title, display, cancel)
        # The queue may not have been told yet, where it could not be written.
        found = [item for batch in batches for item in queue.items(batch)]
        done = [outcomes.get(item.id, item) for item in found]
        # Who watches is done when nothing is left; who is not, was stopped.
        stopped = watch is None or any(item.state is ItemState.WAITING for item in done)
        return _ended(done, report, json_, cancel.cancelled and stopped)


class _Runner(Protocol):
    """Works through batches."""

    def run(self, batch: str) -> None:
        """Make every item of a batch that waits."""


@contextmanager
def _runner(
    where: Where,
    upscaler: Upscaler,
    queue: UpscaleQueue,
    items: list[NewItem] | None,
    display: Display,
    told: Callable[[QueueItem], None],
    cancel: CancelToken,
) -> Iterator[_Runner]:
    """What does the work: the devices of this computer, or a cluster."""
    if not where.cluster:
        from sr_studio.upscaling.sharing_cores import workers_for
        from sr_studio.upscaling.team import DeviceTeam

        yield DeviceTeam(
            where.devices,
            queue,
            sharing=workers_for(items or [], upscaler) if len(where.devices) == 1 else 1,
            upscaler=upscaler,
            on_start=display.start,
            on_progress=display.progress,
            on_outcome=told,
            on_pause=display.pause,
            on_trouble=display.trouble,
            cancel=cancel,
        )
        return
    from sr_studio.cluster.batch import ClusterRunner
    from sr_studio.cluster.connection import connected

    with connected(where.cluster) as ray:
        yield ClusterRunner(
            ray,
            queue,
            on_start=display.start,
            on_outcome=told,
            on_pause=display.pause,
            on_trouble=display.trouble,
            cancel=cancel,
        )


def _left_over(queue: UpscaleQueue) -> list[str]:
    """The batches nobody works on any more, taken over."""
    batches = [batch.id for batch in queue.batches() if batch.left_over]
    return [batch for batch in batches if queue.adopt(batch)]


def _watched(
    runner: _Runner,
    queue: UpscaleQueue,
    watch: Watch,
    title: str,
    display: Display,
    cancel: CancelToken,
) -> list[str]:
    """Make what comes into the folders until somebody stops it; the batches that were made."""
    batches = []
    if not cancel.cancelled:
        display.line("waiting for new pictures; Ctrl-C ends it.")
    while not cancel.cancelled:
        if items := watch.items():
            display.more(len(items))
            batches.append(queue.add(items, title))
            runner.run(batches[-1])
        time.sleep(_WATCH_SECONDS)
    return batches


def _ended(items: list[QueueItem], report: Path | None, json_: bool, stopped: bool) -> int:
    """Reports and exit code of items that were worked on."""
    from sr_studio.upscaling.batch_report import as_json, write_report
    from sr_studio.upscaling.queue_items import ItemState

    try:
        if report is not None:
            write_report(items, report)
    finally:  # a report that failed (a full disk) does not take the answer with it
        if json_:
            print(as_json(items))
    if stopped:
        said = "stopped; nothing half-made was left behind. `sr-studio upscale --resume` goes on."
        print(said, file=sys.stderr)
        return EXIT_STOPPED
    return int(any(item.state is ItemState.FAILED for item in items))


@contextmanager
def _stopping() -> Iterator[CancelToken]:
    """A token that Ctrl-C (and SIGTERM) sets; a second Ctrl-C ends at once."""
    from sr_studio.progress import CancelToken

    token = CancelToken()

    def stop(number: int, frame: object) -> None:
        if token.cancelled:
            raise KeyboardInterrupt
        token.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield token
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
