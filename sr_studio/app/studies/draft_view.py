"""A study before it is built: its mistakes, what it will ask, and the button that builds it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, scrolling, vbox
from sr_studio.app.context import Context
from sr_studio.app.durations import duration
from sr_studio.app.studies.problem_words import said
from sr_studio.app.studies.work import DraftLook
from sr_studio.progress import Progress
from sr_studio.studies.definition.filenames import STUDY_FILE


class DraftView(QWidget):
    """Shows a :class:`DraftLook`, and the progress of its build.

    Signals:
        wanted: ``build``, ``cancel`` or ``refresh``.
    """

    wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._look: DraftLook | None = None
        self._numbers = QGridLayout()
        self._numbers.setHorizontalSpacing(24)
        self._numbers.setVerticalSpacing(8)
        self._numbers.setColumnStretch(1, 1)
        self._problems = QLabel(self)
        self._problems.setWordWrap(True)
        self._problems.setTextFormat(Qt.TextFormat.PlainText)
        self._problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._problems.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("Progress of the build"))
        self.bar.setTextVisible(False)
        self.bar_words = QLabel(self)
        self.bar_words.setProperty("role", "small")
        self.build_button = QPushButton(self.tr("Build the study"), self)
        self.build_button.setProperty("primary", True)
        self.build_button.setToolTip(
            self.tr("Makes the pictures, the key and the database, and freezes the study.")
        )
        self.build_button.clicked.connect(lambda: self.wanted.emit("build"))
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.clicked.connect(lambda: self.wanted.emit("cancel"))
        self._lay_out()
        self.show_building(False)

    def show_draft(self, look: DraftLook) -> None:
        """Show what the study is going to be."""
        self._look = look
        while self._numbers.count():
            taken = self._numbers.takeAt(0)
            if taken is not None and (widget := taken.widget()) is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(self._rows(look)):
            label = QLabel(name, self)
            label.setProperty("role", "dim")
            number = QLabel(value, self)
            number.setWordWrap(True)
            self._numbers.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._numbers.addWidget(number, row, 1)
        wrong = [said(one) for one in look.problems if one.is_error]
        think = [said(one) for one in look.problems if not one.is_error]
        self._problems.setText("\n\n".join([*wrong, *think]))
        self._problems.setProperty("role", "danger" if wrong else "warning")
        self._problems.style().polish(self._problems)
        self._problems.setVisible(bool(wrong or think))
        self.build_button.setEnabled(look.ready)

    def show_building(self, on: bool) -> None:
        """While it is built there is progress and a way to stop."""
        for widget in (self.bar, self.bar_words, self.cancel_button):
            widget.setVisible(on)
        self.build_button.setVisible(not on)
        if on:
            self.bar.setRange(0, 0)
            self.bar_words.setText(self.tr("starting…"))

    def show_progress(self, progress: Progress) -> None:
        """How many pictures are made."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * progress.fraction))
        text = self.tr("%1 of %2 pictures").replace("%1", f"{progress.done:.0f}")
        text = text.replace("%2", f"{progress.total:.0f}")
        if progress.seconds_left is not None:
            left = self.tr("%1 left").replace("%1", duration(progress.seconds_left))
            text = f"{text}, {left}"
        self.bar_words.setText(text)

    def _rows(self, look: DraftLook) -> list[tuple[str, str]]:
        if look.draft is None:
            return []
        head = look.draft.definition.study
        rows = [
            (self.tr("Title"), head.title),
            (self.tr("Systems"), ", ".join(s.name for s in look.draft.definition.system)),
            (
                self.tr("References"),
                ", ".join(
                    f"{name}: {sum(r.set == name for r in look.draft.references)}"
                    for name in look.draft.sets
                ),
            ),
        ]
        if look.preview is None:
            return rows
        p = look.preview
        trials = self.tr("%1 and %2 hidden repeats, %3 before them")
        trials = trials.replace("%1", str(p.test)).replace("%2", str(p.repeats))
        time = self.tr("%1 minutes in %2 session(s)").replace("%1", f"{p.minutes:.0f}")
        raters = self.tr("%1, giving %2 ratings").replace("%1", str(p.raters))
        balance = self.tr("mean place of a system in the order %1 to %2; 0.50 is the middle")
        places = p.mean_position.values()
        rows += [
            (self.tr("Pictures"), str(p.stimuli)),
            (self.tr("A rater sees"), trials.replace("%3", str(p.first_prelude))),
            (self.tr("A rater needs"), time.replace("%2", str(p.sessions))),
            (self.tr("Raters"), raters.replace("%2", f"{p.ratings:,}")),
            (
                self.tr("Balance"),
                balance.replace("%1", f"{min(places):.2f}").replace("%2", f"{max(places):.2f}")
                if places
                else "–",
            ),
            (self.tr("Finds differences of"), self._power(look)),
        ]
        return rows

    def _power(self, look: DraftLook) -> str:
        parts = []
        for name, points in look.detectable.items():
            text = (
                self.tr("%1 points on %2") if not math.isnan(points) else self.tr("unknown on %2")
            )
            parts.append(text.replace("%1", f"{points:.2f}").replace("%2", name))
        return self.tr("%1 (with usual variances)").replace("%1", ", ".join(parts))

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("Clear")
        vbox(self._numbers, self._problems, None, on=inside, edges=(24, 16, 24, 16), spacing=20)
        area = scrolling(inside, self)
        edit = QPushButton(self.tr("Edit study.toml"), self)
        edit.setToolTip(self.tr("Every field of the study, in a text editor."))
        edit.clicked.connect(self._edit)
        refresh = QPushButton(self.tr("Read again"), self)
        refresh.clicked.connect(lambda: self.wanted.emit("refresh"))
        foot = hbox(
            edit,
            refresh,
            16,
            (self.bar, 1),
            self.bar_words,
            None,
            self.cancel_button,
            self.build_button,
            edges=(24, 0, 24, 16),
            spacing=8,
        )
        vbox((area, 1), foot, on=self)

    def _edit(self) -> None:
        if self._look is not None:
            file = self._look.folder / STUDY_FILE
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
