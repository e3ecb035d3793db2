"""The page that measures: the result in the middle, what is to be measured at the right.

It runs the command line's ``evaluate`` as a child process, which ends with the window; every whole
result is kept in the person's data folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from sr_studio.app.announcing import SpokenProgress
from sr_studio.app.boxes import hbox
from sr_studio.app.context import Context
from sr_studio.app.empty_page import EmptyPage, Offer
from sr_studio.app.evaluate.availability import Availability
from sr_studio.app.evaluate.form import EvaluateForm
from sr_studio.app.evaluate.measuring import Measuring, results_folder
from sr_studio.app.evaluate.result_view import ResultView
from sr_studio.app.evaluate.saving import ResultSaver
from sr_studio.app.pages import Page
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.evaluation.results import EvaluationResult, read_result

_RESULT = ".json"


class EvaluatePage(Page):
    """Puts form and result together."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = EvaluateForm(context, self)
        self.view = ResultView(context, self)
        self.saver = ResultSaver(context, self)
        self.measuring: Measuring | None = None
        self.dialog: QFileDialog | None = None
        self._spoken = SpokenProgress(self.view, self.tr("Measuring"))
        self._availability: Availability | None = None
        self._empty = EmptyPage(
            context,
            "drop",
            self.tr("Drop a folder of HR pictures here."),
            self.tr("Methods make LR pictures large again; their SR is held against the HR."),
            [
                Offer("add", self.tr("Add a folder…")),
                Offer("open", self.tr("Open a saved evaluation…")),
            ],
            self,
        )
        self._lay_out()
        self.form.start_wanted.connect(self.start)
        self.form.changed.connect(self.actions_changed)
        self.view.wanted.connect(self._do)
        self.view.changed.connect(self.actions_changed)
        self._empty.wanted.connect(self._begin)

    # The window's questions ----------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Whether an action means something here now."""
        if action == "file.open_folder":
            return True
        if action == "file.open":
            return not self._running
        if action == "job.cancel":
            return self._running
        if action == "file.save_as":
            return self._has_rows
        if action == "evaluate.start":
            return self.form.button.isEnabled()
        return action.startswith("view.") and self.view.stage.viewer.can(action)

    def checked(self, action: str) -> bool:
        """The mode in use."""
        return self.view.stage.viewer.checked(action)

    def perform(self, action: str) -> None:
        """Do one action."""
        own: dict[str, Callable[[], None]] = {
            "file.open_folder": self.form.ask_for_data,
            "file.open": partial(self._do, "open"),
            "file.save_as": partial(self._do, "table"),
            "job.cancel": partial(self._do, "cancel"),
            "evaluate.start": self.start,
        }
        if action in own:
            own[action]()
        else:
            self.view.stage.viewer.perform(action)

    def accepts(self, path: Path) -> bool:
        """Folders of HR pictures, and saved evaluations."""
        return path.is_dir() or path.suffix.lower() == _RESULT

    def open_paths(self, dropped: Sequence[Path]) -> None:
        """Add folders; open a saved evaluation."""
        for path in dropped:
            if path.suffix.lower() == _RESULT and not path.is_dir():
                self.open_result(path)
            else:
                self.form.add_data([path])

    def fold_panels(self, folded: bool) -> None:
        """The result alone."""
        self.form.setVisible(not folded)

    def areas(self) -> list[QWidget]:
        """Table, pictures, form."""
        return [self.view.table, self.view.stage.viewer, self.form]

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self._empty.theme_changed()
        self.view.theme_changed()

    def unfinished(self) -> str:
        """A running evaluation would be lost; a whole one is kept."""
        return self.tr("An evaluation is under way and would end.") if self._running else ""

    def shut_down(self) -> None:
        """End the child processes and remove the pictures that were kept."""
        if self.measuring is not None:
            self.measuring.shut_down()
        if self._availability is not None:
            self._availability.shut_down()
        self.view.shut_down()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Models may have come since the last visit; the metrics are looked for once."""
        super().showEvent(event)
        self.form.refresh_methods()
        if self._availability is None:
            self._availability = Availability(self)
            self._availability.known.connect(self.form.metrics.set_reasons)
            self._availability.ask()

    # Work ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Measure what the form asks for."""
        self._forget_measuring()
        request = self.form.request()
        measuring = Measuring(request, self.form.methods.titles(), self)
        measuring.changed.connect(self._grown)
        measuring.failed.connect(self.context.show_trouble)
        measuring.ended.connect(self._ended)
        try:
            measuring.start()
        except StudioError as error:
            measuring.shut_down()
            self.context.show_trouble(Trouble.of(error))
            return
        self.measuring = measuring
        self.view.compare_with(None)
        self.view.show_result(measuring.result, measuring.pictures)
        self.view.show_progress(None, "")
        self._spoken.hear(0)
        self._show_work()

    def open_result(self, path: Path) -> None:
        """Show a saved evaluation in place of the present one."""
        if not self._refused():
            self._read(path, self._opened)

    def compare_with(self, path: Path) -> None:
        """Show what changed since a saved evaluation."""
        self._read(path, lambda name, earlier: self.view.compare_with(earlier, name))

    def _read(self, path: Path, take: Callable[[str, EvaluationResult], None]) -> None:
        def failed(error: Exception) -> None:
            kept = self.tr("What is shown is as it was.")
            self.context.show_trouble(Trouble.of(error, kept=kept))

        self.context.tasks.start(
            lambda _: read_result(path), lambda result: take(path.name, result), failed
        )

    def _refused(self) -> bool:
        """Whether nothing can be opened, and say why: an evaluation that runs would end."""
        if self._running:
            self.context.say(self.tr("Cancel the evaluation first, or let it end."))
        return self._running

    def _opened(self, name: str, result: EvaluationResult) -> None:
        if self._refused():  # it was begun while the file was read
            return
        self._forget_measuring()
        self.view.compare_with(None)
        self.view.show_result(result, None)
        self.view.show_end(self.tr("Opened from %1.").replace("%1", name))
        self._show_work()

    def _forget_measuring(self) -> None:
        if self.measuring is not None:
            self.measuring.shut_down()
            self.measuring.deleteLater()
            self.measuring = None
            self._spoken.turn_away()

    def _grown(self) -> None:
        measuring = self.measuring
        if measuring is None:
            return
        self.view.renew(measuring.result)
        if measuring.running and not measuring.cancelled:
            self.view.show_progress(measuring.progress, measuring.what)
            share = measuring.progress.fraction if measuring.progress is not None else 0
            self._spoken.hear(share)
            self.status.emit(self.tr("measuring, %1 %").replace("%1", f"{100 * share:.0f}"))
        self.actions_changed.emit()

    def _ended(self) -> None:
        measuring = self.measuring
        if measuring is None:
            return
        self.view.renew(measuring.result)
        whole = measuring.file.is_file()
        kept = self.tr("Kept as %1.").replace("%1", str(measuring.file))
        said = kept if whole else self.tr("Not whole.")
        self.view.show_end(said)
        self._spoken.end(self.tr("Measuring has ended.") + f" {said}")
        self.status.emit("")
        self._show_work()

    def _do(self, wish: str) -> None:
        result, stage = self.view.result, self.view.stage
        if wish == "cancel" and self.measuring is not None:
            self.measuring.cancel()
            self.view.state.setText(self.tr("Cancelling…"))
        elif wish == "open":
            self._ask_for_result(self.open_result)
        elif wish == "compare" and self.view.comparing:
            self.view.compare_with(None)
        elif wish == "compare":
            self._ask_for_result(self.compare_with)
        elif result is None:
            return
        elif wish == "table":
            self.saver.ask_for_table(result, published=self.view.published.isChecked())
        elif wish == "scatter":
            self.saver.ask_for_scatter(result)
        elif wish == "panel" and self.view.pictures is not None and stage.image is not None:
            self.saver.ask_for_panel(result, self.view.pictures, stage.image)

    def _begin(self, offer: str) -> None:
        if offer == "add":
            self.form.ask_for_data()
        else:
            self._ask_for_result(self.open_result)

    def _ask_for_result(self, take: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self.window(), self.tr("Open a saved evaluation"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        evaluations = self.tr("Evaluations")
        dialog.setNameFilters([f"{evaluations} (*{_RESULT})"])
        if results_folder().is_dir():
            dialog.setDirectory(str(results_folder()))
        dialog.fileSelected.connect(lambda chosen: take(Path(chosen)))
        self.dialog = dialog
        dialog.open()

    @property
    def _running(self) -> bool:
        return self.measuring is not None and self.measuring.running

    @property
    def _has_rows(self) -> bool:
        return self.view.result is not None and bool(self.view.result.images)

    # Layout --------------------------------------------------------------------------------------

    def _show_work(self) -> None:
        self.form.set_busy(self._running)
        self._middle.setCurrentWidget(self.view)
        self.actions_changed.emit()

    def _lay_out(self) -> None:
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.view)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self._middle)
        parts.addWidget(self.form)
        parts.setStretchFactor(0, 1)
        parts.setSizes([1000, self.form.minimumWidth()])
        hbox(parts, on=self)
