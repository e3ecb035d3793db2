"""From the words of ``sr-studio upscale`` to a batch: requests, places, notes, a dry run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from sr_studio.imaging.inputs import Found
    from sr_studio.upscaling.batch_planning import Place
    from sr_studio.upscaling.output import Existing
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_items import NewItem
    from sr_studio.upscaling.request import UpscaleRequest
    from sr_studio.upscaling.target import Target
    from sr_studio.upscaling.upscaler import Upscaler


@dataclass(frozen=True)
class Inputs:
    """Where pictures come from: what was named, and how to look into folders."""

    named: Sequence[Path]
    recursive: bool = False
    patterns: Sequence[str] = ()

    def find(self, place: Place) -> list[Found]:
        """The pictures that are there now, without our own results beside them."""
        from sr_studio.upscaling.batch_planning import without_results

        return without_results(self.find_all(), place)

    def find_all(self) -> list[Found]:
        """The pictures that are there now."""
        from sr_studio.imaging.inputs import find_pictures

        return find_pictures(self.named, recursive=self.recursive, patterns=self.patterns)


@dataclass(frozen=True)
class Where:
    """Where a batch is made.

    Attributes:
        devices: Of this computer.
        cluster: ``ray`` or ``ray://HOST`` instead; empty for none.
    """

    devices: Sequence[str]
    cluster: str = ""


#: What may be said anew when a queue is gone on with; all else was said when it was filled.
_OF_RESUMED = ("resume", "device", "on", "report", "json_")


def check_resumed(context: typer.Context) -> None:
    """A usage error where ``--resume`` comes with what it would not heed, ``--dry-run`` above all.

    Raises:
        typer.BadParameter: Pictures or such an option were named.
    """
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is None or source.name != "COMMANDLINE" or option.name in _OF_RESUMED:
            continue
        if option.name == "inputs":
            raise typer.BadParameter("the pictures are in the queue already", param_hint="INPUT")
        raise typer.BadParameter(
            "--resume makes what is queued as it was asked for; it takes --device, --on, --report "
            "and --json",
            param_hint=option.opts[0],
        )


def check_report(path: Path, *, dry: bool) -> None:
    """Find out before the work that its report could not be written.

    Args:
        path: The file to be.
        dry: Write nothing.

    Raises:
        typer.BadParameter: It cannot be a file there.
        StudioError: The folder takes no file.
    """
    from sr_studio.files import check_takes_files, is_folder

    if not is_folder(path.absolute().parent):
        message = f"the folder {path.absolute().parent} does not exist"
        raise typer.BadParameter(message, param_hint="--report")
    if is_folder(path):
        raise typer.BadParameter(f"{path} is a folder, not a file", param_hint="--report")
    check_takes_files(path, dry=dry)


def where_of(devices: Sequence[str], on: str) -> Where:
    """Where a batch is made; a usage error where that is no place."""
    from sr_studio.errors import StudioError

    if on:
        from sr_studio.cluster.connection import check_address

        try:
            check_address(on)
        except StudioError as error:
            raise typer.BadParameter(str(error), param_hint="--on") from error
    return Where(devices, on)


def checked(request: UpscaleRequest) -> UpscaleRequest:
    """The request, if every option has a possible value; else a usage error."""
    from sr_studio.errors import StudioError
    from sr_studio.upscaling.methods import find_method

    try:
        find_method(request.method)
        return request.checked()
    except StudioError as error:
        raise typer.BadParameter(str(error)) from error


def scale_of(text: str | None) -> float | None:
    """``2``, ``x2.5`` as a number; none stays none."""
    if text is None:
        return None
    try:
        return float(text.lower().lstrip("x×"))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number", param_hint="--scale") from None


def tile_of(text: str) -> int | None:
    """Pixels of a tile's side; None for ``auto``."""
    if text == "auto":
        return None
    try:
        return int(text)
    except ValueError:
        message = f"{text!r} is neither auto nor a number"
        raise typer.BadParameter(message, param_hint="--tile") from None


def target_of(width: int | None, height: int | None, megapixels: float | None) -> Target | None:
    """The size that is wished, if one is."""
    from sr_studio.upscaling.target import Target

    if width is None and height is None and megapixels is None:
        return None
    return Target(width, height, megapixels)


def existing_of(overwrite: bool, number: bool, skip: bool) -> Existing:
    """The collision policy."""
    from sr_studio.upscaling.output import Existing

    if overwrite + number + skip > 1:
        raise typer.BadParameter("choose one of --overwrite, --number and --skip")
    if overwrite:
        return Existing.REPLACE
    return Existing.NUMBER if number else Existing.SKIP if skip else Existing.UNLESS_SAME


def place_of(
    output: Path | None,
    format: str | None,
    template: str | None,
    mirror: bool,
    single: Path | None,
) -> Place:
    """Where results go; ``single`` is the picture where there is one result only."""
    from sr_studio.errors import StudioError
    from sr_studio.files import is_folder
    from sr_studio.imaging.animation import frames_in
    from sr_studio.imaging.formats import FORMATS, format_of_suffix
    from sr_studio.imaging.writing import format_for
    from sr_studio.upscaling.batch_planning import Place
    from sr_studio.upscaling.naming import DEFAULT_TEMPLATE, check_template

    try:
        check_template(template or DEFAULT_TEMPLATE)
    except StudioError as error:
        raise typer.BadParameter(str(error), param_hint="--template") from error
    try:
        kind = format_for(Path("result.png"), format, animated=True)
    except StudioError as error:
        raise typer.BadParameter(str(error), param_hint="--format") from error
    place = Place(output, None, kind, template or DEFAULT_TEMPLATE, mirror)
    suffix = None if output is None or is_folder(output) else format_of_suffix(output)
    if output is None or suffix is None:
        return place
    animated = FORMATS[suffix].holds_frames and single is not None and frames_in(single) > 1
    if not FORMATS[suffix].writable and not animated:
        message = f"{FORMATS[suffix].name} files are read and not written: {output}"
        raise typer.BadParameter(message, param_hint="--output")
    if single is None:
        raise one_file(output)
    if format is not None and suffix != kind:
        message = f"the suffix of {output.name} says another format than {format}"
        raise typer.BadParameter(message, param_hint="--format")
    return Place(output.parent, output, suffix, place.template)


def one_file(output: Path) -> typer.BadParameter:
    """The usage error of several results for one file."""
    message = f"{output} is one file; name a folder for several results"
    return typer.BadParameter(message, param_hint="--output")


def idle_options(requests: Sequence[UpscaleRequest], format: str, quality: int | None) -> list[str]:
    """A sentence about each option that was given and does nothing for these requests."""
    from sr_studio.imaging.formats import FORMATS
    from sr_studio.upscaling.methods import find_method, is_interpolation

    said = []
    for request in requests:
        idle = []
        if is_interpolation(request.method):
            idle += [
                name
                for name in ("device", "precision", "backend")
                if getattr(request, name) != "auto"
            ]
            idle += [] if request.tile is None else ["tile"]
            idle += ["ensemble"] if request.ensemble else []
            idle += [] if request.passes is None else ["passes"]
        if request.detail is not None and not find_method(request.method).has_detail:
            idle.append("detail")
        said += [f"--{name} does nothing for {request.method}." for name in idle]
    if quality is not None and FORMATS[format].default_quality is None:
        said.append(f"--quality does nothing for {FORMATS[format].name}.")
    return said


def queue_with(items: Sequence[NewItem], title: str) -> tuple[UpscaleQueue, str, str]:
    """The person's queue with new items in it, and their batch.

    Where it cannot be used or written, it is one for this time only, and the last value says why.
    """
    from sr_studio.errors import StudioError
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_file import IN_MEMORY

    queue = None
    try:
        queue = UpscaleQueue()
        return queue, queue.add(items, title), ""
    except StudioError as error:
        if queue is not None:
            queue.close()
        queue = UpscaleQueue(IN_MEMORY)
        return queue, queue.add(items, title), str(error)


def dry_run(items: Sequence[NewItem], upscaler: Upscaler) -> list[dict[str, Any]]:
    """What would be made, and what it would cost, in plain values."""
    from sr_studio.errors import StudioError, on_one_line
    from sr_studio.files import is_folder, is_there
    from sr_studio.imaging.animation import frames_in
    from sr_studio.imaging.reading import read_size
    from sr_studio.upscaling.output import can_animate, check_output, check_result_size

    rows = []
    for item in items:
        row: dict[str, Any] = {
            "input": on_one_line(str(item.source)),
            "output": on_one_line(str(item.output)),
            "exists": is_there(item.output),
        }
        try:
            size = read_size(item.source)
            cost = upscaler.estimate(*size, item.request.for_picture(*size))
            if is_folder(item.output.parent):
                animated = frames_in(item.source) > 1 and can_animate(item.output)
                check_output(item.output, item.source, animated=animated, dry=True)
                check_result_size(item.output, cost.size_out, animated=animated)
        except StudioError as error:
            row["error"] = str(error)
        else:
            row |= {"width_out": cost.size_out[0], "height_out": cost.size_out[1]}
            row |= {"seconds": cost.seconds, "memory": cost.memory, "disk_at_most": cost.disk}
        rows.append(row)
    return rows


def dry_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """A dry run for people."""
    from sr_studio.progress import spoken_duration

    lines = []
    for row in rows:
        if "error" in row:
            # The sentence names the place that is at fault, which may be the result's folder.
            named = row["error"].startswith(row["input"])
            lines.append(row["error"] if named else f"{row['input']}: {row['error']}")
            continue
        there = "  (is there already)" if row["exists"] else ""
        cost = f"{row['width_out']}×{row['height_out']}, {row['memory'] / 1e6:,.0f} MB of memory"
        if row["seconds"] is not None:
            cost += f", about {spoken_duration(row['seconds'])}"
        lines.append(f"{row['input']} -> {row['output']}  {cost}{there}")
    seconds = sum(row.get("seconds") or 0 for row in rows)
    memory = max((row.get("memory", 0) for row in rows), default=0)
    disk = sum(row.get("disk_at_most", 0) for row in rows)
    can_be = sum("error" not in row for row in rows)
    lines.append(
        f"{can_be} of {len(rows)} can be made, in about {spoken_duration(seconds)}, with at most "
        f"{memory / 1e6:,.0f} MB of memory and {disk / 1e6:,.0f} MB on disk; nothing was made."
        if can_be
        else f"None of {len(rows)} can be made."
    )
    return lines
