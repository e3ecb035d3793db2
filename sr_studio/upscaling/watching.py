"""Pictures that come into folders while somebody waits for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sr_studio.imaging.inputs import Found
from sr_studio.upscaling.queue_items import file_stamp


class FolderWatch:
    """Gives every picture once, when it is whole: it did not change from one look to the next.

    A picture that is replaced by another one under its name is not given again.

    Args:
        find: Finds the pictures that are there now.
        known: Those that are not new; None for all that are there at the first look.
        wanted: Leaves out what is not meant, such as our own results; only asked about new ones.
    """

    def __init__(
        self,
        find: Callable[[], list[Found]],
        known: Iterable[Found] | None = None,
        wanted: Callable[[list[Found]], list[Found]] = lambda found: found,
    ) -> None:
        self._find, self._wanted = find, wanted
        self._known = None if known is None else {one.path for one in known}
        self._seen: dict[Path, str] = {}

    def settled(self) -> list[Found]:
        """The pictures that are new and whole; to be called again and again."""
        there = self._find()
        if self._known is None:
            self._known = {one.path for one in there}
        found = [one for one in there if one.path not in self._known]
        stamps = {one.path: file_stamp(one.path) for one in found}
        settled = [one for one in found if stamps[one.path] == self._seen.get(one.path)]
        self._seen = stamps
        self._known.update(one.path for one in settled)
        return self._wanted(settled)
