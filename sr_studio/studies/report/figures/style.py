"""One look for all printed figures: paper-sized, colour-blind safe, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.transforms import Bbox

from sr_studio.paths import resources_dir

INK = "#1d2433"
FAINT = "#656f7f"
GRID = "#e6e9ee"
#: Colours told apart by people with any of the common colour-vision deficiencies (Okabe and Ito).
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d62728"
SKY, PURPLE, VERMILION, BLACK = "#56b4e9", "#cc79a7", "#d55e00", "#1d2433"
SERIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)

#: Share of ratings: white is none, lightness falls evenly, red stays free for the mean.
SHARES = LinearSegmentedColormap.from_list(
    "shares", ["#ffffff", "#d9e7f2", "#9fc3de", "#5b96c2", "#2a6496", "#12355b"]
)
#: Differences: blue is higher, orange is lower, white is none; equal lightness on both sides.
DIFFERENCES = LinearSegmentedColormap.from_list(
    "differences", ["#b35806", "#f1a340", "#fee0b6", "#ffffff", "#c6dcec", "#67a9cf", "#2166ac"]
)

#: Side of the square around a point that names keep free, in points.
_DOT = 5
#: Where a name may stand beside its point, in points: nearest first.
_AROUND = ((4, 2), (4, -2), (-4, 2), (-4, -2), (5, 9), (5, -9), (-5, 9), (-5, -9))

_STYLE: Any = {
    # Letters that the first does not have, Hangul above all, come from the second.
    "font.family": ["DejaVu Sans", "NanumGothic"],
    "font.size": 8.0,
    "axes.titlesize": 9.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.0,
    "axes.edgecolor": "#b9c0cb",
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.size": 0.0,
    "ytick.major.size": 0.0,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "sr-studio",
    "pdf.fonttype": 42,
    # Names stand as they are: between two dollar signs matplotlib would read a formula.
    "text.parse_math": False,
}


@cache
def _bring_fonts() -> None:
    """The fonts of the program, so that figures are the same on every computer."""
    for file in sorted((resources_dir() / "fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(file)
        # It has one weight. Asked for the bold one of a title, matplotlib would say so on stderr.
        only = font_manager.fontManager.ttflist[-1]
        font_manager.fontManager.ttflist.append(replace(only, weight="bold"))


@contextmanager
def styled() -> Iterator[None]:
    """Draw and save within the style, whatever the person's own settings are."""
    _bring_fonts()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        yield


def new_figure(
    width: float, height: float, rows: int = 1, columns: int = 1
) -> tuple[Figure, list[Axes]]:
    """A figure of its own, not known to pyplot; sizes in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    return figure, list(axes.ravel())


def rendered(figure: Figure, kind: str, *, dpi: int = 200) -> bytes:
    """The figure as svg, pdf or png, without dates."""
    metadata: dict[str, None] = {
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
        "png": {"Software": None},
    }[kind]
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
    return buffer.getvalue()


def readable_on(image: AxesImage, value: float) -> str:
    """Black or white, whichever can be read on the colour of a cell (at least 4.5 : 1 on any).

    Source: relative luminance of WCAG 2.
    """
    colour = np.asarray(image.to_rgba(np.array([value])))[0, :3]
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ np.array([0.2126, 0.7152, 0.0722]))
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def place_names(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    names: Sequence[str],
    others: Sequence[tuple[float, float]] = (),
    size: float = 6.5,
) -> int:
    """Write names beside their points, each where it covers no other name and no point; give how
    many fitted.

    The first names are placed first, so begin with those that matter. The axes must have their
    final limits.

    Args:
        others: Points without a name, which must not be covered either.
    """
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    dots = axes.transData.transform([*points, *others])
    side = _DOT * axes.figure.dpi / 72
    taken = [Bbox.from_bounds(x - side / 2, y - side / 2, side, side) for x, y in dots]
    placed = 0
    for point, name in zip(points, names, strict=True):
        for dx, dy in _AROUND:
            text = axes.annotate(
                name,
                point,
                xytext=(dx, dy),
                textcoords="offset points",
                ha="left" if dx > 0 else "right",
                va="bottom" if dy > 0 else "top",
                fontsize=size,
                color=INK,
            )
            box = text.get_window_extent()
            inside = axes.bbox.contains(box.x0, box.y0) and axes.bbox.contains(box.x1, box.y1)
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                placed += 1
                break
            text.remove()
    return placed


def slant(axes: Axes, labels: Sequence[str]) -> None:
    """Label the x axis 0…n−1; slanted where names are long."""
    axes.set_xticks(range(len(labels)))
    longest = max(map(len, labels), default=0)
    if longest * len(labels) > 60:
        axes.set_xticklabels(labels, rotation=38, ha="right", rotation_mode="anchor")
    else:
        axes.set_xticklabels(labels)
