"""The results page: what must be known first, then scores, pairs, figures, raters, power."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.boxes import hbox, scrolling, vbox
from sr_studio.app.context import Context
from sr_studio.app.studies.printed_table import PrintedTable
from sr_studio.app.studies.result_words import said
from sr_studio.app.studies.work import Figure, Findings
from sr_studio.progress import Progress

if TYPE_CHECKING:
    from sr_studio.app.studies.mos_plot import MosPlot
    from sr_studio.studies.results.results import Results

_FIGURE_WIDTH = 860


class ResultsView(QWidget):
    """Shows :class:`Findings`.

    Signals:
        wanted: ``back``, ``report`` or ``export``.
        figure_drawn: Emitted by the worker that draws: one more :class:`Figure`.
    """

    wanted = Signal(str)
    figure_drawn = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Results"))
        self.plots: list[MosPlot] = []
        self._figures: QVBoxLayout | None = None
        self._shown: Results | None = None
        self.figure_drawn.connect(self._add_figure, Qt.ConnectionType.QueuedConnection)
        back = QPushButton(self.tr("Back to the raters"), self)
        back.clicked.connect(lambda: self.wanted.emit("back"))
        export = QPushButton(self.tr("Export"), self)
        export.clicked.connect(lambda: self.wanted.emit("export"))
        self.report_button = QPushButton(self.tr("Open report"), self)
        self.report_button.setProperty("primary", True)
        self.report_button.setToolTip(self.tr("Writes one HTML page with tables as CSV and LaTeX."))
        self.report_button.clicked.connect(lambda: self.wanted.emit("report"))
        row = hbox(back, None, export, self.report_button, spacing=8)
        vbox(row, (self.tabs, 1), on=self, edges=(24, 12, 24, 12), spacing=12)

    def show_findings(self, found: Findings) -> None:
        """Replace everything."""
        # Its library takes half a second to import; nobody waits for it before there is a plot.
        from sr_studio.app.studies.mos_plot import MosPlot
        from sr_studio.studies.results.results import SetResults

        self._shown = found.results
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        tables = found.tables
        self.plots = [
            MosPlot(self._context, one, found.results.data.plan.scale, self)
            for one in found.results.sets
            if isinstance(one, SetResults)
        ]
        self._tab(self.tr("Summary"), [*self._notes(found), *self._tables(tables["primary"])])
        systems: list[QWidget] = [*self.plots, *self._tables(tables["systems"])]
        self._tab(self.tr("Scores"), systems)
        self._tab(self.tr("Pairs"), self._tables(tables["pairs"]))
        drawing = QLabel(self.tr("Drawing…"), self)
        drawing.setProperty("role", "dim")
        self._figures = self._tab(self.tr("Figures"), [drawing])
        self._tab(self.tr("Raters"), self._tables(tables["raters"]))
        more = [*tables["reliability"], *tables["power"]]
        self._tab(self.tr("Reliability and power"), self._tables(tuple(more)))

    def show_report_state(self, progress: Progress | None) -> None:
        """While the report is written its button says how far it is."""
        self.report_button.setEnabled(progress is None)
        text = self.tr("Open report")
        if progress is not None:
            text = self.tr("Writing… %1 %").replace("%1", f"{100 * progress.fraction:.0f}")
        self.report_button.setText(text)

    def figures_done(self, results: Results) -> None:
        """No more figures of these results come."""
        if self._figures is None or results is not self._shown:
            return
        last = self._figures.takeAt(self._figures.count() - 2)
        if last is not None and (drawing := last.widget()) is not None:
            drawing.deleteLater()

    def _add_figure(self, figure: Figure) -> None:
        if self._figures is not None and figure.results is self._shown:
            self._figures.insertWidget(self._figures.count() - 2, self._figure(figure))

    def theme_changed(self) -> None:
        """Plots in the colours of the theme."""
        for plot in self.plots:
            plot.theme_changed()

    def _tables(self, tables: tuple) -> list[QWidget]:
        return [PrintedTable(self._context, table, self) for table in tables]

    def _notes(self, found: Findings) -> list[QWidget]:
        roles = {"red": "danger", "warning": "warning"}
        made: list[QWidget] = []
        facts = found.results.data.facts
        title = QLabel(facts.title, self)
        title.setProperty("role", "title")
        title.setWordWrap(True)
        made.append(title)
        for note in found.results.notes:
            label = QLabel(said(note.text), self)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setProperty("role", roles.get(note.severity, "dim"))
            made.append(label)
        return made

    def _figure(self, figure: Figure) -> QWidget:
        box = QWidget(self)
        picture = QLabel(box)
        pixmap = QPixmap()
        pixmap.loadFromData(figure.png)
        ratio = self.devicePixelRatioF()
        wide = min(pixmap.width(), round(_FIGURE_WIDTH * ratio))
        pixmap = pixmap.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        pixmap.setDevicePixelRatio(ratio)
        picture.setPixmap(pixmap)
        picture.setAccessibleName(figure.caption)
        caption = QLabel(figure.caption, box)
        caption.setProperty("role", "small")
        caption.setWordWrap(True)
        vbox(picture, caption, on=box, edges=(0, 0, 0, 16), spacing=4)
        return box

    def _tab(self, title: str, widgets: list[QWidget]) -> QVBoxLayout | None:
        """A page that scrolls; none where there is nothing to show."""
        if not widgets:
            return None
        inside = QWidget(self)
        inside.setObjectName("Clear")
        column = vbox(on=inside, edges=(0, 12, 12, 12), spacing=16)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.tabs.addTab(scrolling(inside, self), title)
        return column
