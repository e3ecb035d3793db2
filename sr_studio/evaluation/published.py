"""Rows of published tables, kept as data with their sources (``resources/published``); no torch."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sr_studio.metrics.metric import keys_where
from sr_studio.paths import resources_dir

#: Metrics whose published values follow the same convention as ours of that name.
COMPARABLE = keys_where(lambda metric: metric.published)


@dataclass(frozen=True)
class PublishedRow:
    """What a paper or a repository prints for one method on one data set.

    Attributes:
        method: The method's name as printed.
        dataset: The data set.
        scale: Factor per side.
        values: Metrics in the convention of ours of the same key.
        other: Metrics in other conventions, never to be put beside ours.
        source: Where it is printed.
        note: What should be known about it.
    """

    method: str
    dataset: str
    scale: int
    values: dict[str, float]
    other: dict[str, float] = field(default_factory=dict)
    source: str = ""
    note: str = ""


def published_rows(dataset: str, scale: int) -> list[PublishedRow]:
    """Rows for this data set and scale that hold at least one comparable value, file by file.

    The original against itself, which one paper prints, is left out.

    Args:
        dataset: A folder's name as people write it (case and punctuation do not matter), maybe
            with those above it, as in ``Set5/HR``: the innermost that is a known data set counts.
        scale: Factor per side.
    """
    for name in reversed(dataset.split("/")):
        if known := [row for row in all_rows() if _plain(row.dataset) == _plain(name)]:
            return [r for r in known if r.scale == scale and r.values and r.method != "HR"]
    return []


@cache
def all_rows() -> tuple[PublishedRow, ...]:
    """Every published row that comes with the program."""
    files = sorted((resources_dir() / "published").glob("*.json"))
    # The paper of the field first, so that its rows are nearest to ours.
    files.sort(key=lambda path: path.stem != "srgan-paper")
    return tuple(row for path in files for row in _read(path))


def _read(path: Path) -> list[PublishedRow]:
    document = json.loads(path.read_text(encoding="utf-8"))
    return [_row(entry) for entry in document["rows"]]


def _row(entry: dict[str, Any]) -> PublishedRow:
    return PublishedRow(
        method=entry["method"],
        dataset=entry["dataset"],
        scale=entry["scale"],
        values={key: entry[key] for key in COMPARABLE if key in entry},
        other=entry.get("other", {}),
        source=entry["source"],
        note=entry.get("note", ""),
    )


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
