"""The outcome of an evaluation and its JSON: rows, means, conventions, notes; no torch."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from sr_studio.evaluation.request import EvaluationError
from sr_studio.files import write_text
from sr_studio.metrics.metric import keys_where
from sr_studio.sentences import Sentence, joined, together

FORMAT = 1
#: Present in every row, null where not measured.
ROW_METRICS = keys_where(lambda metric: metric.in_every_row)


@dataclass(frozen=True)
class Row:
    """What one method reached on one picture, or on the mean of a data set.

    Attributes:
        model: The method.
        dataset: The data set.
        image: The picture's name without suffix; None for a mean.
        values: Metric → value; None where it could not be had.
        megapixels: Size of the SR picture; of all of them for a mean.
        pictures: How many pictures the row rests on.
    """

    model: str
    dataset: str
    image: str | None
    values: dict[str, float | None]
    megapixels: float
    pictures: int = 1

    def to_dict(self) -> dict[str, Any]:
        """The row as one flat JSON object."""
        named = {key: self.values.get(key) for key in (*ROW_METRICS, *self.values)}
        return {
            "model": self.model,
            "dataset": self.dataset,
            "image": self.image,
            **{key: _finite(value) for key, value in named.items()},
            "megapixels": self.megapixels,
            "pictures": self.pictures,
        }


@dataclass(frozen=True)
class Note:
    """Why something is missing, or what a person should know; None means all of them.

    Attributes:
        reason: One sentence.
        failure: Whether an input failed (exit code 1), not only a metric that cannot be had here.
        metric: The metric it is about.
        model: The method it is about.
        dataset: The data set it is about.
        image: The picture it is about.
    """

    reason: str
    failure: bool = False
    metric: str | None = None
    model: str | None = None
    dataset: str | None = None
    image: str | None = None

    def sentence(self) -> str:
        """The note with what it is about in front, but for a name the reason begins with."""
        about = [part for part in (self.model, self.dataset, self.image, self.metric) if part]
        if about and str(self.reason).startswith(f"{about[-1]}: "):
            del about[-1]
        return joined(": ", (", ".join(about), self.reason)) if about else self.reason

    def document(self) -> dict[str, Any]:
        """For JSON: the reason as text, and with its values apart where it is a sentence."""
        words = self.reason.apart() if isinstance(self.reason, Sentence) else []
        return {**asdict(self), "reason_words": words}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Note:
        """What :meth:`document` gave, and what former versions did."""
        known = {part.name: document[part.name] for part in fields(cls)}
        if words := document.get("reason_words"):
            known["reason"] = together(words)
        return cls(**known)


@dataclass(frozen=True)
class MethodFacts:
    """What a method costs, apart from the time of a picture.

    Attributes:
        model: The method.
        title: What a person reads.
        kind: ``interpolation``, ``model``, ``pictures`` or ``hr``.
        parameters: Numbers learnt; None for what has none.
        multiply_adds: Multiply-accumulates for one SR picture of 1280×720; None if unknown.
        peak_memory: Bytes; what is counted stands in ``peak_memory_of``.
        peak_memory_of: In words.
        device: Device in words.
        precision: ``fp32``, ``bf16``, ``fp16``, or ``exact`` for an interpolation.
        backend: ``torch``, ``openvino`` or ``interpolation``.
    """

    model: str
    title: str
    kind: str
    parameters: int | None = None
    multiply_adds: int | None = None
    peak_memory: int | None = None
    peak_memory_of: str = ""
    device: str = ""
    precision: str = ""
    backend: str = ""


@dataclass
class EvaluationResult:
    """Everything an evaluation found.

    Attributes:
        scale: Factor per side.
        protocol: Name of the protocol.
        lr_variant: How LR pictures were to be made; ``conventions["lr"]`` says whether they were
            given instead.
        conventions: Key of a metric, or of something else that matters, → one sentence.
        images: One row a picture and method.
        methods: What each method costs.
        notes: What is missing and why.
    """

    scale: int
    protocol: str
    lr_variant: str
    conventions: dict[str, str] = field(default_factory=dict)
    images: list[Row] = field(default_factory=list)
    methods: list[MethodFacts] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether some input could not be measured."""
        return any(note.failure for note in self.notes)

    def means(self) -> list[Row]:
        """One row a method and data set, in the order in which they were measured."""
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in self.images:
            groups.setdefault((row.dataset, row.model), []).append(row)
        return [_mean(rows) for rows in groups.values()]

    def pictures_of(self, row: Row) -> list[str]:
        """Names of the pictures that a row rests on, its own or those of its mean, sorted."""
        if row.image is not None:
            return [row.image]
        return sorted(
            other.image
            for other in self.images
            if (other.model, other.dataset) == (row.model, row.dataset) and other.image is not None
        )

    def to_json(self) -> str:
        """The document that ``--json`` writes; numbers are finite or null."""
        document = {
            "format": FORMAT,
            "scale": self.scale,
            "protocol": self.protocol,
            "lr_variant": self.lr_variant,
            "conventions": self.conventions,
            "models": [asdict(facts) for facts in self.methods],
            "means": [row.to_dict() for row in self.means()],
            "images": [row.to_dict() for row in self.images],
            "notes": [note.document() for note in self.notes],
        }
        return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def write(self, path: Path) -> None:
        """Write the JSON document in one piece."""
        write_text(path, self.to_json())


def read_result(path: Path) -> EvaluationResult:
    """Read a document that an evaluation wrote.

    Raises:
        EvaluationError: It cannot be read or is something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return EvaluationResult(
            scale=int(document["scale"]),
            protocol=str(document["protocol"]),
            lr_variant=str(document["lr_variant"]),
            conventions=dict(document["conventions"]),
            images=[_row(entry) for entry in document["images"]],
            methods=[MethodFacts(**entry) for entry in document["models"]],
            notes=[Note.read(entry) for entry in document["notes"]],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            "this is no saved evaluation",
            where=path,
            remedy="Name a file that sr-studio evaluate --json wrote.",
        ) from error


def _row(entry: dict[str, Any]) -> Row:
    named = {"model", "dataset", "image", "megapixels", "pictures"}
    values = {key: value for key, value in entry.items() if key not in named}
    return Row(
        entry["model"],
        entry["dataset"],
        entry["image"],
        values,
        entry["megapixels"],
        entry["pictures"],
    )


def _mean(rows: list[Row]) -> Row:
    """Arithmetic means; the speed is all megapixels by all seconds.

    A metric that one picture lacks has no mean: a mean over other pictures than the rest of the
    row would not be comparable.
    """
    keys = dict.fromkeys(key for row in rows for key in row.values)
    values: dict[str, float | None] = {}
    for key in keys:
        column = [row.values.get(key) for row in rows]
        values[key] = math.fsum(v for v in column if v is not None) / len(rows)
        if any(value is None for value in column):
            values[key] = None
    megapixels = math.fsum(row.megapixels for row in rows)
    seconds = [row.values.get("seconds") for row in rows]
    if "megapixels_per_second" in values:
        values["megapixels_per_second"] = _speed(megapixels, seconds)
    return Row(rows[0].model, rows[0].dataset, None, values, megapixels, len(rows))


def _speed(megapixels: float, seconds: Iterable[float | None]) -> float | None:
    known = [value for value in seconds if value is not None]
    total = math.fsum(known)
    return megapixels / total if total > 0 else None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
