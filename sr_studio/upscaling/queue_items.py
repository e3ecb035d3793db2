"""What stands in the queue of upscalings, as plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from sr_studio.sentences import read_back, written
from sr_studio.upscaling.output import Existing, WriteOptions
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest
from sr_studio.upscaling.target import Target


class ItemState(StrEnum):
    """Where an item stands; the last four are final."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to the item unless somebody asks for it again."""
        return self not in (ItemState.WAITING, ItemState.WORKING)


@dataclass(frozen=True)
class NewItem:
    """One result to be made.

    Attributes:
        source: The picture.
        output: The file to be, before the collision policy of ``options`` has had its say.
        request: How.
        options: How it is written.
    """

    source: Path
    output: Path
    request: UpscaleRequest
    options: WriteOptions = field(default_factory=WriteOptions)


@dataclass(frozen=True)
class QueueItem:
    """One result in the queue, and what became of it.

    Attributes:
        id: Of this item; ids are never given again.
        batch: The batch it was added with.
        source: The picture.
        output: The file that was, or is to be, made.
        request: How.
        options: How it is written.
        state: Where it stands.
        attempts: How often work on it was begun and not ended, because the process died; at
            least 1 where a window was closed at it.
        stamp: What the picture's file looked like when it was added (see :func:`file_stamp`).
        report: How it was made, when done.
        error: Why not, in a sentence.
    """

    id: int
    batch: str
    source: Path
    output: Path
    request: UpscaleRequest
    options: WriteOptions
    state: ItemState
    attempts: int = 0
    stamp: str = ""
    report: UpscaleReport | None = None
    error: str = ""


@dataclass(frozen=True)
class Batch:
    """Items that were added together.

    Attributes:
        id: Of this batch.
        title: In words, for a list: ``sr-studio upscale photos``.
        paused: Whether :meth:`UpscaleQueue.claim` gives nothing of it for now.
        alive: Whether the process it belongs to is there.
        counts: How many items stand where; states without any are left out.
    """

    id: str
    title: str
    paused: bool
    alive: bool
    counts: dict[ItemState, int]

    @property
    def finished(self) -> bool:
        """Whether nothing more happens to any of its items."""
        return all(state.final for state in self.counts)

    @property
    def left_over(self) -> bool:
        """Whether it has open items and the process it belongs to has ended."""
        return not self.alive and not self.finished


def file_stamp(path: Path) -> str:
    """Size and time of change of a file, to see whether it was changed; empty if it is gone."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


def to_json(value: UpscaleRequest | WriteOptions) -> str:
    """Plain data as JSON."""
    return json.dumps(asdict(value), sort_keys=True)


def report_to_json(report: UpscaleReport | None) -> str:
    """As :func:`to_json`, its notes with their values apart; nothing is an empty text."""
    if report is None:
        return ""
    facts = {**asdict(report), "notes": [written(note) for note in report.notes]}
    return json.dumps(facts, sort_keys=True)


def request_from_json(text: str) -> UpscaleRequest:
    """What :func:`to_json` wrote; fields of later versions are left out."""
    facts = _known(UpscaleRequest, json.loads(text))
    if facts.get("target") is not None:
        facts["target"] = Target(**_known(Target, facts["target"]))
    return UpscaleRequest(**facts)


def options_from_json(text: str) -> WriteOptions:
    """As :func:`request_from_json`."""
    facts = _known(WriteOptions, json.loads(text))
    return WriteOptions(**{**facts, "existing": Existing(facts["existing"])})


def report_from_json(text: str) -> UpscaleReport | None:
    """What :func:`report_to_json` wrote; fields of later versions are left out."""
    if not text:
        return None
    facts = _known(UpscaleReport, json.loads(text))
    tuples = {name: tuple(facts[name]) for name in ("size_in", "size_out")}
    notes = tuple(read_back(note) for note in facts["notes"])
    return UpscaleReport(**{**facts, **tuples, "notes": notes})


def _known(kind: Any, facts: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in facts.items() if name in names}
