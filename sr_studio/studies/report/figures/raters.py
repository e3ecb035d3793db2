"""Raters: the distribution of their scores, their bias and inconsistency, and power by number."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.report.figures.style import (
    BLUE,
    FAINT,
    INK,
    RED,
    SERIES,
    SHARES,
    VERMILION,
    new_figure,
    place_names,
    slant,
    styled,
)
from sr_studio.studies.results.power_table import usual_differences
from sr_studio.studies.statistics.power import DifferenceComponents, power
from sr_studio.studies.statistics.subject_model import INCONSISTENCY_FLOOR, SubjectModel
from sr_studio.studies.statistics.table import Floats, Ints


def score_distribution(
    panels: Sequence[tuple[str, Sequence[str], Ints, Floats]],
    labels: Sequence[str] = (),
    scale: Scale = FIVE_POINTS,
) -> Figure:
    """One panel for each set: columns are systems, rows the scores, or groups of them where the
    scale has many; each row is centred on its scores.

    Args:
        panels: (title, S system names, S × B counts, S means).
        labels: Words of the B groups, printed beside the first panel.
        scale: What the scores may be.
    """
    widths = [max(2.2, 0.46 * len(names)) for _, names, _, _ in panels]
    with styled():
        figure = Figure(figsize=(sum(widths) + 1.4, 3.1), layout="constrained")
        all_axes = figure.subplots(
            1, len(panels), squeeze=False, gridspec_kw={"width_ratios": widths}
        )[0]
        images = []
        for axes, (title, names, counts, means) in zip(all_axes, panels, strict=True):
            of_panel = np.asarray(counts, dtype=np.float64)
            images.append(_panel(axes, title, names, of_panel, means, scale))
            axes.set_yticks(_centres(scale))
            axes.set_yticklabels([])
        worded = labels if len(labels) == len(scale.bins) else [""] * len(scale.bins)
        all_axes[0].set_yticklabels(
            [f"{word}  {name}".strip() for word, name in zip(worded, scale.bin_names, strict=True)]
        )
        bar = figure.colorbar(images[0], ax=list(all_axes), shrink=0.82, pad=0.01, aspect=26)
        bar.outline.set_visible(False)
        bar.set_label(Sentence("share of a system's ratings"))
        bar.set_ticks([0, 0.25, 0.5, 0.75, 1])
        bar.set_ticklabels(["0", "25 %", "50 %", "75 %", "100 %"])
    return figure


def _ends(scale: Scale) -> tuple[float, float]:
    return scale.lowest - scale.step / 2, scale.highest + scale.step / 2


def _centres(scale: Scale) -> Floats:
    """Middles of B rows of equal height."""
    low, high = _ends(scale)
    rows = len(scale.bins)
    return low + (high - low) * (np.arange(rows) + 0.5) / rows


def _panel(
    axes: Axes,
    title: str,
    names: Sequence[str],
    counts: Floats,
    mean: Floats,
    scale: Scale,
) -> AxesImage:
    low, high = _ends(scale)
    total = counts.sum(axis=1, keepdims=True)
    share = np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
    image = axes.imshow(
        share.T,
        origin="lower",
        aspect="auto",
        cmap=SHARES,
        vmin=0,
        vmax=1,
        extent=(-0.5, len(names) - 0.5, low, high),
        interpolation="nearest",
    )
    for edge in np.arange(0.5, len(names) - 0.5):
        axes.axvline(edge, color="white", linewidth=1.6)
    place = np.arange(len(names))
    axes.plot(place, mean, "_", color="white", markersize=19, markeredgewidth=4.2)
    axes.plot(place, mean, "_", color=RED, markersize=17, markeredgewidth=2.4)
    for s, value in enumerate(mean):
        if not np.isnan(value):
            axes.annotate(
                f"{value:.2f}",
                (s, high),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=6.5,
                color=RED,
            )
    axes.set_title(title, pad=14)
    slant(axes, names)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    n = total[:, 0].astype(int)
    given = f"{n.min():,}"
    if n.min() < n.max():
        given = Sentence("%1 to %2", given, f"{n.max():,}")
    axes.set_xlabel(Sentence("n = %1 ratings a system", given), color=FAINT, fontsize=7)
    axes.yaxis.label.set_color(INK)
    return image


#: Above this many raters only flagged and extreme ones are named.
_MOST_NAMES = 12


def rater_bias(
    raters: Sequence[str],
    model: SubjectModel,
    flagged: Collection[int] = (),
    *,
    floor: float = INCONSISTENCY_FLOOR,
) -> Figure:
    """One dot a rater: how much higher than others (bias), how unpredictable (inconsistency).

    Args:
        raters: Their names.
        model: Fitted to their scores.
        flagged: Which of them screening would reject.
        floor: What the model takes for the least inconsistency, on the study's own scale.
    """
    bias, spread = model.bias, model.inconsistency
    marked = np.isin(np.arange(len(raters)), list(flagged))
    with styled():
        figure, (axes,) = new_figure(5.4, 3.6)
        axes.grid()
        axes.axvline(0, color=FAINT, linewidth=0.8)
        axes.axhline(floor, color=FAINT, linewidth=0.8, linestyle=(0, (3, 3)))
        axes.annotate(
            Sentence("floor of the subject model"),
            (1, floor),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 2),
            textcoords="offset points",
            ha="right",
            va="bottom",
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
            label=Sentence("flagged by screening"),
        )
        extreme = np.abs(bias - np.median(bias)) + np.abs(spread - np.median(spread))
        named = marked | (extreme >= np.sort(extreme)[-min(8, len(extreme))])
        if len(raters) <= _MOST_NAMES:
            named[:] = True
        if marked.any():
            axes.legend(loc="upper right")
        axes.margins(0.12)
        axes.set_ylim(bottom=min(0.22, 0.9 * float(spread.min())))
        axes.set_xlabel(Sentence("bias, points above (+) or below (−) the panel"))
        axes.set_ylabel(Sentence("inconsistency, points"))
        axes.set_title(Sentence("Raters"))
        told = sorted(np.flatnonzero(named).tolist(), key=lambda i: (not marked[i], -extreme[i]))
        silent = np.flatnonzero(~named).tolist()
        place_names(
            axes,
            [(bias[i], spread[i]) for i in told],
            [raters[i] for i in told],
            [(bias[i], spread[i]) for i in silent],
        )
    return figure


def power_curves(
    title: str,
    components: DifferenceComponents,
    images: int,
    *,
    raters: int | None = None,
    per_rater: int | None = None,
    scale: Scale = FIVE_POINTS,
    target: float = 0.8,
    alpha: float = 0.05,
) -> Figure:
    """One curve for each true difference, with the present raters and the target marked.

    Args:
        images: Of the study.
        per_rater: How many of them a rater sees; by default all.
    """
    highest = max(60, 2 * (raters or 0))
    counts = np.unique(np.rint(np.geomspace(2, highest, 60)).astype(int))
    with styled():
        figure, (axes,) = new_figure(4.6, 3.0)
        axes.grid()
        for k, delta in enumerate(usual_differences(scale)):
            reached = [
                power(components, delta, int(n), images, per_rater=per_rater, alpha=alpha)
                for n in counts
            ]
            axes.plot(counts, reached, color=SERIES[k % len(SERIES)], label=f"{delta:g}")
        axes.axhline(target, color=FAINT, linestyle=(0, (3, 3)), linewidth=0.9)
        if raters is not None:
            axes.axvline(raters, color=INK, linewidth=0.9)
            axes.annotate(
                Sentence("%1 raters", raters),
                (raters, 0),
                xytext=(3, 3),
                textcoords="offset points",
                fontsize=7,
            )
        axes.set_ylim(0, 1.02)
        axes.set_xlim(0, highest)
        axes.set_xlabel(Sentence("raters"))
        axes.set_ylabel(Sentence("power of the crossed test"))
        axes.set_title(Sentence("%1: %2 images, α = %3", title, images, f"{alpha:g}"))
        difference = Sentence("true difference")
        axes.legend(title=difference, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure
