"""Many pictures, one after the other: names planned beforehand, an outcome for each, a report."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sr_studio.errors import Cancelled, StudioError
from sr_studio.imaging.formats import FORMATS
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.upscaling.naming import NameFacts, numbered, result_name
from sr_studio.upscaling.output import Existing, WriteOptions, check_output, write_result
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest, target_size
from sr_studio.upscaling.upscaler import Upscaler

_log = logging.getLogger(__name__)


class Status(StrEnum):
    """What became of one picture."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    NOT_STARTED = "not started"


@dataclass(frozen=True)
class Outcome:
    """One picture of a batch and what became of it.

    Attributes:
        source: The picture.
        output: The file that was or would have been made.
        status: What became of it.
        report: How it was made, when done.
        error: Why not, in a sentence.
    """

    source: Path
    output: Path
    status: Status
    report: UpscaleReport | None = None
    error: str = ""

    def row(self) -> dict[str, Any]:
        """The outcome in plain values, as in the CSV and JSON reports."""
        report = self.report
        return {
            "input": str(self.source),
            "output": str(self.output),
            "status": str(self.status),
            "error": self.error,
            "method": report.method if report else "",
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
            "notes": list(report.notes) if report else [],
        }


def plan_outputs(
    sources: Sequence[Path],
    folder: Path | None,
    name: Callable[[Path], str],
) -> list[tuple[Path, Path]]:
    """Where each picture's result goes; never two to one place, and the same on every call.

    Args:
        sources: The pictures.
        folder: Where results go; None puts each beside its picture.
        name: File name of a picture's result.
    """
    taken: set[Path] = set()
    planned = []
    for source in sources:
        output = (source.parent if folder is None else folder) / name(source)
        number = 2
        wanted = output
        while output in taken:
            output = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
            number += 1
        taken.add(output)
        planned.append((source, output))
    return planned


def namer(request: UpscaleRequest, scale: float, format: str) -> Callable[[Path], str]:
    """The usual names of results: ``lenna_x4_srgan.png``."""
    suffix = FORMATS[format].suffixes[0]
    return lambda source: result_name(
        NameFacts(source.stem, scale, request.method, request.detail), suffix
    )


def run_batch(
    upscaler: Upscaler,
    planned: Iterable[tuple[Path, Path]],
    request: UpscaleRequest,
    options: WriteOptions,
    *,
    on_start: Callable[[Path, Path], None] = lambda source, output: None,
    on_progress: ProgressCallback = lambda progress: None,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
    cancel: CancelToken | None = None,
) -> list[Outcome]:
    """Enlarge every picture; one that fails does not stop the others.

    After ``cancel`` the rest is not started; what was finished stays.
    """
    cancel = CancelToken() if cancel is None else cancel
    outcomes = []
    for source, wanted in planned:
        if cancel.cancelled:
            outcome = Outcome(source, wanted, Status.NOT_STARTED, error="The batch was stopped.")
        elif wanted.exists() and options.existing in (Existing.SKIP, Existing.UNLESS_SAME):
            outcome = Outcome(source, wanted, Status.SKIPPED, error="The file is already there.")
        else:
            output = numbered(wanted) if options.existing is Existing.NUMBER else wanted
            on_start(source, output)
            outcome = _one(upscaler, source, output, request, options, on_progress, cancel)
        outcomes.append(outcome)
        on_outcome(outcome)
    return outcomes


def _one(
    upscaler: Upscaler,
    source: Path,
    output: Path,
    request: UpscaleRequest,
    options: WriteOptions,
    on_progress: ProgressCallback,
    cancel: CancelToken,
) -> Outcome:
    from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT, read_picture

    try:
        check_output(output, source=source)
        picture = read_picture(source, pixel_limit=options.pixel_limit or DEFAULT_PIXEL_LIMIT)
        if request.scale is not None:
            check_output(output, target_size(picture.width, picture.height, request.scale))
        result = upscaler.upscale(picture, request, progress=on_progress, cancel=cancel)
        cancel.check()
        lost = write_result(
            result.picture, output, quality=options.quality, keep_metadata=options.keep_metadata
        )
    except Cancelled:
        return Outcome(source, output, Status.NOT_STARTED, error="It was stopped.")
    except StudioError as error:
        return Outcome(source, output, Status.FAILED, error=_about(source, error))
    except MemoryError:
        text = f"{source}: memory does not suffice for this picture. Choose a smaller scale."
        return Outcome(source, output, Status.FAILED, error=text)
    except Exception as error:
        # Whatever a library throws at one picture, the others are still worth doing; where it came
        # from goes to standard error.
        _log.exception("unexpected error with %s", source)
        text = f"{source}: an unexpected error ({type(error).__name__}: {error})."
        return Outcome(source, output, Status.FAILED, error=text)
    notes = (*picture.notes, *result.report.notes, *lost)
    return Outcome(source, output, Status.DONE, replace(result.report, notes=notes))


def _about(source: Path, error: StudioError) -> str:
    """The error's sentence, with the picture's name where it does not say itself."""
    return str(error) if error.where is not None else f"{source}: {error}"


def as_csv(outcomes: Iterable[Outcome]) -> str:
    """The report as CSV with a heading; notes are joined by spaces."""
    rows = [outcome.row() for outcome in outcomes]
    text = io.StringIO()
    heading = list(rows[0]) if rows else ["input"]
    writer = csv.DictWriter(text, heading, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "notes": " ".join(row["notes"])})
    return text.getvalue()
