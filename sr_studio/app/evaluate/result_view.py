"""One evaluation: how far it is, its table, its notes, and the pictures of the chosen row."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.durations import duration
from sr_studio.app.error_words import said
from sr_studio.app.evaluate.convention_words import measured
from sr_studio.app.evaluate.note_list import NoteList
from sr_studio.app.evaluate.rows import Entry, mean_entries, picture_entries
from sr_studio.app.evaluate.stage import Stage
from sr_studio.app.evaluate.table import ResultTable
from sr_studio.app.progress_view import ProgressView
from sr_studio.evaluation.comparison import Comparison, compare
from sr_studio.evaluation.request import HR
from sr_studio.evaluation.results import EvaluationResult
from sr_studio.progress import Progress


class ResultView(ProgressView):
    """Shows a result while it grows and when it is whole.

    Signals:
        wanted: A button was pressed: ``cancel``, ``table``, ``scatter``, ``panel``, ``open`` or
            ``compare``.
        changed: Another row or picture.
    """

    wanted = Signal(str)
    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.result: EvaluationResult | None = None
        self.pictures: Path | None = None
        self._earlier: EvaluationResult | None = None
        self._earlier_name = ""
        self.progress.setAccessibleName(self.tr("Progress of the evaluation"))
        self.cancel = self._button(self.tr("Cancel"), "cancel")
        self.means = self._choice(self.tr("Means"), self.tr("One row a method and data set."))
        self.by_picture = self._choice(
            self.tr("Pictures"), self.tr("One row a method and picture.")
        )
        self.published = QCheckBox(self.tr("Published rows"), self)
        self.published.setChecked(True)
        self.published.setToolTip(
            self.tr("Show what papers print for the same data set and scale, marked with †.")
        )
        self.published.toggled.connect(lambda _: self.refresh())
        self.compare = self._button(self.tr("Compare with…"), "compare")
        self.compare.setToolTip(self.tr("Show what changed since an earlier saved evaluation."))
        self.save = self._button(self.tr("Save table…"), "table")
        self.save.setToolTip(self.tr("CSV, JSON, LaTeX or Markdown."))
        self.figures = self._figure_button()
        self.table = ResultTable(context, self)
        self.table.chosen.connect(self._chosen)
        self.notes = NoteList(context, self)
        self.stage = Stage(context, self)
        self.stage.changed.connect(self._stage_changed)
        self._arrange()

    # What is shown -------------------------------------------------------------------------------

    def show_result(self, result: EvaluationResult, pictures: Path | None) -> None:
        """Show another evaluation from its beginning."""
        self.result, self.pictures = result, pictures
        self.stage.clear()
        self.table.choose_none()
        self.refresh()

    def renew(self, result: EvaluationResult) -> None:
        """Show the same evaluation with more rows."""
        self.result = result
        self.refresh()

    @property
    def comparing(self) -> bool:
        """Whether differences to an earlier evaluation are shown."""
        return self._earlier is not None

    def compare_with(self, earlier: EvaluationResult | None, name: str = "") -> None:
        """Show differences to an earlier evaluation; None shows none."""
        self._earlier, self._earlier_name = earlier, name
        self.means.setChecked(True)
        comparing = earlier is not None
        self.compare.setText(self.tr("Stop comparing") if comparing else self.tr("Compare with…"))
        self.refresh()

    def show_progress(self, progress: Progress | None, what: str) -> None:
        """Say how far the work is."""
        self.progress.setVisible(True)
        self.cancel.setVisible(True)
        if progress is None:
            self.progress.setValue(0)
            self.state.setText(self.tr("Starting: reading the pictures and the metrics."))
            return
        self.progress.setValue(round(1000 * progress.fraction))
        parts = [f"{100 * progress.fraction:.0f} %"]
        if progress.seconds_left is not None:
            left = duration(progress.seconds_left)
            parts.append(self.tr("%1 left").replace("%1", left))
        self.state.setText(" · ".join([*parts, what]))

    def show_end(self, sentence: str) -> None:
        """Say that nothing is under way."""
        self.progress.setVisible(False)
        self.cancel.setVisible(False)
        self.state.setText(sentence)

    def refresh(self) -> None:
        """Fill the table and the notes anew."""
        result = self.result
        if result is None:
            return
        comparison = None if self._earlier is None else compare(self._earlier, result)
        if self.by_picture.isChecked():
            entries = picture_entries(result)
        else:
            wanted = self.published.isChecked()
            entries = mean_entries(result, published=wanted, comparison=comparison)
        conventions = {key: measured(result, key) for key in result.conventions}
        self.table.show_entries(entries, conventions, by_picture=self.by_picture.isChecked())
        self.published.setEnabled(not self.by_picture.isChecked())
        self.title.setText(self._headline(result))
        self._show_notes(result, comparison)
        self._enable()

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.stage.theme_changed()
        self.refresh()

    def shut_down(self) -> None:
        """Stop what moves."""
        self.stage.shut_down()

    def _headline(self, result: EvaluationResult) -> str:
        if not result.images:
            return self.tr("×%1 · nothing measured yet").replace("%1", str(result.scale))
        methods = len({row.model for row in result.images})
        pictures = len({(row.dataset, row.image) for row in result.images})
        counted = [
            self.tr("%n method(s)", "", methods),
            self.tr("%n picture(s)", "", pictures),
        ]
        return " · ".join([f"×{result.scale}", *counted])

    def _show_notes(self, result: EvaluationResult, comparison: Comparison | None) -> None:
        lines = [(said(note.sentence()), note.failure) for note in result.notes]
        if comparison is not None:
            lines += self._compared(comparison)
        self.notes.show_notes(lines)

    def _compared(self, comparison: Comparison) -> list[tuple[str, bool]]:
        text = self.tr("In brackets: the difference to %1; green is better, red is worse.")
        lines = [(text.replace("%1", self._earlier_name), False)]
        lines += [(f"{said(warning)}.", True) for warning in comparison.warnings]
        for sentence, missing in (
            (self.tr("%1 on %2 is only in the earlier one."), comparison.only_earlier),
            (self.tr("%1 on %2 is only in this one."), comparison.only_now),
        ):
            lines += [(sentence.replace("%1", m).replace("%2", d), False) for m, d in missing]
        return lines

    # What is pressed -----------------------------------------------------------------------------

    def _chosen(self, entry: Entry) -> None:
        if self.result is None:
            return
        # A published row has no pictures of its own: its data set is shown.
        model = entry.model or HR
        self.stage.show_picture(self.result, self.pictures, entry.dataset, entry.image, model)

    def _stage_changed(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        some = self.result is not None and bool(self.result.images)
        self.save.setEnabled(some)
        self.figures.setEnabled(some)
        self.compare.setEnabled(some)
        self._panel_action.setEnabled(bool(self.stage.viewer.versions))

    def _button(self, text: str, wish: str) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(lambda: self.wanted.emit(wish))
        return button

    def _choice(self, text: str, help_text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(help_text)
        button.setCheckable(True)
        return button

    def _figure_button(self) -> QPushButton:
        button = QPushButton(self.tr("Save figure"), self)
        menu = QMenu(button)
        scatter = menu.addAction(self.tr("Perception against distortion…"))
        scatter.triggered.connect(lambda: self.wanted.emit("scatter"))
        self._panel_action = menu.addAction(self.tr("Panel of the picture below…"))
        self._panel_action.triggered.connect(lambda: self.wanted.emit("panel"))
        button.setMenu(menu)
        return button

    # Layout --------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        group = QButtonGroup(self)
        for choice in (self.means, self.by_picture):
            group.addButton(choice)
        self.means.setChecked(True)
        group.buttonClicked.connect(lambda _: self.refresh())
        first = QHBoxLayout()
        first.setSpacing(8)
        for widget in (self.cancel, self._button(self.tr("Open…"), "open"), self.compare):
            first.addWidget(widget)
        for widget in (self.save, self.figures):
            first.addWidget(widget)
        first.addStretch(1)
        second = hbox(
            self.means, self.by_picture, None, self.stage.picture_box, 8, self.published, spacing=4
        )
        numbers = QWidget(self)
        vbox((self.table, 1), self.notes, on=numbers, spacing=0)
        self.lay_out([first, self.progress, self.state, second], numbers, self.stage, (340, 340))
