"""``sr-studio evaluate``: measure models and interpolations as the papers do."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from sr_studio.commands.outputs import check_outputs, write_each
from sr_studio.commands.shared_options import AnyPrecision, OnCluster, OneDevice

if TYPE_CHECKING:
    from sr_studio.evaluation.request import EvaluationRequest, Interpolation
    from sr_studio.evaluation.results import EvaluationResult
    from sr_studio.evaluation.runner import Watcher
    from sr_studio.progress import CancelToken

app = typer.Typer(add_completion=False)

_MODEL = "Models and interpolations by name, model files, hr, folders of ready SR pictures."
_INTERPOLATE = "Two models and points between them, such as rrdb esrgan 0.2 0.8."
_FIGURE = "Perception against distortion, as .svg, .pdf or .png."
_PANEL = "The papers' panel of one picture by all methods, as .svg, .pdf or .png."

_REPEATED = ("--model", "--data", "--lr", "--figure", "--panel", "--lpips-weights")


def _with_json_value(words: list[str]) -> list[str]:
    """``--json`` alone prints the document, as it does with every other command."""
    said = []
    for word, after in pairwise([*words, "--"]):
        said.append(word)
        if word == "--json" and after.startswith("-") and after != "-":
            said.append("-")
    return said


class _ManyWords(TyperCommand):
    """Lets an option that may be repeated take several words: ``--data Set5 Set14``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat the option before each of its words, and parse as usual."""
        option, repeated = "", []
        for word in _with_json_value(args):
            if word.startswith("-") and word != "-":
                option, first = word, True
            elif option in _REPEATED and not first:
                repeated.append(option)
            else:
                first = False
            repeated.append(word)
        parsed: list[str] = super().parse_args(ctx, repeated)
        return parsed


@app.command(cls=_ManyWords)
def evaluate(
    alphas: Annotated[
        list[str] | None,
        typer.Argument(metavar="ALPHA", help="Further points of --interpolate.", hidden=True),
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(metavar="NAME|FILE|FOLDER...", help=_MODEL)
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER...", help="Folders of HR pictures.")
    ] = None,
    lr: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER...", help="Folders of LR pictures, one for each --data."),
    ] = None,
    scale: Annotated[int | None, typer.Option(help="Factor; else the first model's.")] = None,
    interpolate: Annotated[
        tuple[str, str, str] | None, typer.Option(metavar="A B ALPHA...", help=_INTERPOLATE)
    ] = None,
    lr_variant: Annotated[str, typer.Option(help="uint8, double or gaussian.")] = "uint8",
    protocol: Annotated[str, typer.Option(help="float or uint8 (MATLAB).")] = "float",
    metrics: Annotated[
        str, typer.Option(help="Comma-separated names of metrics, usual or all.")
    ] = "usual",
    csv: Annotated[Path | None, typer.Option(help="Every picture and the means.")] = None,
    json: Annotated[
        str | None,
        typer.Option(metavar="[FILE]", help="Print one JSON document, or write it to a file."),
    ] = None,
    latex: Annotated[Path | None, typer.Option(help="The table of means.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Tables, conventions, notes.")] = None,
    figure: Annotated[list[Path] | None, typer.Option(metavar="FILE...", help=_FIGURE)] = None,
    panel: Annotated[list[Path] | None, typer.Option(metavar="FILE...", help=_PANEL)] = None,
    panel_image: Annotated[
        str | None, typer.Option(help="Picture of the panel; else the first.")
    ] = None,
    panel_crop: Annotated[
        str | None,
        typer.Option(metavar="X,Y,W,H", help="Its crop in HR pixels; else a lively one."),
    ] = None,
    pictures: Annotated[Path | None, typer.Option(help="Keep all pictures in a folder.")] = None,
    compare: Annotated[Path | None, typer.Option(help="An earlier --json file.")] = None,
    published: Annotated[
        bool, typer.Option("--published", help="Print published rows beside ours.")
    ] = False,
    on: OnCluster = "",
    device: OneDevice = "auto",
    precision: AnyPrecision = "fp32",
    backend: Annotated[str, typer.Option(help="auto, torch or openvino.")] = "auto",
    tile: Annotated[int | None, typer.Option(help="Inner side of a tile in LR pixels.")] = None,
    niqe_model: Annotated[
        Path | None, typer.Option(help="NIQE statistics, such as niqe_pris_params.npz.")
    ] = None,
    lpips_weights: Annotated[
        list[str] | None,
        typer.Option(metavar="[NETWORK=]FILE", help="Backbone of LPIPS: alex, vgg or squeeze."),
    ] = None,
    ma_scores: Annotated[
        Path | None, typer.Option(help="CSV of Ma scores: model,dataset,image,ma.")
    ] = None,
    progress_json: Annotated[
        bool, typer.Option("--progress-json", help="Progress as JSON lines on stderr.")
    ] = False,
) -> int:
    """Measure models and interpolations on folders of HR pictures, as the papers do.

    PSNR and SSIM on Y with the border of the scale left out, daala's SSIM (the SRGAN paper's),
    NIQE and LPIPS; every convention is printed with the numbers.
    """
    from sr_studio.evaluation.figures.panel import check_panel, parse_crop
    from sr_studio.evaluation.request import EvaluationRequest
    from sr_studio.evaluation.results import read_result
    from sr_studio.evaluation.watching import JsonLinesWatcher, TerminalWatcher

    request = EvaluationRequest(
        methods=tuple(model or ()),
        data=tuple(data or ()),
        lr=tuple(lr or ()),
        interpolations=_interpolations(interpolate, alphas or []),
        scale=scale,
        lr_variant=lr_variant,
        protocol=protocol,
        metrics=_metrics(metrics),
        device=device,
        precision=precision,
        backend=backend,
        tile=tile,
        niqe_model=niqe_model,
        lpips_weights=dict(_lpips_file(word) for word in lpips_weights or ()),
        ma_scores=ma_scores,
        pictures=pictures,
    )
    figures = [*(figure or ()), *(panel or ())]
    tables = [path for path in (csv, latex, markdown) if path is not None]
    _check_usage(request, figures, [*tables, *([Path(json)] if json not in (None, "-") else [])])
    earlier = read_result(compare) if compare is not None else None
    crop = parse_crop(panel_crop) if panel_crop else None
    if panel:
        check_panel(request, panel_image, crop)
    elif panel_image is not None or crop is not None:
        message = "a picture and its crop are a panel's; name its file with --panel"
        raise typer.BadParameter(message)
    watcher: JsonLinesWatcher | TerminalWatcher = TerminalWatcher(sys.stderr)
    if progress_json:
        watcher = JsonLinesWatcher(sys.stderr)
        watcher.metrics()
    with _kept_pictures(request, needed=bool(panel)) as kept, _stoppable() as cancel:
        result = _measured(kept, on, watcher, cancel)
        watcher.clear()
        _print(result, earlier, published, beside_json=json == "-")
        writes = _result_writes(result, json, csv, latex, markdown, published)
        if figure:
            from sr_studio.evaluation.figures.scatter import write_scatter

            writes.append(partial(write_scatter, result, figure))
        if panel and kept.pictures is not None:
            from sr_studio.evaluation.figures.panel import write_panel

            drawn = partial(write_panel, image=panel_image, crop=crop)
            writes.append(partial(drawn, result, kept.pictures, panel))
        write_each(writes)
    return 1 if result.failed else 0


def _measured(
    request: EvaluationRequest, on: str, watcher: Watcher, cancel: CancelToken
) -> EvaluationResult:
    """The result, measured here or on a cluster."""
    if on:
        from sr_studio.cluster.connection import connected
        from sr_studio.cluster.evaluation import evaluate_on

        with connected(on) as ray:
            return evaluate_on(ray, request, watcher=watcher, cancel=cancel)
    from sr_studio.evaluation.runner import evaluate as run

    return run(request, watcher=watcher, cancel=cancel)


def _check_usage(request: EvaluationRequest, figures: list[Path], files: list[Path]) -> None:
    """Say before hours of work what would go wrong after them."""
    from sr_studio.evaluation.request import EvaluationError
    from sr_studio.files import made_folder

    try:
        request.checked()
    except EvaluationError as error:
        raise typer.BadParameter(str(error)) from error
    check_outputs(figures, files)
    if request.pictures is not None:
        made_folder(request.pictures)


def _print(
    result: EvaluationResult,
    earlier: EvaluationResult | None,
    published: bool,
    *,
    beside_json: bool,
) -> None:
    from sr_studio.evaluation import comparison, tables

    # One document on stdout: what is for people then goes to stderr.
    out = sys.stderr if beside_json else sys.stdout
    if result.images:
        print(tables.to_text(tables.mean_table(result, published=published)), file=out)
        costs = tables.cost_table(result)
        if costs.sections:
            print(tables.to_text(costs), file=out)
    if earlier is not None:
        print(comparison.to_text(comparison.compare(earlier, result)), file=out)
    if beside_json:
        sys.stdout.write(result.to_json())


def _result_writes(
    result: EvaluationResult,
    json: str | None,
    csv: Path | None,
    latex: Path | None,
    markdown: Path | None,
    published: bool,
) -> list[Callable[[], None]]:
    """What writes each file that is asked for."""
    from sr_studio.evaluation import tables
    from sr_studio.files import write_text

    writes: list[Callable[[], None]] = []
    if json not in (None, "-"):
        writes.append(partial(result.write, Path(json)))
    for path, form in (
        (csv, tables.to_csv),
        (latex, tables.to_latex),
        (markdown, tables.to_markdown),
    ):
        if path is not None:
            writes.append(partial(write_text, path, form(result, published=published)))
    return writes


def _interpolations(
    words: tuple[str, str, str] | None, more: list[str]
) -> tuple[Interpolation, ...]:
    from sr_studio.evaluation.request import Interpolation

    if words is None:
        if more:
            raise typer.BadParameter(
                f"{' '.join(more)!r} belongs to no option; methods are named with --model."
            )
        return ()
    try:
        points = tuple(float(word) for word in (words[2], *more))
    except ValueError as error:
        raise typer.BadParameter(
            f"{' '.join((words[2], *more))!r} are no numbers between 0 and 1, such as 0.2 0.8.",
            param_hint="--interpolate",
        ) from error
    return (Interpolation(words[0], words[1], points),)


def _metrics(words: str) -> tuple[str, ...]:
    from sr_studio.evaluation.request import USUAL_METRICS
    from sr_studio.metrics.metric import METRICS

    if words == "usual":
        return USUAL_METRICS
    if words == "all":
        # The index needs Ma scores and comes with them; times are always there.
        return tuple(
            key
            for key in METRICS
            if key not in ("perceptual_index", "seconds", "megapixels_per_second")
        )
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _lpips_file(word: str) -> tuple[str, Path]:
    network, equals, file = word.partition("=")
    if equals and network in ("alex", "vgg", "squeeze"):
        return network, Path(file)
    return "alex", Path(word)


@contextlib.contextmanager
def _kept_pictures(request: EvaluationRequest, *, needed: bool) -> Iterator[EvaluationRequest]:
    """The request with a folder for its pictures where a figure needs them."""
    import dataclasses
    import tempfile

    if not needed or request.pictures is not None:
        yield request
        return
    with tempfile.TemporaryDirectory(prefix="sr-studio-") as folder:
        yield dataclasses.replace(request, pictures=Path(folder))


@contextlib.contextmanager
def _stoppable() -> Iterator[CancelToken]:
    """A token that SIGTERM sets, so that a window can stop its child in good order."""
    from sr_studio.progress import CancelToken

    cancel = CancelToken()
    before = signal.signal(signal.SIGTERM, lambda number, frame: cancel.cancel())
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGTERM, before)
