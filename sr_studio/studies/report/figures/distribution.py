"""The distribution of scores as a heat map with a mean marker: the paper's Fig. 5 and 9."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.report.figures.style import FAINT, INK, RED, SHARES, slant, styled
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
        bar.set_label("share of a system's ratings")
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
    text = f"n = {n[0]:,} ratings a system" if len(set(n.tolist())) == 1 else _each_n(n)
    axes.set_xlabel(text, color=FAINT, fontsize=7)
    axes.yaxis.label.set_color(INK)
    return image


def _each_n(n: Ints) -> str:
    return f"n = {n.min():,} to {n.max():,} ratings a system"
