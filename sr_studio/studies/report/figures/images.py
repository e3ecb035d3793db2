"""Small multiples: the MOS of every system on single images."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.report.figures.style import BLUE, FAINT, GRID, INK, SKY, new_figure, styled
from sr_studio.studies.results.results import SetResults

_COLUMNS = 6
MOST_IMAGES = 24


def image_multiples(one: SetResults, scale: Scale = FIVE_POINTS) -> Figure:
    """A small panel an image: bars from the set's mean to the image's, so that what is special
    about an image stands out. Beyond 24 images those that differ most from the set are shown."""
    with np.errstate(invalid="ignore"):
        count = (~np.isnan(one.block.scores)).sum(axis=0)
        mos = np.nansum(one.block.scores, axis=0) / np.where(count > 0, count, np.nan)
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
            f"{one.name}: MOS by image (dots) against the set's mean (line)",
            fontsize=9,
            fontweight="bold",
            x=0.01,
            ha="left",
            color=INK,
        )
        if len(chosen) < len(one.references):
            figure.supxlabel(
                f"the {len(chosen)} of {len(one.references)} images that differ most from the set",
                fontsize=7,
                color=FAINT,
            )
    return figure
