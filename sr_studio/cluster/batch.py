"""A batch of the queue over a Ray cluster.

The queue stays here, and results are written here, whole: machines of the cluster need no common
folder, and one that dies leaves nothing behind. What it was working on is made by another one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sr_studio import files
from sr_studio.cluster.connection import places, share_of_a_task
from sr_studio.cluster.making import Answer, Order, make_there
from sr_studio.errors import StudioError
from sr_studio.imaging.animation import frames_in
from sr_studio.imaging.reading import read_size
from sr_studio.progress import CancelToken
from sr_studio.upscaling.batch import sentence_about, what_to_say
from sr_studio.upscaling.collisions import AlreadyThere
from sr_studio.upscaling.going_on import GoingOn
from sr_studio.upscaling.methods import find_method, is_interpolation
from sr_studio.upscaling.output import can_animate, check_output
from sr_studio.upscaling.places import Places
from sr_studio.upscaling.queue import MOST_ATTEMPTS, UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, QueueItem
from sr_studio.upscaling.record import file_digest, record_of
from sr_studio.zoo.catalogue import files_of

_LOOK_SECONDS = 0.5
_DIED = "The machine or process that worked on this picture ended, {times} times; it is left out."


@dataclass(frozen=True)
class _Sent:
    item: QueueItem
    output: Path


class ClusterRunner:
    """Makes the waiting items of batches on every machine of a cluster.

    Args:
        ray: The module, connected.
        queue: Where the items stand.
        on_start, on_outcome, on_pause, on_trouble, cancel: As for :class:`.batch.BatchRunner`.
    """

    def __init__(
        self,
        ray: Any,
        queue: UpscaleQueue,
        *,
        on_start: Callable[[QueueItem, Path], None] = lambda item, output: None,
        on_outcome: Callable[[QueueItem], None] = lambda item: None,
        on_pause: Callable[[], None] = lambda: None,
        on_trouble: Callable[[StudioError], None] = lambda error: None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._ray, self._queue = ray, queue
        self._going_on = GoingOn(queue, on_trouble)
        self._on_start, self._on_outcome, self._on_pause = on_start, on_outcome, on_pause
        self._cancel = CancelToken() if cancel is None else cancel
        self._places = Places()
        # What failed with a machine is sent again here, where it is counted.
        self._task = ray.remote(max_retries=0, **share_of_a_task(ray))(make_there)
        self._flying: dict[Any, _Sent] = {}
        self._models: dict[str, Any] = {}
        self._deaths: dict[int, int] = {}
        self._held = False

    def run(self, batch: str) -> None:
        """Make every item of a batch that waits."""
        try:
            while not self._cancel.cancelled:
                self._send_more(batch)
                if not self._flying:
                    if not self._queue.is_paused(batch):
                        return
                    time.sleep(_LOOK_SECONDS)
                    continue
                ready, _ = self._ray.wait(list(self._flying), timeout=_LOOK_SECONDS)
                for one in ready:
                    self._receive(one, self._flying.pop(one))
        finally:
            self._call_back()

    def _send_more(self, batch: str) -> None:
        """As much as the cluster has room for now; machines may come and go."""
        room = places(self._ray)
        while len(self._flying) < room:
            item = self._going_on.claim(batch)
            if item is None:
                if self._queue.is_paused(batch) and not self._held:
                    self._on_pause()
                    self._held = True
                return
            self._held = False
            self._send(item)

    def _send(self, item: QueueItem) -> None:
        try:
            read_size(item.source)
            record = record_of(item.source, item.request, item.options)
            output = self._places.take(item, record)
        except AlreadyThere as there:
            self._end(item, ItemState.SKIPPED, output=there.path, error=there.why)
            return
        except Exception as error:
            self._end(item, ItemState.FAILED, error=sentence_about(item.source, error))
            return
        try:
            # Here, where it will be written; the other machine knows a folder of its own only.
            animated = frames_in(item.source) > 1 and can_animate(output)
            check_output(output, item.source, animated=animated)
            self._on_start(item, output)
            digest, model = self._model_of(item)
            data = item.source.read_bytes()
        except Exception as error:
            self._places.give_back(output)
            self._end(item, ItemState.FAILED, error=sentence_about(item.source, error))
            return
        order = Order(
            data, item.source.name, output.name, item.request, item.options, record, digest
        )
        self._flying[self._task.remote(order, model)] = _Sent(item, output)

    def _model_of(self, item: QueueItem) -> tuple[str, Any]:
        """Digest and files of a model that did not come with the program, sent once."""
        if is_interpolation(item.request.method):
            return "", None
        method = find_method(item.request.method)
        if method.shipped or method.path is None:
            return "", None
        parts = files_of(method.path)
        digest = "".join(map(file_digest, parts))
        if digest not in self._models:
            self._models[digest] = self._ray.put({one.name: one.read_bytes() for one in parts})
        return digest, self._models[digest]

    def _receive(self, reference: Any, sent: _Sent) -> None:
        item = sent.item
        try:
            answer: Answer = self._ray.get(reference)
        except self._ray.exceptions.RayError:
            self._places.give_back(sent.output)
            self._again(item)
            return
        try:
            if answer.error:
                self._end(item, ItemState.FAILED, error=answer.error)
                return
            assert answer.report is not None
            files.write_bytes(sent.output, answer.data)
            notes = (*answer.report.notes, *what_to_say(item, sent.output))
            report = replace(answer.report, notes=notes)
            self._end(item, ItemState.DONE, output=sent.output, report=report)
        except Exception as error:
            self._end(item, ItemState.FAILED, error=sentence_about(item.source, error))
        finally:
            self._places.give_back(sent.output)

    def _again(self, item: QueueItem) -> None:
        """Its machine died: another one makes it, unless it is what kills them."""
        self._deaths[item.id] = self._deaths.get(item.id, 0) + 1
        if self._deaths[item.id] < MOST_ATTEMPTS:
            self._going_on.finish(item.id, ItemState.WAITING)
        else:
            self._end(item, ItemState.FAILED, error=_DIED.format(times=MOST_ATTEMPTS))

    def _call_back(self) -> None:
        """What is under way waits in the queue again."""
        for reference, sent in self._flying.items():
            self._ray.cancel(reference, force=True)
            self._places.give_back(sent.output)
            self._going_on.finish(sent.item.id, ItemState.WAITING)
        self._flying.clear()

    def _end(self, item: QueueItem, state: ItemState, **outcome: Any) -> None:
        self._going_on.finish(item.id, state, **outcome)
        output = outcome.pop("output", None) or item.output
        self._on_outcome(replace(item, state=state, output=output, **outcome))
