"""Which pictures and results an action means, as the list and the picture on show stand now."""

from __future__ import annotations

from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.queue_view import QueueView
from sr_studio.app.upscale.saving import Pair
from sr_studio.app.upscale.stage import Stage
from sr_studio.app.upscale.starting import Starting
from sr_studio.app.upscale.worklist import Worklist


class Meant:
    """Looks at the parts of the page; changes nothing."""

    def __init__(
        self, worklist: Worklist, starting: Starting, queue: QueueView, stage: Stage
    ) -> None:
        self._worklist, self._starting, self._queue, self._stage = worklist, starting, queue, stage

    def by_upscale(self) -> list[Entry]:
        """What the button takes along: all that wait, else what is selected, once more.

        Nothing where the button lets a paused queue go on.
        """
        waiting = [
            entry
            for entry in self._worklist.entries
            if entry.state.startable and not self._starting.awaited(entry)
        ]
        if waiting or self.held():
            return waiting
        return [
            entry
            for entry in self._queue.selected()
            if entry.size is not None and not self._is_under_way(entry)
        ]

    def held(self) -> int:
        """How many wait only because the queue is paused."""
        return self._worklist.count(EntryState.WAITING) if self._worklist.runner.paused else 0

    def by_only_these(self) -> list[Entry]:
        """What is selected and could be made, or brought to the front."""
        return [
            entry
            for entry in self._queue.selected()
            if entry.state is not EntryState.WORKING
            and (entry.size is not None or entry.state.startable)
        ]

    def by_cancel(self) -> list[Entry]:
        """What is selected and is made, or will be."""
        return [entry for entry in self._queue.selected() if self._is_under_way(entry)]

    def by_again(self) -> list[Entry]:
        """What is selected and is not made now anyway."""
        return [entry for entry in self._queue.selected() if not self._is_under_way(entry)]

    def by_save(self) -> list[Pair]:
        """The result that is looked at, or the newest of each selected row."""
        selected = self._queue.selected()
        if len(selected) > 1:
            return [(entry, entry.newest) for entry in selected if entry.newest is not None]
        entry = self._stage.entry
        if entry is None:
            return []
        # What cannot be shown can be saved all the same.
        result = self._stage.result or entry.newest
        return [] if result is None else [(entry, result)]

    def by_save_all(self) -> list[Pair]:
        """Every result that is not saved."""
        return [(entry, result) for entry in self._worklist.entries for result in entry.unsaved]

    def under_way(self) -> int:
        """How many pictures the engine has, or will get."""
        return sum(self._is_under_way(entry) for entry in self._worklist.entries)

    def _is_under_way(self, entry: Entry) -> bool:
        return entry.state.under_way or self._starting.awaited(entry)
