"""What the table shows: means or pictures, published rows beside ours, what is best. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sr_studio.app.method_words import said
from sr_studio.evaluation.comparison import Change, Comparison
from sr_studio.evaluation.published import published_rows
from sr_studio.evaluation.results import EvaluationResult, Row
from sr_studio.evaluation.tables import MARK, best_methods, cost_table, printed
from sr_studio.metrics.metric import METRICS


@dataclass(frozen=True)
class Entry:
    """One row of the table.

    Attributes:
        title: The method as a person reads it.
        model: The method's name in the result; empty for a published row.
        dataset: The data set.
        image: The picture's name; None for a mean.
        pictures: How many pictures it rests on; None where that is not known.
        values: Metric → value; None where it could not be had.
        best: Metrics in which no other method of ours is better.
        source: Where it is published; empty for our own.
        cost: Parameters, operations, memory and device of a model, one line each.
        changes: Metric → what an earlier evaluation had.
    """

    title: str
    model: str
    dataset: str
    image: str | None
    pictures: int | None
    values: Mapping[str, float | None]
    best: frozenset[str] = frozenset()
    source: str = ""
    cost: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)

    def text(self, metric: str) -> str:
        """A value as printed, with the difference to the earlier evaluation."""
        value, change = self.values.get(metric), self.changes.get(metric)
        shown = printed(metric, value)
        if change is None:
            return shown
        if change.better is None and printed(metric, change.earlier) == shown:
            return f"{shown}  (=)"
        return f"{shown}  ({change.difference:+.{METRICS[metric].decimals}f})"


def mean_entries(
    result: EvaluationResult, *, published: bool, comparison: Comparison | None = None
) -> list[Entry]:
    """Means data set by data set, the published rows after ours."""
    changes: dict[tuple[str, str], dict[str, Change]] = {}
    for change in comparison.changes if comparison is not None else ():
        changes.setdefault((change.model, change.dataset), {})[change.metric] = change
    means = result.means()
    entries = []
    for dataset in dict.fromkeys(row.dataset for row in means):
        own = [row for row in means if row.dataset == dataset]
        known = _entries(result, own)
        entries += [
            replace(entry, changes=changes.get((entry.model, dataset), {})) for entry in known
        ]
        for row in published_rows(dataset, result.scale) if published else ():
            source = "\n".join(part for part in (row.source, row.note) if part)
            title = f"{row.method} {MARK}"
            entries.append(Entry(title, "", dataset, None, None, row.values, source=source))
    return entries


def picture_entries(result: EvaluationResult) -> list[Entry]:
    """Every picture by every method, the methods of one picture together."""
    groups: dict[tuple[str, str | None], list[Row]] = {}
    for row in result.images:
        groups.setdefault((row.dataset, row.image), []).append(row)
    return [entry for rows in groups.values() for entry in _entries(result, rows)]


def metrics_of(entries: Iterable[Entry]) -> list[str]:
    """Metrics that at least one of our own rows has, in the order of a printed table."""
    own = [entry for entry in entries if not entry.source]
    return [key for key in METRICS if any(e.values.get(key) is not None for e in own)]


def title_of(result: EvaluationResult, model: str) -> str:
    """A method as a person reads it; points between two models keep their name."""
    return said(_printed_title(result, model))


def _printed_title(result: EvaluationResult, model: str) -> str:
    """A method as printed tables have it."""
    if "@" in model:
        return model
    return next((facts.title for facts in result.methods if facts.model == model), model)


def sort_entries(
    entries: Sequence[Entry], key: Callable[[Entry], Any], *, descending: bool
) -> list[Entry]:
    """Entries in another order; equal ones stay as they are, and what has no value comes last."""
    there = [entry for entry in entries if key(entry) is not None]
    there.sort(key=key, reverse=descending)
    return [*there, *(entry for entry in entries if key(entry) is None)]


def _entries(result: EvaluationResult, rows: list[Row]) -> list[Entry]:
    best = best_methods(result, rows)
    costs = _costs(result)
    return [
        Entry(
            title_of(result, row.model),
            row.model,
            row.dataset,
            row.image,
            row.pictures,
            row.values,
            frozenset(key for key in METRICS if row.model in best[key]),
            cost=costs.get(_printed_title(result, row.model), ""),
        )
        for row in rows
    ]


def _costs(result: EvaluationResult) -> dict[str, str]:
    """Title of a model → what it costs, as the printed table has it."""
    table = cost_table(result)
    return {
        line.method: "\n".join(
            f"{heading}: {cell}"
            for heading, cell in zip(table.headings[1:], line.cells, strict=True)
            if cell
        )
        for section in table.sections
        for line in section.lines
    }
