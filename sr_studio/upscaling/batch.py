"""Working through a batch of the queue: an outcome for each picture, whatever happens to one.

A result is encoded and written on a thread of its own while the next one is computed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from sr_studio.errors import Cancelled, StudioError
from sr_studio.imaging.reading import read_size
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.sentences import Sentence
from sr_studio.sharing import going_first
from sr_studio.upscaling.collisions import AlreadyThere
from sr_studio.upscaling.going_on import GoingOn
from sr_studio.upscaling.making import Made, make
from sr_studio.upscaling.output import write_result
from sr_studio.upscaling.places import Places
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, QueueItem, file_stamp
from sr_studio.upscaling.record import Record, record_of
from sr_studio.upscaling.request import UpscaleReport
from sr_studio.upscaling.upscaler import Upscaler

_log = logging.getLogger(__name__)
_PAUSE_LOOK_SECONDS = 0.2
#: Bytes of pixels up to which a result may wait to be written while the next one is made.
_LARGEST_WAITING = 400_000_000


@dataclass(frozen=True)
class _Ready:
    """A result that is to be written, where it is not already, and to be told."""

    item: QueueItem
    output: Path
    record: Record
    result: Made


class BatchRunner:
    """Makes the waiting items of batches, one after the other.

    Args:
        upscaler: What does the work.
        device: Where items are made, whatever they were added with; None is what they say.
        places: Shared with other runners of the same batch.
        queue: Where the items stand; each one's outcome is kept there as soon as it is known.
        on_start: Told that an item is begun, and the file that will be made.
        on_progress: Told how far it is.
        on_outcome: Told what became of an item, as it stands in the queue now.
        on_pause: Told once when a batch is held, and waits to be let go on.
        on_trouble: Told that the queue could not be written; the work goes on.
        cancel: Stops the work; what was finished stays, the rest waits in the queue.
    """

    def __init__(
        self,
        upscaler: Upscaler,
        queue: UpscaleQueue,
        *,
        device: str | None = None,
        places: Places | None = None,
        on_start: Callable[[QueueItem, Path], None] = lambda item, output: None,
        on_progress: ProgressCallback = lambda progress: None,
        on_outcome: Callable[[QueueItem], None] = lambda item: None,
        on_pause: Callable[[], None] = lambda: None,
        on_trouble: Callable[[StudioError], None] = lambda error: None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._upscaler = upscaler
        self._queue = queue
        self._going_on = GoingOn(queue, on_trouble)
        self._on_start, self._on_progress = on_start, on_progress
        self._on_outcome, self._on_pause = on_outcome, on_pause
        self._cancel = CancelToken() if cancel is None else cancel
        self._device = device
        self._places = Places() if places is None else places
        self._writing: Future[None] | None = None

    def run(self, batch: str) -> None:
        """Make every item of a batch that waits."""
        with ThreadPoolExecutor(1, "writing") as writer:
            while (item := self._next(batch)) is not None:
                made = self._make(item)
                if made is None:
                    continue
                self._wait()
                self._writing = writer.submit(self._write, made)
                picture = made.result.picture
                if picture is None or picture.pixels.nbytes > _LARGEST_WAITING:
                    self._wait()
            self._wait()

    def _next(self, batch: str) -> QueueItem | None:
        held = False
        while not self._cancel.cancelled:
            item = self._going_on.claim(batch)
            if item is not None or not self._queue.is_paused(batch):
                return item
            if not held:
                self._on_pause()
                held = True
            time.sleep(_PAUSE_LOOK_SECONDS)
        return None

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _make(self, item: QueueItem) -> _Ready | None:
        """Read and enlarge one picture; None where its outcome is known already."""
        made = None

        def work() -> None:
            nonlocal made
            made = self._enlarged(item)

        self._guarded(item, work)
        return made

    def _enlarged(self, item: QueueItem) -> _Ready:
        options = item.options
        read_size(item.source)  # what cannot be read at all is said before anything is begun
        record = record_of(item.source, item.request, options)
        output = self._places.take(item, record)
        try:
            return self._made(item, output, record)
        except BaseException:
            self._places.give_back(output)
            raise

    def _made(self, item: QueueItem, output: Path, record: Record) -> _Ready:
        self._on_start(item, output)
        request, options = item.request, item.options
        if self._device is not None:
            request = replace(request, device=self._device)
        with going_first():  # a training on this computer waits meanwhile
            made = make(
                self._upscaler,
                item.source,
                output,
                request,
                options,
                record,
                before_writing=self._wait,
                progress=self._on_progress,
                cancel=self._cancel,
            )
        if made.picture is not None:
            self._cancel.check()
        notes = (*made.report.notes, *what_to_say(item, output))
        return _Ready(item, output, record, replace(made, report=replace(made.report, notes=notes)))

    def _write(self, made: _Ready) -> None:
        def work() -> None:
            lost, picture, report = list(made.result.lost), made.result.picture, made.result.report
            if picture is not None:
                lost = write_result(picture, made.output, made.item.options, made.record)
            report = replace(report, notes=(*report.notes, *lost))
            self._end(made.item, ItemState.DONE, output=made.output, report=report)

        self._guarded(made.item, work)
        self._places.give_back(made.output)

    def _guarded(self, item: QueueItem, work: Callable[[], None]) -> None:
        """Do some work for an item; whatever goes wrong becomes its outcome."""
        try:
            work()
        except Cancelled:
            self._going_on.finish(item.id, ItemState.WAITING)
        except AlreadyThere as there:
            self._end(item, ItemState.SKIPPED, output=there.path, error=there.why)
        except Exception as error:
            self._end(item, ItemState.FAILED, error=sentence_about(item.source, error))

    def _end(
        self,
        item: QueueItem,
        state: ItemState,
        *,
        output: Path | None = None,
        report: UpscaleReport | None = None,
        error: str = "",
    ) -> None:
        self._going_on.finish(item.id, state, output=output, report=report, error=error)
        output = item.output if output is None else output
        self._on_outcome(replace(item, state=state, output=output, report=report, error=error))


def sentence_about(source: Path, error: Exception) -> str:
    """What went wrong with a picture, for a person; names the picture if nothing else is."""
    if isinstance(error, StudioError):
        if error.where is not None:
            return str(error)
        return str(StudioError(error.what, where=source, remedy=error.remedy))
    if isinstance(error, MemoryError):
        what = Sentence("memory does not suffice for this picture")
        remedy = Sentence("Choose a smaller scale.")
        return str(StudioError(what, where=source, remedy=remedy))
    # Whatever a library throws at one picture, the others are still worth doing; where it came
    # from goes to standard error.
    _log.error("unexpected error with %s", source, exc_info=error)
    what = Sentence("an unexpected error (%1)", f"{type(error).__name__}: {error}")
    return str(StudioError(what, where=source))


def what_to_say(item: QueueItem, output: Path) -> list[str]:
    """What a person should know of a result beside how it was made, one sentence each."""
    notes: list[str] = []
    if item.stamp and item.stamp != file_stamp(item.source):
        notes.append(Sentence("The picture was changed while it waited; the new one was taken."))
    if output != item.output:
        notes.append(Sentence("%1 was there already and was kept.", item.output.name))
    return notes
