"""The pairwise matrix: differences with their verdicts by the declared test."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sr_studio.studies.report.figures.style import (
    DIFFERENCES,
    FAINT,
    INK,
    new_figure,
    readable_on,
    slant,
    styled,
)
from sr_studio.studies.results.results import SetResults

_COLUMN_NAMES = {
    "crossed": "crossed test (images like these)",
    "raters": "Wilcoxon over rater means (these images)",
}


def pairwise_matrix(one: SetResults, alpha: float = 0.05) -> Figure:
    """Row − column for all pairs of a set; framed bold where the declared test shows it.

    Nothing is framed in a set with too few images for the claim that the test makes.
    """
    pairs, declared = one.pairs, one.declared
    if pairs is None or declared is None:
        raise ValueError("a set with one system has no pairs")
    k = len(one.systems)
    difference = np.full((k, k), np.nan)
    convincing = np.zeros((k, k), dtype=bool)
    difference[pairs.first, pairs.second] = declared.estimate
    difference[pairs.second, pairs.first] = -declared.estimate
    shown = (np.nan_to_num(declared.p_holm, nan=1.0) < alpha) & one.claims
    convincing[pairs.first, pairs.second] = convincing[pairs.second, pairs.first] = shown
    largest = max(0.5, float(np.nanmax(np.abs(difference))))
    side = 0.47 * k + 1.4
    with styled():
        figure, (axes,) = new_figure(side + 0.9, side)
        image = axes.imshow(difference, cmap=DIFFERENCES, vmin=-largest, vmax=largest)
        for row in range(k):
            for place in range(k):
                if row == place or np.isnan(difference[row, place]):
                    continue
                value, sure = difference[row, place], convincing[row, place]
                axes.text(
                    place,
                    row,
                    f"{value:+.2f}".replace("-", "−"),
                    ha="center",
                    va="center",
                    fontsize=6.8 if sure else 6.6,
                    fontweight="bold" if sure else "normal",
                    color=readable_on(image, value),
                )
                if sure:
                    axes.add_patch(
                        Rectangle(
                            (place - 0.46, row - 0.46),
                            0.92,
                            0.92,
                            fill=False,
                            edgecolor=INK,
                            linewidth=0.7,
                        )
                    )
        slant(axes, one.systems)
        axes.set_yticks(range(k))
        axes.set_yticklabels(one.systems)
        axes.set_title(f"{one.name}: row minus column, MOS points")
        for spine in axes.spines.values():
            spine.set_visible(False)
        bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
        bar.outline.set_visible(False)
        axes.set_xlabel(
            f"framed and bold: Holm-adjusted p < {alpha:g}, {_COLUMN_NAMES[declared.column]}"
            if one.claims
            else f"{len(one.references)} images: too few to speak of images in general",
            color=FAINT,
            fontsize=7,
        )
    return figure
