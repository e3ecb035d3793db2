"""``sr-studio upscale``: make pictures larger."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sr_studio.commands.shared_options import AnyPrecision, OnCluster

if TYPE_CHECKING:
    from sr_studio.commands.upscale_plan import Inputs
    from sr_studio.imaging.inputs import Found
    from sr_studio.upscaling.batch_planning import Place
    from sr_studio.upscaling.output import WriteOptions
    from sr_studio.upscaling.queue_items import NewItem
    from sr_studio.upscaling.request import UpscaleRequest

app = typer.Typer(add_completion=False)


@app.command()
def upscale(
    context: typer.Context,
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="INPUT", help="Pictures, folders, patterns like photos/*.jpg."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A file for one picture, else a folder; made if missing."
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            help="Name of a method or a model file; several times for several results of each "
            "picture. `sr-studio models list` shows them. Also nearest, bilinear, bicubic, "
            "lanczos.",
        ),
    ] = None,
    scale: Annotated[
        str | None,
        typer.Option("--scale", "-s", help="2, 3, 4 or any number; default: the method's own."),
    ] = None,
    width: Annotated[
        int | None, typer.Option(min=1, help="Pixels across of the results, instead of a scale.")
    ] = None,
    height: Annotated[
        int | None, typer.Option(min=1, help="Pixels down; with --width, a box to fit into.")
    ] = None,
    megapixels: Annotated[
        float | None, typer.Option(help="Millions of pixels of the results.")
    ] = None,
    detail: Annotated[
        float | None, typer.Option(help="0 faithful … 1 detailed, for models that come in pairs.")
    ] = None,
    ensemble: Annotated[
        bool,
        typer.Option(
            "--ensemble",
            help="Self-ensemble: the mean over eight flips and turns, in eight times the time.",
        ),
    ] = False,
    passes: Annotated[
        int | None,
        typer.Option(
            help="Apply the model this often, each time to what it gave; default: as the scale "
            "needs."
        ),
    ] = None,
    device: Annotated[
        str,
        typer.Option(help="auto, cpu, cuda, cuda:1, mps; several by commas; all graphics cards."),
    ] = "auto",
    precision: AnyPrecision = "auto",
    backend: Annotated[
        str, typer.Option(help="auto, torch, openvino, ncnn (cards with Vulkan).")
    ] = "auto",
    tile: Annotated[
        str, typer.Option(help="auto, or the side of a tile in pixels of the input.")
    ] = "auto",
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="png, jpeg, webp, tiff, avif; gif for animations, which png and webp keep, too.",
        ),
    ] = None,
    quality: Annotated[
        int | None, typer.Option(min=1, max=100, help="1..100 for JPEG, WebP and AVIF.")
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            help="Names of results: {name}, {scale}, {method}, {detail}, {width}, {height}, "
            "{date}, {folder}; default {name}_x{scale}_{method}."
        ),
    ] = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Go into folders of folders.")
    ] = False,
    pattern: Annotated[
        list[str] | None, typer.Option(help="Of folders take only names that fit, as *.jpg.")
    ] = None,
    flat: Annotated[
        bool,
        typer.Option("--flat", help="All results into one folder, instead of mirrored folders."),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Then wait for new pictures in the folders, until Ctrl-C."),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace outputs that are already there.")
    ] = False,
    number: Annotated[
        bool, typer.Option("--number", help="Keep them and number the new ones.")
    ] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Leave their pictures out.")] = False,
    strip_metadata: Annotated[
        bool,
        typer.Option(
            "--strip-metadata",
            help="Leave the pictures' EXIF, IPTC and XMP out; how results were made stays.",
        ),
    ] = False,
    pixel_limit: Annotated[
        int | None,
        typer.Option(min=1, help="Refuse inputs that claim more pixels than this."),
    ] = None,
    on: OnCluster = "",
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with what a crash or Ctrl-C left in the queue."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be made, in what time; make nothing.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(help="Write what became of each picture to this file, .csv or .json."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> int:
    """Make pictures larger. One that fails does not stop the others; the exit code is 1 then.

    An output that is there already is left alone if it was made from this very picture in this
    very way; else the new one gets a number. --overwrite, --number and --skip say otherwise.
    """
    from sr_studio.commands import upscale_plan as words
    from sr_studio.commands.upscale_work import work
    from sr_studio.files import is_folder
    from sr_studio.upscaling.device_wishes import devices_of
    from sr_studio.upscaling.devices import cards
    from sr_studio.upscaling.methods import default_method
    from sr_studio.upscaling.output import WriteOptions
    from sr_studio.upscaling.request import UpscaleRequest
    from sr_studio.upscaling.upscaler import Upscaler

    if report is not None:
        words.check_report(report, dry=dry_run)
    if resume:
        words.check_resumed(context)
    devices = devices_of(device, cards)
    where = words.where_of(devices, on)
    if resume:
        return work(where, Upscaler(), None, "", None, report, json_)
    if not inputs:
        raise typer.BadParameter("name pictures or folders", param_hint="INPUT")
    request = UpscaleRequest(
        scale=words.scale_of(scale),
        detail=detail,
        device=devices[0],
        precision=precision,
        tile=words.tile_of(tile),
        backend=backend,
        target=words.target_of(width, height, megapixels),
        ensemble=ensemble,
        passes=passes,
    )
    methods = model or [default_method(request.scale).name]
    requests = [words.checked(replace(request, method=name)) for name in methods]
    options = WriteOptions(
        words.existing_of(overwrite, number, skip), quality, not strip_metadata, pixel_limit
    )
    one = len(inputs) == 1 and len(requests) == 1 and not is_folder(inputs[0])
    single = inputs[0] if one else None
    place = words.place_of(output, format, template, recursive and not flat, single)
    source = words.Inputs(inputs, recursive, pattern or ())
    pictures = source.find(place)
    if not pictures and not watch:
        raise typer.BadParameter("there are no pictures in what was named", param_hint="INPUT")
    if place.file is not None and len(pictures) > 1:  # one pattern may name several
        raise words.one_file(place.file)
    for sentence in words.idle_options(requests, place.format, quality):
        print(f"note: {sentence}", file=sys.stderr)
    upscaler = Upscaler()
    plan = _Plan(requests, [upscaler.prepare(one) for one in requests], place, options)
    items = plan.items(pictures)
    if dry_run:
        rows = words.dry_run(items, upscaler)
        print(json.dumps(rows, indent=2) if json_ else "\n".join(words.dry_lines(rows)))
        return int(any("error" in row for row in rows))
    title = " ".join(["sr-studio upscale", *map(str, inputs)])
    more = Watch(source, plan, pictures) if watch else None
    return work(where, upscaler, items, title, more, report, json_)


class _Plan:
    """What is made of every picture."""

    def __init__(
        self,
        requests: list[UpscaleRequest],
        scales: list[float],
        place: Place,
        options: WriteOptions,
    ) -> None:
        self._requests = list(zip(requests, scales, strict=True))
        self.place = place
        self._options = options
        self._taken: set[Path] = set()
        self._planned: list[Path] = []

    def items(self, pictures: list[Found]) -> list[NewItem]:
        """The items of these pictures, which come beside those of earlier calls."""
        from sr_studio.upscaling.batch_planning import plan_batch

        items = plan_batch(
            pictures,
            self._requests,
            self.place,
            self._options,
            taken=self._taken,
            others=self._planned,
        )
        self._planned += [one.path for one in pictures]
        return items


class Watch:
    """Pictures that come into folders while the command runs."""

    def __init__(self, inputs: Inputs, plan: _Plan, known: list[Found]) -> None:
        from sr_studio.upscaling.batch_planning import without_results
        from sr_studio.upscaling.watching import FolderWatch

        self._plan = plan
        self._watch = FolderWatch(
            inputs.find_all, known, lambda found: without_results(found, plan.place)
        )

    def items(self) -> list[NewItem]:
        """Items for the pictures that are new, and whole."""
        return self._plan.items(self._watch.settled())
