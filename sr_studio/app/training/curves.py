"""Live curves of the losses and of the validation."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sr_studio.app.context import Context
from sr_studio.app.training.history import History

#: Colour-blind safe (Okabe and Ito), readable on dark and light.
_COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#f0e442")


class Curves(QWidget):
    """Losses at the left, PSNR-Y of the held-out pictures at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._losses = self._plot(self.tr("Losses"), logarithmic=True)
        self._scores = self._plot(self.tr("PSNR-Y of held-out pictures (dB)"), logarithmic=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._losses)
        row.addWidget(self._scores)
        self.theme_changed()

    def show_history(self, history: History) -> None:
        """Draw all curves anew."""
        plot = self._losses.getPlotItem()
        plot.clear()
        names = [name for name in history.losses if name != "realness_of_hr"]
        shown: list[float] = []
        for number, name in enumerate(names):
            curve = history.losses[name]
            values = [max(value, 1e-12) for value in curve.smoothed()]
            shown += values
            pen = pg.mkPen(_COLOURS[number % len(_COLOURS)], width=2)
            plot.plot(curve.iterations, values, pen=pen, name=name.replace("_", " "))
        if shown:  # over many decades, the steps inside each lie too close together for numbers
            wide = max(shown) > 10 * min(shown)
            plot.getAxis("left").setTickDensity(0.5 if wide else 1.0)
        plot = self._scores.getPlotItem()
        plot.clear()
        scores = history.scores.get("psnr_y")
        if scores is not None:
            plot.plot(
                scores.iterations,
                scores.values,
                pen=pg.mkPen(_COLOURS[0], width=2),
                symbol="o",
                symbolSize=5,
                symbolBrush=_COLOURS[0],
                symbolPen=None,
            )
        self._describe(history)

    def theme_changed(self) -> None:
        """Axes and ground in the colours of the theme."""
        for widget in (self._losses, self._scores):
            widget.setBackground(self._context.colour("panel"))
            item = widget.getPlotItem()
            for side in ("left", "bottom"):
                axis = item.getAxis(side)
                axis.setPen(self._context.colour("border_strong"))
                axis.setTextPen(self._context.colour("text_dim"))
            item.setTitle(widget.accessibleName(), color=self._context.colour("text_dim").name())

    def _plot(self, title: str, *, logarithmic: bool) -> pg.PlotWidget:
        widget = pg.PlotWidget(self)
        widget.setAccessibleName(title)
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = widget.getPlotItem()
        item.setLogMode(y=logarithmic)
        item.showGrid(x=True, y=True, alpha=0.15)
        item.setLabel("bottom", self.tr("iteration"))
        item.addLegend(offset=(-8, 8), labelTextSize="8pt")
        item.setMenuEnabled(False)
        return widget

    def _describe(self, history: History) -> None:
        """The newest values in words, for those who do not see the plots."""
        newest = [
            f"{name.replace('_', ' ')} {curve.values[-1]:.4g}"
            for name, curve in history.losses.items()
        ]
        self._losses.setAccessibleDescription(", ".join(newest))
        best = history.best
        if best is not None:
            text = self.tr("best %1 dB at iteration %2")
            text = text.replace("%1", f"{best[1]:.2f}").replace("%2", str(best[0]))
            self._scores.setAccessibleDescription(text)
