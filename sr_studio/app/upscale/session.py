"""What the Upscale page is given back at the next start: its rows, their results, where one looked.

A JSON file in the person's data, written by the one window that holds its lock. Work that is under
way is not in it: that stands in the persistent queue, where it survives a crash as well.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from sr_studio import files, paths
from sr_studio.app.upscale.entry import Entry, EntryState, Result
from sr_studio.comparison.view_state import Spot
from sr_studio.locks import try_lock
from sr_studio.upscaling.queue_items import (
    ItemState,
    QueueItem,
    report_from_json,
    report_to_json,
    request_from_json,
    to_json,
)

_VERSION = 2
_log = logging.getLogger(__name__)


@dataclass
class Session:
    """One state of the page.

    Attributes:
        entries: The rows.
        current: Id of the row that is shown; empty if none.
        mode: How versions are put against each other.
        spots: Where one looked, by the id of the row.
    """

    entries: list[Entry] = field(default_factory=list)
    current: str = ""
    mode: str = ""
    spots: dict[str, Spot] = field(default_factory=dict)


class SessionFile:
    """The file; only the first window that opens it reads and writes it.

    Attributes:
        mine: Whether this window is that one. Others begin empty and leave nothing behind.
    """

    def __init__(self) -> None:
        self._path = paths.user_data_dir() / "window.json"
        self._lock: IO[bytes] | None = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self._path.with_suffix(".lock").open("ab")
        except OSError as error:  # the disk is full, or nothing may be written
            _log.warning("the list of this start will not come back: %s", error)
        self.mine = self._lock is not None and try_lock(self._lock)

    def load(self) -> Session:
        """The state that was saved last; an empty one where there is none that can be read."""
        if not self.mine or not self._path.is_file():
            return Session()
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
            if known["version"] != _VERSION:
                return Session()
            return Session(
                [_entry(row) for row in known["rows"]],
                known["current"],
                known["mode"],
                {key: Spot(**spot) for key, spot in known["spots"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            # It is the program's memory, not the person's work; those are files and the queue.
            _log.warning("the list of the last start cannot be read: %s", error)
            return Session()

    def save(self, session: Session) -> None:
        """Write a state.

        Raises:
            StudioError: The file cannot be written.
        """
        if not self.mine:
            return
        ids = {entry.id for entry in session.entries}
        known = {
            "version": _VERSION,
            "rows": [_row(entry) for entry in session.entries],
            "current": session.current,
            "mode": session.mode,
            "spots": {key: asdict(spot) for key, spot in session.spots.items() if key in ids},
        }
        files.write_text(self._path, json.dumps(known, indent=1))

    def close(self) -> None:
        """Let another window have it."""
        if self._lock is not None:
            self._lock.close()


def join(entries: Iterable[Entry], items: Iterable[QueueItem]) -> list[Entry]:
    """Give entries what the queue knows of them; items without an entry become entries.

    Args:
        entries: Rows of the last start.
        items: What they waited for then, and what a crash left open.

    Returns:
        The rows; those that still wait have an item.
    """
    rows = list(entries)
    by_item = {entry.item: entry for entry in rows if entry.item is not None}
    by_item |= {number: entry for entry in by_item.values() for number in entry.more}
    for entry in by_item.values():
        entry.state, entry.item, entry.more = EntryState.READY, None, []
    for item in items:
        known = by_item.get(item.id)
        if known is None and item.state.final:
            continue
        entry = known or Entry(item.source.name, item.source, state=EntryState.READY)
        if known is None:
            rows.append(entry)
        _tell(entry, item)
    return rows


def _tell(entry: Entry, item: QueueItem) -> None:
    if item.state is ItemState.DONE and item.report is not None:
        known = any(result.file == item.output for result in entry.results)
        if not known and files.is_there(item.output):
            job = str(item.id)
            entry.results.append(Result.made(item.report, item.request, item.output, None, job))
        entry.state = EntryState.DONE if entry.results else EntryState.READY
    elif item.state is ItemState.FAILED:
        entry.state, entry.error = EntryState.FAILED, item.error
    elif item.state is ItemState.SKIPPED:
        entry.state, entry.error = EntryState.SKIPPED, item.error
    elif not item.state.final and entry.item is not None:
        entry.more.append(item.id)
    elif not item.state.final:
        entry.state, entry.item = EntryState.WAITING, item.id
        entry.request, entry.target = item.request, item.output
    else:
        entry.state = EntryState.CANCELLED


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "path": _written(entry.path),
        "root": _written(entry.root),
        "kept": _written(entry.kept),
        "state": str(entry.state),
        "item": entry.item if entry.state.under_way else None,
        "more": entry.more,
        "error": entry.error,
        "results": [
            {
                "report": report_to_json(result.report),
                "request": to_json(result.request),
                "file": _written(result.file),
                "saved": _written(result.saved),
                "job": result.job,
            }
            for result in entry.results
        ],
    }


def _entry(row: dict[str, Any]) -> Entry:
    results = []
    for known in row["results"]:
        report, file = report_from_json(known["report"]), _read(known["file"])
        saved = _read(known["saved"])
        if report is not None and file is not None and files.is_there(file):
            request = request_from_json(known["request"])
            results.append(Result(report, request, file, None, saved, known["job"]))
    state = EntryState(row["state"])
    if state.under_way or state is EntryState.READING:
        state = EntryState.READY
    if state is EntryState.DONE and not results:
        state = EntryState.READY
    return Entry(
        row["name"],
        _read(row["path"]),
        kept=_read(row["kept"]),
        state=state,
        item=row["item"],
        more=row["more"],
        root=_read(row["root"]),
        error=row["error"],
        results=results,
        id=row["id"],
    )


def _written(path: Path | None) -> str | None:
    # A name that is no UTF-8 is written as JSON escapes and read back as it was.
    return None if path is None else str(path)


def _read(text: str | None) -> Path | None:
    return None if text is None else Path(text)
