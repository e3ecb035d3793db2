"""Pairs of systems: the pairwise matrix, and strengths on one scale with who won against whom."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy import stats

from sr_studio.sentences import Sentence
from sr_studio.studies.report.figures.style import (
    BLUE,
    DIFFERENCES,
    FAINT,
    INK,
    SKY,
    new_figure,
    readable_on,
    slant,
    styled,
)
from sr_studio.studies.results.results import PairFit, SetResults
from sr_studio.studies.statistics.choice_strengths import JOD
from sr_studio.studies.statistics.table import ratio

_COLUMN_NAMES = {
    "crossed": Sentence("crossed test (images like these)"),
    "raters": Sentence("Wilcoxon over rater means (these images)"),
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
        axes.set_title(Sentence("%1: row minus column, MOS points", one.name))
        for spine in axes.spines.values():
            spine.set_visible(False)
        bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
        bar.outline.set_visible(False)
        axes.set_xlabel(
            Sentence(
                "framed and bold: Holm-adjusted p < %1, %2",
                f"{alpha:g}",
                _COLUMN_NAMES[declared.column],
            )
            if one.claims
            else Sentence("%1 images: too few to speak of images in general", len(one.references)),
            color=FAINT,
            fontsize=7,
        )
    return figure


#: Share of wins: half is white, so that a tie between two systems is no colour.
_WON = LinearSegmentedColormap.from_list("won", ["#b35806", "#fee0b6", "#ffffff", "#c6dcec", BLUE])


def pair_comparison(one: PairFit, level: float = 0.95) -> Figure:
    """Strengths in JOD, strongest on top, and beside them the share of wins, row over column.

    Wide bars are the intervals of the fit (raters and images resampled); thin bars take all
    comparisons as independent. Where the
    strengths have no finite estimate the left half says so, and the wins stand all the same.
    """
    strength = np.nan_to_num(one.strengths.theta, nan=-np.inf)
    won = one.wins.sum(axis=1) / np.maximum(1, (one.wins + one.wins.T).sum(axis=1))
    order = np.lexsort((-won, -strength))
    height = 0.42 * len(order) + 1.1
    with styled():
        figure, (left, right) = new_figure(3.4 + height, height, 1, 2)
        _strengths(left, one, order, level)
        _wins(right, one, order)
    return figure


def _strengths(axes: Axes, one: PairFit, order: np.ndarray, level: float) -> None:
    names = [one.systems[s] for s in order]
    axes.set_title(Sentence("%1: strength", one.set))
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    if one.strengths.separated:
        axes.set_xticks([])
        axes.text(
            0.5,
            0.5,
            Sentence("no common scale:\nsome systems always won"),
            transform=axes.transAxes,
            ha="center",
            va="center",
            color=FAINT,
        )
        return
    reach = float(stats.norm.ppf(0.5 + level / 2))
    unit = JOD[one.strengths.model]
    jod, place = one.strengths.jod[order], np.arange(len(order))
    if one.halfwidth is not None:
        half = one.halfwidth[order] / unit
        axes.hlines(place, jod - half, jod + half, color=SKY, linewidth=6)
    half = reach * one.strengths.se[order] / unit
    axes.hlines(place, jod - half, jod + half, color=BLUE, linewidth=1.5)
    axes.plot(jod, place, "o", color=INK, markersize=3.5)
    axes.axvline(0, color=FAINT, linewidth=0.8, zorder=0)
    axes.grid(axis="x")
    axes.set_xlabel(Sentence("JOD: at a distance of 1, three in four prefer the better one"))


def _wins(axes: Axes, one: PairFit, order: np.ndarray) -> None:
    wins = one.wins[np.ix_(order, order)]
    met = wins + wins.T
    share = ratio(wins, met)
    image = axes.imshow(share, cmap=_WON, vmin=0, vmax=1)
    for row, column in np.argwhere(met > 0):
        axes.text(
            column,
            row,
            f"{wins[row, column]:g}",
            ha="center",
            va="center",
            fontsize=7,
            color=readable_on(image, share[row, column]),
        )
    names = [one.systems[s] for s in order]
    slant(axes, names)
    axes.set_yticks([])
    axes.set_title(Sentence("wins, row over column"))
    for spine in axes.spines.values():
        spine.set_visible(False)
