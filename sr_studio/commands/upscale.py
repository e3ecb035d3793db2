"""``sr-studio upscale``: make pictures larger."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sr_studio.progress import CancelToken, Progress
    from sr_studio.upscaling.batch import Outcome
    from sr_studio.upscaling.output import Existing
    from sr_studio.upscaling.request import UpscaleRequest

app = typer.Typer(add_completion=False)

EXIT_STOPPED = 130


@app.command()
def upscale(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT", help="Pictures or folders.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A file for one picture, else a folder; made if missing."
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            "-m",
            help="Name of a method or a model file; `sr-studio models list` shows them. Also "
            "nearest, bilinear, bicubic, lanczos.",
        ),
    ] = None,
    scale: Annotated[
        str | None,
        typer.Option("--scale", "-s", help="2, 3, 4 or any number; default: the method's own."),
    ] = None,
    detail: Annotated[
        float | None, typer.Option(help="0 faithful … 1 detailed, for models that come in pairs.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")] = "auto",
    precision: Annotated[str, typer.Option(help="auto, fp32, bf16, fp16.")] = "auto",
    backend: Annotated[str, typer.Option(help="auto, torch, openvino (CPU only).")] = "auto",
    tile: Annotated[
        str, typer.Option(help="auto, or the side of a tile in pixels of the input.")
    ] = "auto",
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="png, jpeg, webp, tiff, avif.")
    ] = None,
    quality: Annotated[
        int | None, typer.Option(min=1, max=100, help="1..100 for JPEG, WebP and AVIF.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace outputs that are already there.")
    ] = False,
    number: Annotated[
        bool, typer.Option("--number", help="Keep them and number the new ones.")
    ] = False,
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave their pictures out (the default).")
    ] = False,
    strip_metadata: Annotated[
        bool, typer.Option("--strip-metadata", help="Leave EXIF and XMP out of the outputs.")
    ] = False,
    pixel_limit: Annotated[
        int | None,
        typer.Option(min=1, help="Refuse inputs that claim more pixels than this."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write what became of each picture to this CSV file.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> int:
    """Make pictures larger. One that fails does not stop the others; the exit code is 1 then."""
    from sr_studio.files import write_text
    from sr_studio.imaging.inputs import expand_inputs
    from sr_studio.upscaling.batch import Status, as_csv, plan_outputs, run_batch
    from sr_studio.upscaling.methods import default_method
    from sr_studio.upscaling.output import WriteOptions
    from sr_studio.upscaling.request import UpscaleRequest
    from sr_studio.upscaling.upscaler import Upscaler

    request = _checked(
        UpscaleRequest(
            method=model if model is not None else default_method().name,
            scale=_scale(scale),
            detail=detail,
            device=device,
            precision=precision,
            tile=_tile(tile),
            backend=backend,
        )
    )
    options = WriteOptions(
        _existing(overwrite, number, skip), quality, not strip_metadata, pixel_limit
    )
    pictures = expand_inputs(inputs)
    if not pictures:
        raise typer.BadParameter("there are no pictures in what was named", param_hint="INPUT")
    upscaler = Upscaler()
    made = upscaler.prepare(request)
    folder, name = _places(pictures, inputs, output, request, made, format)
    planned = plan_outputs(pictures, folder, name)
    display = _Display(len(planned))
    with _stopping() as cancel, display:
        outcomes = run_batch(
            upscaler,
            planned,
            request,
            options,
            on_start=display.start,
            on_progress=display.progress,
            on_outcome=display.outcome,
            cancel=cancel,
        )
    if report is not None:
        write_text(report, as_csv(outcomes))
    if json_:
        print(json.dumps(_document(outcomes), indent=2, ensure_ascii=False))
    if cancel.cancelled:
        print("stopped; nothing half-made was left behind.", file=sys.stderr)
        return EXIT_STOPPED
    return int(any(outcome.status is Status.FAILED for outcome in outcomes))


def _checked(request: UpscaleRequest) -> UpscaleRequest:
    """The request, if every option has a possible value; else a usage error."""
    from sr_studio.errors import StudioError
    from sr_studio.upscaling.methods import find_method

    try:
        find_method(request.method)
        return request.checked()
    except StudioError as error:
        raise typer.BadParameter(str(error)) from error


def _scale(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text.lower().lstrip("x×"))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number", param_hint="--scale") from None


def _tile(text: str) -> int | None:
    if text == "auto":
        return None
    try:
        return int(text)
    except ValueError:
        message = f"{text!r} is neither auto nor a number"
        raise typer.BadParameter(message, param_hint="--tile") from None


def _existing(overwrite: bool, number: bool, skip: bool) -> Existing:
    from sr_studio.upscaling.output import Existing

    if overwrite + number + skip > 1:
        raise typer.BadParameter("choose one of --overwrite, --number and --skip")
    return Existing.REPLACE if overwrite else Existing.NUMBER if number else Existing.SKIP


def _places(
    pictures: list[Path],
    inputs: list[Path],
    output: Path | None,
    request: UpscaleRequest,
    scale: float,
    format: str | None,
) -> tuple[Path | None, Any]:
    """The folder of the results (None: beside each picture) and how each is called."""
    from sr_studio.errors import StudioError
    from sr_studio.imaging.formats import format_of_suffix
    from sr_studio.imaging.writing import format_for
    from sr_studio.upscaling.batch import namer

    try:
        kind = format_for(Path("result.png"), format)
    except StudioError as error:
        raise typer.BadParameter(str(error), param_hint="--format") from error
    if output is None:
        return None, namer(request, scale, kind)
    if output.is_dir() or not output.suffix or format_of_suffix(output) is None:
        output.mkdir(parents=True, exist_ok=True)
        return output, namer(request, scale, kind)
    if len(pictures) > 1 or inputs[0].is_dir():
        message = f"{output} is one file; name a folder for several pictures"
        raise typer.BadParameter(message, param_hint="--output")
    if format is not None and format_of_suffix(output) != kind:
        message = f"the suffix of {output.name} says another format than {format}"
        raise typer.BadParameter(message, param_hint="--format")
    return output.parent, lambda source: output.name


def _document(outcomes: list[Outcome]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[str(outcome.status)] = counts.get(str(outcome.status), 0) + 1
    return {"pictures": [outcome.row() for outcome in outcomes], "counts": counts}


@contextmanager
def _stopping() -> Iterator[CancelToken]:
    """A token that Ctrl-C (and SIGTERM) sets; a second Ctrl-C ends at once."""
    from sr_studio.progress import CancelToken

    token = CancelToken()

    def stop(number: int, frame: object) -> None:
        if token.cancelled:
            raise KeyboardInterrupt
        token.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield token
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Display:
    """What a person sees on standard error: bars on a terminal, else a line for each picture."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._total = total
        self._counts: dict[str, int] = {}
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[said]}"),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._all = self._bars.add_task(f"{total} pictures", total=total, said="")
        self._one = self._bars.add_task("", total=1, said="")

    def __enter__(self) -> _Display:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()
        if self._total > 1:
            parts = [f"{count} {status}" for status, count in self._counts.items()]
            self._line(", ".join(parts) + ".")

    def start(self, source: Path, output: Path) -> None:
        """A picture is being worked on."""
        self._bars.update(self._one, description=source.name, completed=0, said="")

    def progress(self, progress: Progress) -> None:
        """It is this far."""
        from sr_studio.progress import spoken_duration

        said = f"{progress.fraction:.0%}"
        if progress.rate:
            said += f"  {progress.rate / 1e6:.2g} MP/s"
        if progress.seconds_left is not None:
            said += f"  {spoken_duration(progress.seconds_left)} left"
        self._bars.update(self._one, completed=progress.fraction, said=said)

    def outcome(self, outcome: Outcome) -> None:
        """It is done, skipped or failed."""
        self._counts[str(outcome.status)] = self._counts.get(str(outcome.status), 0) + 1
        done = sum(self._counts.values())
        self._bars.update(self._all, completed=done, said=f"{done} of {self._total}")
        place = f"[{done}/{self._total}] " if self._total > 1 else ""
        if outcome.report is None:
            word = "error: " if outcome.status == "failed" else f"{outcome.status}: "
            about = "" if outcome.status == "failed" else f"{outcome.output}: "
            self._line(f"{place}{word}{about}{outcome.error}")
            return
        size = "×".join(map(str, outcome.report.size_out))
        self._line(f"{place}{outcome.output}  {size}  ({outcome.report.sentence()})")
        for note in outcome.report.notes:
            self._line(f"  note: {note}")

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False)
