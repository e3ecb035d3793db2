"""Figures with one mark for each system: MOS with both intervals, mean ranks, single images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.report.figures.style import (
    BLUE,
    FAINT,
    GRID,
    INK,
    SKY,
    VERMILION,
    new_figure,
    slant,
    styled,
)
from sr_studio.studies.results.results import SetResults
from sr_studio.studies.statistics.bootstrap import Bootstrap
from sr_studio.studies.statistics.omnibus import Omnibus
from sr_studio.studies.statistics.table import Floats, means

#: Inches beyond which panels stand below each other, so that their letters can be read.
_WIDEST = 8.0
#: Inches that an entry of the legend takes in the longest language.
_LEGEND = 4.0


def mos_with_intervals(
    sets: Sequence[SetResults], level: float = 0.95, scale: Scale = FIVE_POINTS
) -> Figure:
    """MOS of every system, a wide bar for these images and a thin one for images like these."""
    widths = [max(2.4, 0.42 * len(one.systems)) for one in sets]
    beside = sum(widths) <= _WIDEST
    rows, columns = (1, len(sets)) if beside else (len(sets), 1)
    size = (sum(widths) + 0.8, 3.2) if beside else (max(widths) + 1.2, 2.9 * rows + 0.3)
    size = (max(_LEGEND, size[0]), size[1])
    with styled():
        figure = Figure(figsize=size, layout="constrained")
        ratios = {"width_ratios": widths} if beside else {}
        all_axes = figure.subplots(
            rows, columns, squeeze=False, sharey=True, gridspec_kw=ratios
        ).ravel()
        for axes, one in zip(all_axes, sets, strict=True):
            _mos_panel(axes, one, scale)
            if axes is all_axes[0] or not beside:
                axes.set_ylabel("MOS")
        handles, names = all_axes[0].get_legend_handles_labels()
        handles, names = handles[:2], names[:2]  # the white tick on its bar explains itself
        figure.legend(
            handles,
            [Sentence("%1, %2 interval", name, f"{level:.0%}") for name in names],
            loc="outside lower center",
            ncols=2 if size[0] >= 2 * _LEGEND else 1,
        )
    return figure


def _mos_panel(axes: Axes, one: SetResults, scale: Scale) -> None:
    s = one.statistics
    place = np.arange(len(one.systems))
    axes.set_ylim(*scale.limits)
    axes.set_yticks(scale.ticks)
    axes.grid(axis="y")
    axes.vlines(
        place,
        *s.interval_both,
        color=FAINT if one.few_images else VERMILION,
        linewidth=1.5,
        label=Sentence("images like these (raters and images random)"),
    )
    axes.vlines(
        place,
        *s.interval_raters,
        color=BLUE,
        linewidth=6,
        label=Sentence("these images (raters random)"),
    )
    axes.plot(place, s.mos, "o", color=INK, markersize=1.6)
    axes.plot(place, s.mos, "_", color="white", markersize=6.5, markeredgewidth=1.1, label="MOS")
    axes.set_title(one.name)
    axes.set_xlim(-0.6, len(place) - 0.4)
    slant(axes, one.systems)
    _only_bottom(axes)


def mean_rank_figure(sets: Sequence[SetResults]) -> Figure:
    """Mean ranks (1 = best) over every (rater, image), with two-way bootstrap bars."""
    shown = [one for one in sets if not np.isnan(one.mean_ranks).all()]
    heights = max((len(one.systems) for one in shown), default=2)
    with styled():
        figure, all_axes = new_figure(
            max(3.6, 3.1 * len(shown)), 0.8 + 0.24 * heights, 1, max(1, len(shown))
        )
        for axes, one in zip(all_axes, shown, strict=False):
            _rank_panel(axes, one.name, one.systems, one.mean_ranks, one.rank_bootstrap)
        if not shown:
            _nothing(all_axes[0], Sentence("no rater rated every system of an image"))
    return figure


def _rank_panel(
    axes: Axes,
    title: str,
    systems: Sequence[str],
    means: Floats,
    bootstrap: Bootstrap | None,
) -> None:
    order = np.argsort(means, kind="stable")
    place = np.arange(len(order))
    axes.grid(axis="x")
    if bootstrap is not None:
        axes.hlines(place, bootstrap.low[order], bootstrap.high[order], color=SKY, linewidth=7)
    axes.plot(means[order], place, "o", color=BLUE, markersize=3.4)
    for y, s in enumerate(order):
        axes.annotate(
            f"{means[s]:.2f}",
            (means[s], y),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center",
            fontsize=6,
            color=INK,
        )
    axes.set_yticks(place)
    axes.set_yticklabels([systems[s] for s in order])
    axes.set_ylim(len(order) - 0.4, -0.8)
    axes.set_xlim(0.5, len(order) + 0.5)
    axes.set_xlabel(Sentence("mean rank, 1 = best"))
    axes.set_title(title)
    _only_bottom(axes)


def nemenyi_diagram(
    title: str, systems: Sequence[str], omnibus: Omnibus, alpha: float = 0.05
) -> Figure:
    """Mean ranks of rater means on a line; bars join systems closer than the critical difference.

    Source: Demšar (2006), section 3.2.3.
    """
    means, critical = omnibus.mean_ranks, omnibus.critical_difference
    order = np.argsort(means, kind="stable")
    k = len(order)
    groups = _cliques(means[order], critical)
    left = order[: (k + 1) // 2]
    rows = len(left)
    depth = 0.34 * len(groups) + 0.5
    with styled():
        figure, (axes,) = new_figure(6.4, 1.0 + 0.2 * (rows + len(groups)))
        axes.set_xlim(k + 0.35, 0.65)
        axes.set_ylim(-depth - rows * 0.55 - 0.3, 1.9)
        axes.axis("off")
        axes.hlines(0, 1, k, color=INK, linewidth=1.2)
        for rank in range(1, k + 1):
            axes.vlines(rank, 0, 0.18, color=INK, linewidth=1)
            axes.text(rank, 0.3, str(rank), ha="center", va="bottom", fontsize=7)
        for row, (first, last) in enumerate(groups):
            y = -0.32 - 0.34 * row
            axes.hlines(
                y, means[order[first]] - 0.05, means[order[last]] + 0.05, color=BLUE, linewidth=4
            )
        for place, s in enumerate(order):
            best = place < len(left)
            row = place if best else k - 1 - place
            y = -depth - 0.55 * row - 0.2
            edge = 0.8 if best else k + 0.2
            axes.plot([means[s], means[s], edge], [0, y, y], color=FAINT, linewidth=0.9)
            axes.text(
                edge - 0.05 if best else edge + 0.05,
                y,
                f"{systems[s]}  {means[s]:.2f}" if best else f"{means[s]:.2f}  {systems[s]}",
                ha="left" if best else "right",
                va="center",
                fontsize=7.5,
            )
        axes.plot([1, 1 + critical], [1.35, 1.35], color=VERMILION, linewidth=2)
        axes.text(
            1 + critical / 2,
            1.45,
            Sentence("critical difference %1 (α = %2)", f"{critical:.2f}", f"{alpha:g}"),
            ha="center",
            va="bottom",
            fontsize=7,
            color=INK,
        )
        axes.set_title(Sentence("%1: mean ranks over %2 raters", title, omnibus.n))
    return figure


def _cliques(ordered: Floats, critical: float) -> list[tuple[int, int]]:
    """Longest runs of sorted mean ranks that span less than the critical difference."""
    found: list[tuple[int, int]] = []
    for first in range(len(ordered)):
        last = int(np.searchsorted(ordered, ordered[first] + critical, side="left")) - 1
        if last > first and (not found or last > found[-1][1]):
            found.append((first, last))
    return found


def _only_bottom(axes: Axes) -> None:
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(GRID)


def _nothing(axes: Axes, text: str) -> None:
    axes.axis("off")
    axes.text(0.5, 0.5, text, ha="center", va="center", color=FAINT, transform=axes.transAxes)


_COLUMNS = 6
MOST_IMAGES = 24


def image_multiples(one: SetResults, scale: Scale = FIVE_POINTS) -> Figure:
    """A small panel an image: bars from the set's mean to the image's, so that what is special
    about an image stands out. Beyond 24 images those that differ most from the set are shown."""
    mos = means(one.block.scores, axis=0)
    apart = np.nansum((mos - one.statistics.mos) ** 2, axis=1)
    chosen = np.sort(np.argsort(-apart, kind="stable")[:MOST_IMAGES])
    columns = min(_COLUMNS, len(chosen))
    rows = -(-len(chosen) // columns)
    with styled():
        figure, all_axes = new_figure(1.35 * columns + 0.9, 0.32 * rows * 4 + 0.7, rows, columns)
        place = np.arange(len(one.systems))
        for axes, j in zip(all_axes, chosen, strict=False):
            axes.set_facecolor("#fbfcfd")
            axes.plot(one.statistics.mos, place, color=GRID, linewidth=3, solid_capstyle="round")
            axes.hlines(place, one.statistics.mos, mos[j], color=SKY, linewidth=2)
            axes.plot(mos[j], place, "o", color=BLUE, markersize=2.6)
            axes.set_title(one.references[j], fontsize=6.5, fontweight="normal", pad=2)
            axes.set_xlim(*scale.limits)
            axes.set_xticks(scale.ticks)
            axes.tick_params(labelsize=5.5)
            axes.set_ylim(len(place) - 0.5, -0.5)
            axes.set_yticks([])
            for spine in axes.spines.values():
                spine.set_visible(False)
        for number, axes in enumerate(all_axes[: len(chosen)]):
            if number % columns == 0:
                axes.set_yticks(place)
                axes.set_yticklabels(one.systems, fontsize=5)
        for axes in all_axes[len(chosen) :]:
            axes.axis("off")
        figure.suptitle(
            Sentence("%1: MOS by image (dots) against the set's mean (line)", one.name),
            fontsize=9,
            fontweight="bold",
            x=0.01,
            ha="left",
            color=INK,
        )
        if len(chosen) < len(one.references):
            figure.supxlabel(
                Sentence(
                    "the %1 of %2 images that differ most from the set",
                    len(chosen),
                    len(one.references),
                ),
                fontsize=7,
                color=FAINT,
            )
    return figure
