"""Bias and inconsistency of the raters, by the subject model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.figure import Figure

from sr_studio.studies.report.figures.style import (
    BLUE,
    FAINT,
    VERMILION,
    new_figure,
    place_names,
    styled,
)
from sr_studio.studies.statistics.subject_model import INCONSISTENCY_FLOOR, SubjectModel

#: Above this many raters only flagged and extreme ones are named.
_MOST_NAMES = 12


def rater_bias(raters: Sequence[str], model: SubjectModel, flagged: Collection[int] = ()) -> Figure:
    """One dot a rater: how much higher than others (bias), how unpredictable (inconsistency)."""
    bias, spread = model.bias, model.inconsistency
    marked = np.isin(np.arange(len(raters)), list(flagged))
    with styled():
        figure, (axes,) = new_figure(5.4, 3.6)
        axes.grid()
        axes.axvline(0, color=FAINT, linewidth=0.8)
        axes.axhline(INCONSISTENCY_FLOOR, color=FAINT, linewidth=0.8, linestyle=(0, (3, 3)))
        axes.annotate(
            "floor: rounding of a whole score",
            (1, INCONSISTENCY_FLOOR),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 2),
            textcoords="offset points",
            ha="right",
            fontsize=6.5,
            color=FAINT,
        )
        axes.plot(bias[~marked], spread[~marked], "o", color=BLUE, markersize=5, alpha=0.85)
        axes.plot(
            bias[marked],
            spread[marked],
            "D",
            color=VERMILION,
            markersize=5.5,
            label="flagged by screening",
        )
        extreme = np.abs(bias - np.median(bias)) + np.abs(spread - np.median(spread))
        named = marked | (extreme >= np.sort(extreme)[-min(8, len(extreme))])
        if len(raters) <= _MOST_NAMES:
            named[:] = True
        if marked.any():
            axes.legend(loc="upper right")
        axes.margins(0.12)
        axes.set_ylim(bottom=min(0.22, 0.9 * float(spread.min())))
        axes.set_xlabel("bias, points above (+) or below (−) the panel")
        axes.set_ylabel("inconsistency, points")
        axes.set_title("Raters")
        told = sorted(np.flatnonzero(named).tolist(), key=lambda i: (not marked[i], -extreme[i]))
        place_names(axes, [(bias[i], spread[i]) for i in told], [raters[i] for i in told])
    return figure
