"""Fetches the versions of an entry for the viewer, and keeps those of the last few entries."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from sr_studio.app.context import Context
from sr_studio.app.method_words import said
from sr_studio.app.pictures import look, look_at_pixels
from sr_studio.app.tasks import Task
from sr_studio.app.upscale.entry import Entry, Result
from sr_studio.app.upscale.report_words import report_sentence
from sr_studio.app.viewer import screen
from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.version import Version
from sr_studio.progress import CancelToken

_ENTRIES_KEPT = 3
_URGENT = 10


class Shelf(QObject):
    """Versions by entry: the original first, then its results.

    Signals:
        fetched: An :class:`Entry` all of whose versions are there now, but such as failed.
        failed: An :class:`Entry` and the exception that says why one of them cannot be shown.
        renewed: An :class:`Entry` whose file was changed since it was fetched.
    """

    fetched = Signal(object)
    failed = Signal(object, object)
    renewed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: OrderedDict[str, dict[str, Version]] = OrderedDict()
        self._under_way: dict[tuple[str, str], Task] = {}
        #: What the original's file looked like when it was read.
        self._stamps: dict[str, str] = {}

    def fetch(self, entry: Entry) -> None:
        """Bring every version of an entry that is not there yet; drop what others still want."""
        for (owner, key), task in list(self._under_way.items()):
            if owner != entry.id:
                task.cancel()
                del self._under_way[owner, key]
        self._kept.setdefault(entry.id, {})
        self._kept.move_to_end(entry.id)
        while len(self._kept) > _ENTRIES_KEPT:
            self._kept.popitem(last=False)
        missing = [key for key in self._keys(entry) if key not in self._kept[entry.id]]
        if not missing:
            self.fetched.emit(entry)
        if "" not in missing:
            self._look_for_changes(entry)
        for key in missing:
            if (entry.id, key) not in self._under_way:
                self._under_way[entry.id, key] = self._start(entry, key)

    def versions(self, entry: Entry) -> list[Version]:
        """The versions that are there, in order."""
        kept = self._kept.get(entry.id, {})
        return [kept[key] for key in self._keys(entry) if key in kept]

    def original(self, entry: Entry) -> Version | None:
        """The picture itself, if it is there."""
        return self._kept.get(entry.id, {}).get("")

    def result_of(self, entry: Entry, version: Version | None) -> Result | None:
        """The result a version shows; None for the original."""
        kept = self._kept.get(entry.id, {})
        for result in entry.results:
            if kept.get(result.job) is version and version is not None:
                return result
        return None

    def forget(self, entry: Entry) -> None:
        """Let go of an entry that leaves the queue."""
        self._kept.pop(entry.id, None)
        self._stamps.pop(entry.id, None)
        for (owner, key), task in list(self._under_way.items()):
            if owner == entry.id:
                task.cancel()
                del self._under_way[owner, key]

    def _look_for_changes(self, entry: Entry) -> None:
        """Fetch an original again that another program has changed: results are of the new one."""
        file, known = entry.file, self._stamps.get(entry.id)
        if file is None or entry.pixels is not None:
            return

        def told(stamp: str) -> None:
            still = self._stamps.get(entry.id) == known and entry.id in self._kept
            if stamp and stamp != known and still and (entry.id, "") not in self._under_way:
                self.renewed.emit(entry)
                self._under_way[entry.id, ""] = self._start(entry, "")

        self._context.tasks.start(lambda _: _stamp_of(file), told)

    def _keys(self, entry: Entry) -> list[str]:
        return ["", *(result.job for result in entry.results)]

    def _start(self, entry: Entry, key: str) -> Task:
        result = next((result for result in entry.results if result.job == key), None)
        return self._context.tasks.start(
            partial(_fetch, entry, result),
            partial(self._arrived, entry, key, result),
            partial(self._broken, entry, key),
            priority=_URGENT,
        )

    def _arrived(
        self, entry: Entry, key: str, result: Result | None, fetched: tuple[Pyramid, str]
    ) -> None:
        self._under_way.pop((entry.id, key), None)
        if entry.id not in self._kept:
            return
        pyramid, stamp = fetched
        if result is None:
            self._stamps[entry.id] = stamp
            version = Version(self.tr("original"), pyramid, entry.path)
        else:
            name = said(result.report.method)
            name = name if "×" in name else f"{name} ×{result.report.scale:g}"
            version = Version(name, pyramid, result.saved, report_sentence(result.report))
        version.origin = entry.id, key
        self._kept[entry.id][key] = version
        self._tell_when_answered(entry)

    def _broken(self, entry: Entry, key: str, error: Exception) -> None:
        self._under_way.pop((entry.id, key), None)
        self.failed.emit(entry, error)
        self._tell_when_answered(entry)

    def _tell_when_answered(self, entry: Entry) -> None:
        """What was made of an original can be looked at and saved when that is gone itself."""
        awaited = any(owner == entry.id for owner, _ in self._under_way)
        if not awaited and self.versions(entry):
            self.fetched.emit(entry)


def _fetch(entry: Entry, result: Result | None, token: CancelToken) -> tuple[Pyramid, str]:
    """A version as a viewer shows it, and what the original's file looked like before it."""
    stamp = _stamp_of(entry.file) if result is None and entry.file is not None else ""
    return _pyramid_of(entry, result, token), stamp


def _stamp_of(file: Path) -> str:
    from sr_studio.upscaling.queue_items import file_stamp

    return file_stamp(file)


def _pyramid_of(entry: Entry, result: Result | None, token: CancelToken) -> Pyramid:
    if result is not None:
        # The engine's pixels are sRGB; a screen of more colours shows those of the file.
        at_hand = result.pixels is not None and (screen.profile() is None or not result.file)
        if at_hand and result.pixels is not None:
            return look_at_pixels(result.pixels.open(), token)
        assert result.file is not None
        return look(result.file, token)
    if entry.pixels is not None:
        return look_at_pixels(entry.pixels, token)
    assert entry.file is not None
    return look(entry.file, token)
