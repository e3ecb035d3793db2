"""The report of a batch as CSV or JSON: one row for each item, in plain values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sr_studio.errors import on_one_line
from sr_studio.files import write_text
from sr_studio.upscaling.queue_items import ItemState, QueueItem

_NOT_STARTED = "not started"

#: Where results are that are not where they were made; None for one that the person has no file of.
Elsewhere = Mapping[Path, Path | None]
_WHERE_MADE: Elsewhere = MappingProxyType({})


def status_of(item: QueueItem) -> str:
    """Where an item stands, in the word of reports: what still waits was not started."""
    return _NOT_STARTED if item.state is ItemState.WAITING else str(item.state)


def row(item: QueueItem, elsewhere: Elsewhere = _WHERE_MADE) -> dict[str, Any]:
    """An item and what became of it."""
    report = item.report
    output = elsewhere.get(item.output, item.output)
    return {
        "input": on_one_line(str(item.source)),
        "output": "" if output is None else on_one_line(str(output)),
        "status": status_of(item),
        "error": on_one_line(item.error),
        "method": on_one_line(report.method if report else item.request.method),
        "detail": item.request.detail,
        "ensemble": item.request.ensemble,
        "passes": report.passes if report else item.request.passes,
        "scale": report.scale if report else None,
        "width_in": report.size_in[0] if report else None,
        "height_in": report.size_in[1] if report else None,
        "width_out": report.size_out[0] if report else None,
        "height_out": report.size_out[1] if report else None,
        "device": report.device if report else "",
        "backend": report.backend if report else "",
        "precision": report.precision if report else "",
        "tile": report.tile if report else None,
        "seconds": round(report.seconds, 3) if report else None,
        "notes": [on_one_line(note) for note in report.notes] if report else [],
    }


def document(items: Sequence[QueueItem], elsewhere: Elsewhere = _WHERE_MADE) -> dict[str, Any]:
    """The report as one JSON document: ``pictures`` and, by status, ``counts``."""
    counts: dict[str, int] = {}
    for item in items:
        counts[status_of(item)] = counts.get(status_of(item), 0) + 1
    return {"pictures": [row(item, elsewhere) for item in items], "counts": counts}


def as_json(items: Sequence[QueueItem], elsewhere: Elsewhere = _WHERE_MADE) -> str:
    """The report as JSON text."""
    return json.dumps(document(items, elsewhere), indent=2, ensure_ascii=False)


def as_csv(items: Sequence[QueueItem], elsewhere: Elsewhere = _WHERE_MADE) -> str:
    """The report as CSV with a heading; notes are joined by spaces."""
    rows = [row(item, elsewhere) for item in items]
    text = io.StringIO()
    heading = list(rows[0]) if rows else ["input"]
    writer = csv.DictWriter(text, heading, lineterminator="\n")
    writer.writeheader()
    for one in rows:
        writer.writerow({**one, "notes": " ".join(one["notes"])})
    return text.getvalue()


def write_report(
    items: Sequence[QueueItem], path: Path, elsewhere: Elsewhere = _WHERE_MADE
) -> None:
    """Write the report: JSON where the suffix says so, else CSV.

    Raises:
        StudioError: It cannot be written there.
    """
    as_text = as_json if path.suffix.lower() == ".json" else as_csv
    write_text(path, as_text(items, elsewhere))
