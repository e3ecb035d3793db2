"""MOS against a metric, with the logistic fit and the noise ceiling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.report.figures.style import FAINT, INK, SERIES, new_figure, styled
from sr_studio.studies.results.words import number
from sr_studio.studies.statistics.metric_correlation import MetricFit
from sr_studio.studies.statistics.table import Floats

_MARKERS = "osD^vP*X<>hp"


def mos_against_metric(
    metric_name: str,
    metric: Floats,
    mos: Floats,
    system: Sequence[str],
    fit: MetricFit,
    *,
    ceiling: float | None = None,
    title: str = "",
    scale: Scale = FIVE_POINTS,
) -> Figure:
    """One dot a stimulus, coloured and shaped by system.

    Args:
        metric, mos: One value a stimulus; a metric value may be infinite and is then left out.
        system: Name of each stimulus's system.
        ceiling: The best correlation the raters' own noise allows.
    """
    usable = np.isfinite(metric) & ~np.isnan(mos)
    names = list(dict.fromkeys(system))
    with styled():
        figure, (axes,) = new_figure(5.6, 3.5)
        axes.grid()
        for k, name in enumerate(names):
            own = usable & (np.array(system, dtype=object) == name)
            axes.plot(
                metric[own],
                mos[own],
                _MARKERS[k % len(_MARKERS)],
                color=SERIES[k % len(SERIES)],
                markersize=3.6,
                alpha=0.65,
                markeredgewidth=0,
                label=name,
            )
        if fit.curve != "none":
            x = np.linspace(metric[usable].min(), metric[usable].max(), 200)
            axes.plot(x, fit.predict(x), color=INK, linewidth=1.6)
        axes.set_ylim(*scale.limits)
        axes.set_yticks(scale.ticks)
        axes.set_xlabel(metric_name)
        axes.set_ylabel("MOS")
        axes.set_title(f"{title}: MOS against {metric_name}" if title else metric_name)
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), markerscale=1.4)
        words = (
            f"PLCC {number(fit.plcc, 3)}   SROCC {number(fit.srocc, 3)}   "
            f"KROCC {number(fit.krocc, 3)}\n"
            f"after the {fit.curve} fit: PLCC {number(fit.plcc_fitted, 3)}, "
            f"RMSE {number(fit.rmse, 3)}"
        )
        if ceiling is not None and not np.isnan(ceiling):
            words += f"\nnoise ceiling of the raters: r = {number(ceiling, 3)}"
        if fit.curve == "none":
            words = fit.reason
        axes.text(0.0, -0.19, words, transform=axes.transAxes, fontsize=7, color=FAINT, va="top")
    return figure
