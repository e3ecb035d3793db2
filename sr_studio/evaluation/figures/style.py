"""One look for all figures: colours everybody can tell apart, vector text, several formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sr_studio.files import replacing

FIGURE_SUFFIXES = (".svg", ".pdf", ".png")
#: M. Okabe and K. Ito, "Color universal design", 2008: told apart by all kinds of colour vision.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
#: Shapes say the same as colours, for prints in grey.
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
GREY = "#666666"
_DPI = 200

_LOOK: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "svg.fonttype": "none",
    # Names stand as they are: between two dollar signs matplotlib would read a formula.
    "text.parse_math": False,
    "pdf.fonttype": 42,
    "svg.hashsalt": "sr-studio",
}


@contextmanager
def figure_look() -> Iterator[None]:
    """Settings that hold while a figure is drawn and written."""
    with mpl.rc_context(_LOOK):
        yield


def write_figure(figure: Figure, paths: Sequence[Path]) -> None:
    """Write a figure once for each path, in the format of its suffix.

    Raises:
        StudioError: A folder is missing or may not be written to.
    """
    for path in paths:
        kind = path.suffix.lower().lstrip(".")
        # Without a date the same numbers give the same file.
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
        with replacing(path) as beside:
            figure.savefig(beside, format=kind, dpi=_DPI, bbox_inches="tight", metadata=metadata)
