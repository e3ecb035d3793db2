"""Power against the number of raters."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sr_studio.studies.report.figures.style import FAINT, INK, SERIES, new_figure, styled
from sr_studio.studies.results.power_table import DELTAS
from sr_studio.studies.statistics.power import DifferenceComponents, power


def power_curves(
    title: str,
    components: DifferenceComponents,
    images: int,
    *,
    raters: int | None = None,
    stretch: float = 1.0,
    target: float = 0.8,
    alpha: float = 0.05,
) -> Figure:
    """One curve for each true difference, with the present raters and the target marked.

    Args:
        stretch: Range of the scale as a multiple of the five-point scale's.
    """
    highest = max(60, 2 * (raters or 0))
    counts = np.unique(np.rint(np.geomspace(2, highest, 60)).astype(int))
    with styled():
        figure, (axes,) = new_figure(4.6, 3.0)
        axes.grid()
        for k, delta in enumerate(stretch * one for one in DELTAS):
            reached = [power(components, delta, int(n), images, alpha=alpha) for n in counts]
            axes.plot(counts, reached, color=SERIES[k % len(SERIES)], label=f"{delta:g}")
        axes.axhline(target, color=FAINT, linestyle=(0, (3, 3)), linewidth=0.9)
        if raters is not None:
            axes.axvline(raters, color=INK, linewidth=0.9)
            axes.annotate(
                f"{raters} raters",
                (raters, 0),
                xytext=(3, 3),
                textcoords="offset points",
                fontsize=7,
            )
        axes.set_ylim(0, 1.02)
        axes.set_xlim(0, highest)
        axes.set_xlabel("raters")
        axes.set_ylabel("power of the crossed test")
        axes.set_title(f"{title}: {images} images, α = {alpha:g}")
        axes.legend(title="true difference", loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure
