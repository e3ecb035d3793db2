"""Perception against distortion: every method as a point, one field a data set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sr_studio.evaluation.figures.style import (
    COLOURS,
    GREY,
    MARKERS,
    figure_look,
    write_figure,
)
from sr_studio.evaluation.request import EvaluationError
from sr_studio.evaluation.results import EvaluationResult, Row
from sr_studio.metrics.metric import METRICS

#: Measures of perception in the order in which they are preferred for the upward axis.
PERCEPTION = ("lpips_alex", "lpips_vgg", "lpips_squeeze", "perceptual_index", "niqe")
_DISTORTION = "psnr_y"


class Look(NamedTuple):
    """How a method is drawn in every field."""

    title: str
    colour: str
    marker: str


def write_scatter(
    result: EvaluationResult, paths: Sequence[Path], *, perception: str | None = None
) -> None:
    """Draw PSNR to the right and a measure of perception upwards, better below.

    The trade between the two is that of Y. Blau and T. Michaeli, "The perception-distortion
    tradeoff", CVPR 2018.

    Args:
        result: Means of its data sets are drawn.
        paths: Files to write.
        perception: Key of the upward axis; None takes LPIPS, else the perceptual index, else NIQE.

    Raises:
        EvaluationError: No method has both numbers.
    """
    means = result.means()
    chosen = perception or next(
        (key for key in PERCEPTION if any(_both(row, key) for row in means)), None
    )
    points = [row for row in means if chosen is not None and _both(row, chosen)]
    if chosen is None or not points:
        raise EvaluationError(
            "no method has both PSNR and a measure of perception",
            where="--figure",
            remedy="Measure psnr_y and niqe or an LPIPS; the notes say why one is missing.",
        )
    datasets = list(dict.fromkeys(row.dataset for row in points))
    looks = _looks(result, list(dict.fromkeys(row.model for row in points)))
    with figure_look():
        figure = Figure(figsize=(3.4 * len(datasets), 3.0), layout="constrained")
        fields = figure.subplots(1, len(datasets), squeeze=False)[0]
        for field, dataset in zip(fields, datasets, strict=True):
            rows = [row for row in points if row.dataset == dataset]
            _draw(field, rows, chosen, looks)
            field.set_title(f"{dataset}, ×{result.scale}")
        fields[0].set_ylabel(f"{METRICS[chosen].title}, lower is better")
        named: dict[str, Artist] = {}
        for field in fields:
            handles, labels = field.get_legend_handles_labels()
            named.update(zip(labels, handles, strict=True))
        figure.legend(
            list(named.values()), list(named), loc="outside lower center", ncols=2 * len(datasets)
        )
        write_figure(figure, paths)


def _looks(result: EvaluationResult, models: list[str]) -> dict[str, Look]:
    titles = {facts.model: facts.title for facts in result.methods}
    return {
        model: Look(
            titles.get(model, model) if "@" not in model else model,
            COLOURS[k % len(COLOURS)],
            # After all colours the shapes move on, so that no pair comes twice for long.
            MARKERS[(k + k // len(COLOURS)) % len(MARKERS)],
        )
        for k, model in enumerate(models)
    }


def _draw(field: Axes, rows: list[Row], perception: str, looks: dict[str, Look]) -> None:
    def at(row: Row) -> tuple[float, float]:
        return row.values[_DISTORTION] or 0.0, row.values[perception] or 0.0

    # Points between two models lie on one way; a line shows it.
    ways: dict[str, list[Row]] = {}
    for row in rows:
        if "@" in row.model:
            ways.setdefault(row.model.rpartition("@")[0], []).append(row)
    for points in ways.values():
        field.plot(*zip(*map(at, points), strict=True), color=GREY, linewidth=0.8, zorder=1)
    for row in rows:
        x, y = at(row)
        look = looks[row.model]
        field.plot(x, y, look.marker, color=look.colour, markersize=6, label=look.title)
    field.margins(0.1)
    field.set_xlabel(f"{METRICS[_DISTORTION].title}, higher is better")


def _both(row: Row, perception: str) -> bool:
    return row.values.get(_DISTORTION) is not None and row.values.get(perception) is not None
