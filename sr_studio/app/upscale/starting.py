"""Starts pictures as they are asked for; one that is still being read begins when it has been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sr_studio.app.context import Context
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.entry import Entry
from sr_studio.app.upscale.output import OutputPlan
from sr_studio.app.upscale.worklist import Worklist
from sr_studio.errors import StudioError

if TYPE_CHECKING:
    from sr_studio.upscaling.request import UpscaleRequest

#: A thousand pictures are read within seconds; those of such a moment go into the queue together.
_GATHER_MS = 50


@dataclass(frozen=True, eq=False)
class Wish:
    """How pictures are to be made.

    Attributes:
        requests: By which methods, each with a scale or a target.
        plan: Where results go.
        first: Whether they come before all that wait.
    """

    requests: Sequence[UpscaleRequest]
    plan: OutputPlan
    first: bool = False


class Starting(QObject):
    """Puts pictures into the queue, at once or as soon as they have been read.

    What was set when the person asked counts, whatever is set by the time a picture is read.

    Signals:
        started: Pictures are in the queue.
    """

    started = Signal()

    def __init__(self, context: Context, worklist: Worklist, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._worklist = context, worklist
        self._wishes: dict[Entry, Wish] = {}
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._begin_read)
        worklist.changed.connect(self._changed)
        worklist.removed.connect(self.forget)

    def start(self, entries: Sequence[Entry], wish: Wish) -> None:
        """Make pictures so; ones that are under way stay as they are.

        A place that depends on how many are started is decided here, for all of them.
        """
        idle = [entry for entry in entries if not entry.state.under_way]
        wish = replace(wish, plan=wish.plan.for_count(len(idle)))
        for entry in idle:
            if entry.size is None:
                self._wishes[entry] = wish
        self._begin([entry for entry in idle if entry.size is not None], wish)
        if wish.first:
            self._worklist.bring_forward(entries)

    def awaited(self, entry: Entry) -> bool:
        """Whether a picture was asked for and is still being read."""
        return entry in self._wishes

    def forget(self, entries: Sequence[Entry]) -> None:
        """These are not wanted any more."""
        for entry in entries:
            self._wishes.pop(entry, None)

    def shut_down(self) -> None:
        """Start nothing more."""
        self._gather.stop()
        self._wishes.clear()

    def _changed(self, entry: Entry) -> None:
        if entry not in self._wishes:
            return
        if entry.size is not None:
            if not self._gather.isActive():
                self._gather.start()
        elif entry.unreadable:
            self.forget([entry])

    def _begin_read(self) -> None:
        """Start what has been read meanwhile, in the order of the list."""
        read = [entry for entry in self._wishes if entry.size is not None]
        for wish in dict.fromkeys(self._wishes[entry] for entry in read):
            self.start([entry for entry in read if self._wishes.get(entry) is wish], wish)

    def _begin(self, entries: list[Entry], wish: Wish) -> None:
        self.forget(entries)
        if not entries:
            return
        try:
            self._worklist.start(entries, wish.requests, wish.plan)
        except (StudioError, OSError) as error:
            kept = self.tr("The queue is as it was.")
            self._context.show_trouble(Trouble.of(error, kept=kept))
            return
        self.started.emit()
