"""One plot of a subject, of one run or of several over each other, at any length of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QToolButton, QWidget

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.training.subjects import SUBJECTS, Subject
from sr_studio.app.training.value_axis import RoomyAxis, ValueAxis
from sr_studio.training.history import History
from sr_studio.training.series import Floats, thinned

#: Colour-blind safe (Okabe and Ito), readable on dark and light.
_COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#f0e442")
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
#: With more points than this a line is drawn thin: thick ones take long.
_THIN_FROM = 400
_LEAST = 1e-12


@dataclass
class _Line:
    """A curve on the plot, with what is drawn of it kept until it grows."""

    item: pg.PlotDataItem
    x: Floats
    y: Floats


class Chart(QWidget):
    """A plot that shows the chosen subject; the wheel zooms along the iterations."""

    def __init__(self, context: Context, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._runs: Sequence[tuple[str, History]] = ()
        self._lines: dict[tuple[int, str], _Line] = {}
        self._window = 1
        self._whole = True
        self.subject_box = QComboBox(self)
        self.subject_box.setAccessibleName(self.tr("What is drawn"))
        # Two charts fit beside each other in the smallest window: long titles may be cut there.
        self.subject_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.subject_box.setMinimumContentsLength(1)
        for known in SUBJECTS:
            self.subject_box.addItem(_title(known), known)
        self.log_box = QCheckBox(self.tr("log"), self)
        self.log_box.setToolTip(self.tr("A logarithmic axis of values."))
        self.whole_button = QToolButton(self)
        self.whole_button.setText(self.tr("whole"))
        self.whole_button.setToolTip(self.tr("Show the run from its beginning to its end again."))
        self.whole_button.hide()
        self.plot = pg.PlotWidget(
            self, axisItems={"left": ValueAxis(), "bottom": RoomyAxis("bottom")}
        )
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.plot.getPlotItem()
        item.showGrid(x=True, y=True, alpha=0.15)
        item.addLegend(offset=(-8, 8), labelTextSize="8pt")
        item.setMenuEnabled(False)
        item.hideButtons()
        self._box = item.getViewBox()
        self._box.setMouseEnabled(x=True, y=False)
        self._box.setAutoVisible(y=True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._draw_lines)
        head = hbox((self.subject_box, 1), self.log_box, self.whole_button, spacing=8)
        vbox(head, (self.plot, 1), on=self, spacing=4)
        self._box.sigRangeChangedManually.connect(self._zoomed)
        self._box.sigXRangeChanged.connect(lambda *_: self._moved())
        self.whole_button.clicked.connect(self.show_whole)
        self.log_box.toggled.connect(self._scale_chosen)
        self.subject_box.currentIndexChanged.connect(lambda _: self._subject_chosen())
        self.choose(subject)
        self._subject_chosen()
        self.theme_changed()

    @property
    def subject(self) -> Subject:
        """What is drawn."""
        subject: Subject = self.subject_box.currentData()
        return subject

    def choose(self, subject: str) -> None:
        """Draw another subject, by its id."""
        ids = [known.id for known in SUBJECTS]
        self.subject_box.setCurrentIndex(ids.index(subject))

    def show_runs(self, runs: Sequence[tuple[str, History]]) -> None:
        """Draw these runs; those that were drawn already only where they have grown."""
        if [id(history) for _, history in runs] != [id(history) for _, history in self._runs]:
            self._clear()
        self._runs = runs
        self._draw()

    def smooth(self, window: int) -> None:
        """Average noisy curves over so many points."""
        if window != self._window:
            self._window = window
            self._draw(anew=True)

    def show_whole(self) -> None:
        """Undo zooming and moving."""
        self._whole = True
        self.whole_button.hide()
        self._draw_lines()
        self._box.enableAutoRange(x=True, y=True)

    def zoom(self, first: float, last: float) -> None:
        """Show the iterations between these only."""
        self._box.setXRange(first, last, padding=0)
        self._zoomed()
        self._draw_lines()

    def theme_changed(self) -> None:
        """Axes and ground in the colours of the theme."""
        self.plot.setBackground(self._context.colour("panel"))
        for side in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(self._context.colour("border_strong"))
            axis.setTextPen(self._context.colour("text_dim"))

    def _draw(self, *, anew: bool = False) -> None:
        """Smooth and draw what has grown."""
        subject = self.subject
        window = self._window if subject.noisy else 1
        told = []
        for number, (label, history) in enumerate(self._runs):
            for place, name in enumerate(subject.curves_of(history)):
                series = history.curves[f"{subject.group}/{name}"]
                line = self._lines.get((number, name))
                if line is None:
                    shown = self._spoken(name, label)
                    line = _Line(self._item(number, place, shown), np.empty(0), np.empty(0))
                    self._lines[number, name] = line
                if anew or len(line.x) != len(series):
                    line.x = series.iterations
                    line.y = series.smoothed(window) * subject.factor
                told.append(f"{name.replace('_', ' ')} {series.values[-1] * subject.factor:.4g}")
        self.plot.setAccessibleDescription(", ".join(told))
        self.plot.getPlotItem().legend.setVisible(len(self._lines) > 1)
        self._draw_lines()

    def _draw_lines(self) -> None:
        """Give the plot as many points as it has columns, of what is seen."""
        low, high = (-np.inf, np.inf) if self._whole else self._box.viewRange()[0]
        columns = max(100, int(self._box.width()))
        for line in self._lines.values():
            x, y = thinned(line.x, line.y, low, high, columns)
            if self.log_box.isChecked():
                y = np.maximum(y, _LEAST)
            pen = line.item.opts["pen"]
            pen.setWidthF(1.0 if len(x) > _THIN_FROM else 2.0)
            line.item.setData(x, y, pen=pen, connect="finite")
        if self._whole:
            self._box.enableAutoRange(x=True, y=True)

    def _item(self, run: int, place: int, name: str) -> pg.PlotDataItem:
        several = len(self._runs) > 1
        colour = _COLOURS[(run if several else place) % len(_COLOURS)]
        dash = _DASHES[place % len(_DASHES)] if several else _DASHES[0]
        marks = {} if self.subject.noisy else _marks(colour)
        item = self.plot.plot([], [], pen=pg.mkPen(colour, width=2, style=dash), name=name, **marks)
        item.setLogMode(False, self.log_box.isChecked())
        return item

    def _spoken(self, name: str, label: str) -> str:
        words = name.replace("_", " ")
        return words if len(self._runs) < 2 else f"{label}: {words}"

    def _clear(self) -> None:
        self._lines = {}
        self.plot.getPlotItem().clear()

    def _subject_chosen(self) -> None:
        self.plot.setAccessibleName(_title(self.subject))
        self._clear()
        self.log_box.setChecked(self.subject.logarithmic)
        self._scale_chosen(self.subject.logarithmic)
        self.show_whole()

    def _scale_chosen(self, logarithmic: bool) -> None:
        self.plot.getPlotItem().setLogMode(y=logarithmic)
        self._draw()

    def _zoomed(self) -> None:
        self._whole = False
        self.whole_button.show()
        self._box.enableAutoRange(y=True)
        self._later.start()  # the range was another one already when this was told

    def _moved(self) -> None:
        if not self._whole:
            self._later.start()


def _title(subject: Subject) -> str:
    return QCoreApplication.translate("Subjects", subject.title)


def _marks(colour: str) -> dict[str, object]:
    return {"symbol": "o", "symbolSize": 5, "symbolBrush": colour, "symbolPen": None}
