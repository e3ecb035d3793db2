"""Which files are being made: there soon, and no other result's."""

from __future__ import annotations

import threading
from pathlib import Path

from sr_studio.files import explained, remove_parts
from sr_studio.upscaling.collisions import place_for
from sr_studio.upscaling.output import Existing
from sr_studio.upscaling.queue_items import QueueItem
from sr_studio.upscaling.record import Record, made_by


class Places:
    """Gives out the places of results, to several workers at once and to each another one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._promised: set[Path] = set()

    def take(self, item: QueueItem, record: Record) -> Path:
        """The place of an item's result by its collision policy, promised until it is given back.

        What a process that ended at the item left half-written there is removed.

        Raises:
            AlreadyThere: The result shall not be made again.
            StudioError: Its folder cannot be looked into.
        """
        with self._lock:
            try:
                place = place_for(item.output, policy_of(item, record), record, self._promised)
            except OSError as error:
                raise explained(error, item.output) from error
            self._promised.add(place)
        if item.attempts:
            remove_parts(place)
        return place

    def take_free(self, wanted: Path) -> bool:
        """Promise this very place if nothing is there and nobody else has it; whether it was.

        In a folder that cannot be looked into none is free; :meth:`take` says why.
        """
        with self._lock:
            try:
                free = wanted not in self._promised and not wanted.exists()
            except OSError:
                return False
            if free:
                self._promised.add(wanted)
        return free

    def give_back(self, place: Path) -> None:
        """The file is there now, or will not be made."""
        with self._lock:
            self._promised.discard(place)


def policy_of(item: QueueItem, record: Record) -> Existing:
    """The collision policy of an item.

    A process may end between writing a result and telling the queue: what is there then is that
    very result, and is made anew in its place instead of being numbered.
    """
    if item.attempts and item.output.exists() and made_by(item.output, record):
        return Existing.REPLACE
    return item.options.existing
