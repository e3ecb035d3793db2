"""Analysing a study, drawing its figures, writing its report and its exports, off the thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from sr_studio.app.context import Context
from sr_studio.app.studies import work
from sr_studio.app.studies.dashboard import Dashboard
from sr_studio.app.studies.result_words import said
from sr_studio.app.studies.results_view import ResultsView
from sr_studio.app.studies.work import Findings
from sr_studio.app.tasks import Task
from sr_studio.progress import Progress


class Readings(QObject):
    """What was computed of one study.

    Signals:
        ready: The tables are there; figures follow one by one.
        failed: The error that kept something from being computed or written.
    """

    ready = Signal()
    failed = Signal(object)
    _report_told = Signal(object, object)

    def __init__(
        self, context: Context, dashboard: Dashboard, view: ResultsView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._button = dashboard.buttons["results"]
        self._findings: Findings | None = None
        self._tasks: list[Task] = []
        self._drawing: Task | None = None
        #: The report that is being written, None if none is.
        self._report: object | None = None
        self._report_told.connect(self._report_went_on, Qt.ConnectionType.QueuedConnection)

    def forget(self) -> None:
        """Another study is shown: nothing of this one may arrive any more."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._findings = None
        self._show_no_report()
        self._rest()

    def analyse(self, folder: Path) -> None:
        """Compute the tables."""
        self._button.setEnabled(False)
        self._button.setText(self.tr("Analysing…"))
        self._tasks.append(
            self._context.tasks.start(
                partial(work.analyse_study, folder), self._analysed, self._failed
            )
        )

    def report(self, folder: Path) -> None:
        """Write the report and open it."""
        if self._findings is None:
            return
        results = self._findings.results
        report = self._report = object()
        self._report_went_on(report, Progress(0, 1))
        tell = partial(self._report_told.emit, report)
        self._tasks.append(
            self._context.tasks.start(
                lambda token: work.report_study(folder, results, tell, token),
                self._reported,
                self._failed,
                writes=True,
            )
        )

    def export(self, folder: Path) -> None:
        """Write the ratings for other programs and show where."""
        self._tasks.append(
            self._context.tasks.start(
                partial(work.export_study, folder), self._exported, self._failed, writes=True
            )
        )

    def _analysed(self, found: Findings) -> None:
        self._rest()
        self._findings = found
        self._view.show_findings(found)
        self.ready.emit()
        show = self._view.figure_drawn.emit
        if self._drawing is not None:
            self._drawing.cancel()
        self._drawing = self._context.tasks.start(
            lambda token: work.draw_figures(found.results, show, said, token),
            lambda _: self._view.figures_done(found.results),
            self._failed,
        )
        self._tasks.append(self._drawing)

    def _report_went_on(self, report: object, progress: Progress) -> None:
        if report is self._report:  # what a plate says that was under way when it was cancelled
            self._view.show_report_state(progress)

    def _show_no_report(self) -> None:
        self._report = None
        self._view.show_report_state(None)

    def _reported(self, page: Path) -> None:
        self._show_no_report()
        show_outside(page)

    def _exported(self, place: Path) -> None:
        self._context.say(self.tr("Exported to %1").replace("%1", str(place)))
        show_outside(place)

    def _failed(self, error: Exception) -> None:
        self._show_no_report()
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._button.setEnabled(True)
        self._button.setText(self.tr("Results"))


def show_outside(path: Path) -> None:
    """Open a page or a folder with the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
