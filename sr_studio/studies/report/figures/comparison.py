"""Pair comparison: strengths on one scale, and who won against whom."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from scipy import stats

from sr_studio.studies.report.figures.style import (
    BLUE,
    FAINT,
    INK,
    SKY,
    new_figure,
    readable_on,
    slant,
    styled,
)
from sr_studio.studies.results.results import PairFit
from sr_studio.studies.statistics.bradley_terry import JOD

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
    axes.set_title(f"{one.set}: strength")
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    if one.strengths.separated:
        axes.set_xticks([])
        axes.text(
            0.5,
            0.5,
            "no common scale:\nsome systems always won",
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
    axes.set_xlabel("JOD: at a distance of 1, three in four prefer the better one")


def _wins(axes: Axes, one: PairFit, order: np.ndarray) -> None:
    wins = one.wins[np.ix_(order, order)]
    met = wins + wins.T
    share = np.divide(wins, met, out=np.full_like(wins, np.nan), where=met > 0)
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
    axes.set_title("wins, row over column")
    for spine in axes.spines.values():
        spine.set_visible(False)
