"""Makes a study in four steps: what is asked, of which pictures, between which systems, of whom."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_studio import paths
from sr_studio.app.boxes import scrolling
from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.studies.drafting import StudyWish, write_draft
from sr_studio.app.studies.wizard_people import PeopleStep
from sr_studio.app.studies.wizard_question import QuestionStep
from sr_studio.app.studies.wizard_references import ReferencesStep
from sr_studio.app.studies.wizard_systems import SystemsStep
from sr_studio.app.trouble import Trouble


class StudyWizard(QWidget):
    """Steps at the left, the step in the middle; Next works when the step is complete.

    Args:
        language: In which raters are spoken to, unless another one is chosen.

    Signals:
        made: The folder of the new draft.
        left: The person does not want one.
    """

    made = Signal(object)
    left = Signal()

    def __init__(self, context: Context, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.question = QuestionStep(language, self)
        self.references = ReferencesStep(context, self)
        self.systems = SystemsStep(context, self)
        self.people = PeopleStep(self)
        self._steps = [
            (self.tr("Question"), self.question),
            (self.tr("References"), self.references),
            (self.tr("Systems"), self.systems),
            (self.tr("Screen and raters"), self.people),
        ]
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Steps"))
        self.list.setFixedWidth(200)
        self.list.setSpacing(4)
        self.stack = QStackedWidget(self)
        for name, step in self._steps:
            self.list.addItem(name)
            self.stack.addWidget(_scrolled(name, step, self))
            step.changed.connect(self._changed)
        self.place = QLineEdit(self)
        self.place.setAccessibleName(self.tr("Folder of the study"))
        self._proposed = ""
        self._propose_place("")
        self.problem = QLabel(self)
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.back = QPushButton(self.tr("Back"), self)
        self.next = QPushButton(self.tr("Next"), self)
        self.next.setProperty("primary", True)
        self._lay_out()
        self.list.currentRowChanged.connect(self._turn_to)
        self.question.title_changed.connect(self._propose_place)
        self.place.textChanged.connect(lambda _: self._changed())
        self.list.setCurrentRow(0)

    def take_folders(self, folders: list[Path]) -> None:
        """Dropped folders: ready pictures on the step of systems, references everywhere else."""
        found = [folder for folder in folders if folder.is_dir()]
        if self.stack.currentIndex() == 2:
            for folder in found:
                self.systems.add_folder(folder)
        else:
            self.references.add_folders(found)
            self.list.setCurrentRow(1)

    def wish(self) -> StudyWish:
        """Everything that was chosen."""
        question, people = self.question, self.people
        return StudyWish(
            title=question.title.text().strip(),
            method=question.method(),
            language=str(question.language.currentData()),
            contact=question.contact.text().strip(),
            sets=self.references.sets(),
            systems=self.systems.systems(),
            scale=self.systems.scale.value(),
            max_width=people.width_box.value(),
            max_height=people.height_box.value(),
            zoom=people.zoom.value(),
            order=str(people.order.currentData()),
            raters=people.raters.value(),
            per_rater=people.per_rater(self.references.counts()),
            sites=people.sites(),
            original=self.tr("Original"),
            max_minutes=float(people.minutes.value()),
            consent=question.consent.isChecked(),
            retention=question.retention.text().strip(),
        )

    def go_on(self) -> None:
        """To the next step, or write the draft."""
        row = self.list.currentRow()
        if row < len(self._steps) - 1:
            self.list.setCurrentRow(row + 1)
            return
        self.next.setEnabled(False)
        write = partial(write_draft, self.wish(), Path(self.place.text().strip()))
        self._context.tasks.start(lambda _: write(), self.made.emit, self._failed, writes=True)

    def _failed(self, error: Exception) -> None:
        self._changed()
        self._context.show_trouble(Trouble.of(error, kept=self.tr("Nothing was written.")))

    def _turn_to(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        self.people.show_sizes(self.references.counts())
        last = row == len(self._steps) - 1
        self.back.setEnabled(row > 0)
        self.next.setText(self.tr("Make the study") if last else self.tr("Next"))
        self._changed()

    def _changed(self) -> None:
        row = self.list.currentRow()
        last = row == len(self._steps) - 1
        steps = self._steps if last else self._steps[row : row + 1]
        problems = [text for _, step in steps if (text := step.problem())]
        if last and not self.place.text().strip():
            problems.append(self.tr("Name a folder for the study."))
        self.problem.setText(problems[0] if problems else "")
        self.next.setEnabled(not problems)

    def _propose_place(self, title: str) -> None:
        if self.place.text() != self._proposed:
            return  # the person has named one
        plain = "-".join(word for word in "".join(c if c.isalnum() else " " for c in title).split())
        place = paths.user_data_dir() / "studies" / (plain.lower()[:48] or "new-study")
        number = 2
        while place.exists():
            place = place.with_name(f"{place.name.rstrip('0123456789-')}-{number}")
            number += 1
        self._proposed = str(place)
        self.place.setText(self._proposed)

    def _lay_out(self) -> None:
        choose = QPushButton(self.tr("Choose…"), self)
        choose.clicked.connect(
            lambda: ask_for_folder(
                self._context, self, lambda chosen: self.place.setText(str(chosen[0]))
            )
        )
        leave = QPushButton(self.tr("Cancel"), self)
        leave.clicked.connect(lambda: self.left.emit())
        self.back.clicked.connect(lambda: self.list.setCurrentRow(self.list.currentRow() - 1))
        self.next.clicked.connect(lambda: self.go_on())
        where = QHBoxLayout()
        where.setSpacing(8)
        label = QLabel(self.tr("Folder"), self)
        label.setProperty("role", "dim")
        where.addWidget(label)
        where.addWidget(self.place, 1)
        where.addWidget(choose)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.problem, 1)
        foot.addWidget(leave)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.stack, 1)
        right.addLayout(where)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 24, 16)
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)


def _scrolled(name: str, step: QWidget, parent: QWidget) -> QScrollArea:
    inside = QWidget(parent)
    inside.setObjectName("Clear")
    title = QLabel(name, inside)
    title.setProperty("role", "title")
    column = QVBoxLayout(inside)
    column.setContentsMargins(8, 0, 8, 8)
    column.setSpacing(16)
    column.addWidget(title)
    column.addWidget(step)
    column.addStretch(1)
    area = scrolling(inside, parent)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
