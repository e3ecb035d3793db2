"""MOS of every system of a set, with both intervals, to be looked at closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.sentences import filled
from sr_studio.studies.results.words import interval_of, number

if TYPE_CHECKING:
    from sr_studio.studies.definition.scale import Scale
    from sr_studio.studies.results.results import SetResults

#: Of the printed figure: blue for these images, vermilion for images like these.
_THESE, _LIKE_THESE = "#0072b2", "#d55e00"


class MosPlot(QWidget):
    """A plot that can be zoomed; the words below it say what the pointer is on.

    Args:
        one: The set.
        scale: Of its ratings.
    """

    def __init__(
        self, context: Context, one: SetResults, scale: Scale, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._set, self._scale = context, one, scale
        self.plot = pg.PlotWidget(self)
        name = self.tr("MOS and intervals on %1").replace("%1", one.name)
        self.plot.setAccessibleName(name)
        self.plot.setAccessibleDescription("; ".join(self._about(k) for k in range(self._count)))
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMinimumHeight(280)
        self.words = QLabel(self)
        self.words.setProperty("role", "small")
        vbox(self.plot, self.words, on=self, spacing=4)
        self._draw(name)
        self._say(None)

    @property
    def _count(self) -> int:
        return len(self._set.systems)

    def theme_changed(self) -> None:
        """Axes and ground in the colours of the theme."""
        self.plot.setBackground(self._context.colour("panel"))
        for side in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(self._context.colour("border_strong"))
            axis.setTextPen(self._context.colour("text"))

    def _draw(self, name: str) -> None:
        s = self._set.statistics
        place = np.arange(self._count, dtype=float)
        item = self.plot.getPlotItem()
        item.setTitle(name, color=self._context.colour("text_dim").name(), size="9pt")
        item.setMenuEnabled(False)
        low, high = self._scale.limits
        margin = (high - low) / 10
        item.setLimits(xMin=-1, xMax=self._count, yMin=low - margin, yMax=high + margin)
        item.setYRange(low, high, padding=0)
        item.setXRange(-0.6, self._count - 0.4, padding=0)
        item.showGrid(y=True, alpha=0.2)
        item.getAxis("bottom").setTicks([list(enumerate(self._set.systems))])
        item.getAxis("left").setTicks([[(tick, f"{tick:g}") for tick in self._scale.ticks]])
        for middle, half, width, colour in (
            (s.mos, s.halfwidth_both, 2, _LIKE_THESE),
            (s.mean_of_rater_means, s.halfwidth_raters, 7, _THESE),
        ):
            bars = pg.ErrorBarItem(
                x=place, y=middle, height=2 * np.nan_to_num(half), pen=pg.mkPen(colour, width=width)
            )
            item.addItem(bars)
        marks = pg.ScatterPlotItem(
            place, s.mos, size=9, brush="#ffffff", pen=pg.mkPen(_THESE, width=2), hoverable=True
        )
        marks.sigHovered.connect(lambda _, points, __: self._hovered(points))
        item.addItem(marks)
        self.theme_changed()

    def _hovered(self, points: object) -> None:
        found = list(points) if isinstance(points, (list, np.ndarray)) else []
        self._say(round(found[0].pos().x()) if found else None)

    def _say(self, system: int | None) -> None:
        if system is None:
            self.words.setText(
                self.tr(
                    "Wide: these images (raters are a sample). Thin: images like these (both "
                    "are). Overlap of intervals is no test."
                )
            )
        else:
            self.words.setText(self._about(system))

    def _about(self, k: int) -> str:
        s = self._set.statistics
        text = self.tr("%1: MOS %2, %3 (these images), %4 (images like these), n %5")
        return filled(
            text,
            self._set.systems[k],
            number(float(s.mos[k])),
            interval_of(s.interval_raters, k),
            interval_of(s.interval_both, k),
            f"{s.n[k]:,}",
        )
