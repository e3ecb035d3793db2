"""The Study page: makes studies, watches them while people rate, and shows what they said.

Rating and building run as processes of their own: the rater's screen shares nothing with this
window, and this window never imports torch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sr_studio import paths
from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.pages import Page
from sr_studio.app.studies import work
from sr_studio.app.studies.child import Child
from sr_studio.app.studies.dashboard import Dashboard
from sr_studio.app.studies.decisions import Decisions
from sr_studio.app.studies.draft_view import DraftView
from sr_studio.app.studies.empty_page import EmptyStudyPage, spoken_language
from sr_studio.app.studies.other_devices import ServedStudies
from sr_studio.app.studies.readings import Readings
from sr_studio.app.studies.results_view import ResultsView
from sr_studio.app.studies.sitting import Sitting
from sr_studio.app.studies.work import DraftLook, Watched
from sr_studio.app.tasks import Task
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.studies.errors import UnknownServerError

if TYPE_CHECKING:
    from sr_studio.app.studies.wizard import StudyWizard

#: How often the database is read while somebody rates.
_REFRESH_MS = 4000


class StudyPage(Page):
    """One study at a time, or none."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.folder: Path | None = None
        self.watched: Watched | None = None
        self.rating: Sitting | None = None
        self.building: Child | None = None
        self.devices = ServedStudies(self)
        self._building_in: Path | None = None
        self._reading: Task | None = None
        self.wizard: StudyWizard | None = None
        self.empty = EmptyStudyPage(context, self)
        self.draft = DraftView(context, self)
        self.dashboard = Dashboard(context, self)
        self.results = ResultsView(context, self)
        self.decisions = Decisions(context, self)
        self.readings = Readings(context, self.dashboard, self.results, self)
        self._stack = QStackedWidget(self)
        for view in (self.empty, self.draft, self.dashboard, self.results):
            self._stack.addWidget(view)
        self._head = QWidget(self)
        self._title = QLabel(self._head)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._place = QLabel(self._head)
        self._place.setProperty("role", "small")
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._look_again)
        self.empty.wanted.connect(self._begin)
        self.draft.wanted.connect(self._do)
        self.dashboard.wanted.connect(self._do)
        self.dashboard.rate_wanted.connect(self.rate)
        self.dashboard.decision_wanted.connect(
            lambda rater, action: self.decisions.about_rater(self._folder(), rater, action)
        )
        self.results.wanted.connect(self._do)
        self.decisions.written.connect(self.refresh)
        self.decisions.failed.connect(self._trouble)
        self.devices.failed.connect(self._not_served)
        self.devices.ended.connect(self._rest)
        self.readings.ready.connect(self._analysed)
        self.readings.failed.connect(self._trouble)
        self._show(self.empty)

    # The window's questions ----------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Opening a folder always means something here."""
        return action == "file.open_folder"

    def perform(self, action: str) -> None:
        """Ask for a study folder."""
        self._begin("open")

    def accepts(self, path: Path) -> bool:
        """Study folders, and while one is being made, folders of pictures."""
        return work.is_study(path) or (path.is_dir() and self._in_wizard)

    def open_paths(self, dropped: Sequence[Path]) -> None:
        """Open the study; the wizard takes folders of pictures."""
        studies = [path for path in dropped if work.is_study(path)]
        if studies:
            self.open_study(studies[0])
        elif self.wizard is not None:
            self.wizard.take_folders(list(dropped))

    def areas(self) -> list[QWidget]:
        """What is shown."""
        shown = self._stack.currentWidget()
        return [] if shown is None else [shown]

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.empty.theme_changed()
        self.results.theme_changed()

    def unfinished(self) -> str:
        """A build would be lost; a rater's window is a program of its own and goes on."""
        if self.building is not None and self.building.running:
            return self.tr("The study is being built; it would have to be built again.")
        return ""

    def shut_down(self) -> None:
        """Stop looking and building; somebody who rates goes on."""
        self._timer.stop()
        if self.building is not None:
            self.building.shut_down()
        self.devices.shut_down()
        if self.rating is not None:
            self.rating.let_go()

    # Opening -------------------------------------------------------------------------------------

    def open_study(self, folder: Path) -> None:
        """Show a study: its raters if it is built, otherwise what it is going to be."""
        self.folder, self.watched = folder, None
        self.context.opened("study", [folder])
        self.readings.forget()
        self._stack.setEnabled(False)  # what is still shown is not of this study
        self._title.setText(folder.name)
        self._place.setText(str(folder))
        self.refresh()

    def refresh(self) -> None:
        """Read the study again."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if self.folder is None:
            return
        look: Callable[..., object] = (
            work.watch if work.is_built(self.folder) else work.look_at_draft
        )
        self._reading = self.context.tasks.start(
            partial(look, self.folder), partial(self._arrived, self.folder), self._unread
        )

    def _look_again(self) -> None:
        """Read the study again, unless that is under way: of a slow disk it takes a while."""
        if self._reading is None:
            self.refresh()

    def _leave(self) -> None:
        """To the page where one begins; raters, a build and a report go on."""
        self.folder = self.watched = None
        self.refresh()
        self._stack.setEnabled(True)
        self.status.emit("")
        self._show(self.empty)

    def _unread(self, error: Exception) -> None:
        self._reading = None
        if not self._stack.isEnabled():  # it was being opened
            asked = self.folder if isinstance(error, UnknownServerError) else None
            self._leave()
            self.folder = asked
        self._trouble(error)

    def _arrived(self, folder: Path, found: object) -> None:
        self._reading = None
        opened = not self._stack.isEnabled()
        self._stack.setEnabled(True)
        if isinstance(found, Watched):
            self.watched = found
            self._title.setText(found.status.title)
            self._place.setText(f"{self._state(found.status.state)}  ·  {folder}")
            self.dashboard.show_study(found)
            done = self.tr("%1 of %2 raters complete").replace("%1", str(found.status.complete))
            self.status.emit(done.replace("%2", str(found.status.raters_planned)))
            if opened or self._stack.currentWidget() is not self.results:
                self._show(self.dashboard)
        elif isinstance(found, DraftLook):
            if found.draft is not None:
                self._title.setText(found.draft.definition.study.title)
            self._place.setText(f"{self._state('draft')}  ·  {folder}")
            self.draft.show_draft(found)
            if opened:
                self.draft.show_building(folder == self._building_in)
            self._show(self.draft)

    def _state(self, state: str) -> str:
        return {
            "draft": self.tr("not begun"),
            "open": self.tr("open"),
            "closed": self.tr("closed"),
            "unblinded": self.tr("unblinded"),
        }.get(state, state)

    def _begin(self, wish: str) -> None:
        if wish == "open":
            ask_for_folder(self.context, self, self.open_or_say)
        elif wish == "new":
            self._open_wizard()
        elif wish == "demo":
            self._demo()

    def open_or_say(self, chosen: Sequence[Path]) -> None:
        """Open a chosen folder, or say that there is no study in it."""
        if chosen and work.is_study(chosen[0]):
            self.open_study(chosen[0])
        elif chosen:
            what = self.tr("There is no study in %1.").replace("%1", str(chosen[0]))
            remedy = self.tr("A study folder holds study.toml or study.sqlite.")
            self.context.show_trouble(Trouble(what, "", remedy))

    def _demo(self) -> None:
        folder = paths.user_data_dir() / "studies" / time.strftime("demo-%Y%m%d-%H%M%S")
        language = spoken_language(self.context)

        def made(path: Path) -> None:
            self.open_study(path)
            self.build()

        self.context.tasks.start(lambda _: work.new_demo(folder, language), made, self._trouble)

    # The wizard ----------------------------------------------------------------------------------

    @property
    def _in_wizard(self) -> bool:
        return self.wizard is not None and self._stack.currentWidget() is self.wizard

    def _open_wizard(self) -> None:
        from sr_studio.app.studies.wizard import StudyWizard

        if self.wizard is None:  # one that a study was opened over is gone on with
            self.wizard = StudyWizard(self.context, spoken_language(self.context), self)
            self.wizard.left.connect(lambda: self._wizard_left(None))
            self.wizard.made.connect(self._wizard_left)
            self._stack.addWidget(self.wizard)
        self._show(self.wizard)

    def _wizard_left(self, folder: Path | None) -> None:
        self._close_wizard()
        if folder is not None:
            self.open_study(folder)
        else:
            self._show(self.empty)

    def _close_wizard(self) -> None:
        if self.wizard is not None:
            self._stack.removeWidget(self.wizard)
            self.wizard.deleteLater()
            self.wizard = None

    # Work ----------------------------------------------------------------------------------------

    def _do(self, wish: str) -> None:
        {
            "refresh": self.refresh,
            "devices": self.serve,
            "build": self.build,
            "cancel": self._cancel_build,
            "close": lambda: self.decisions.close(self._folder()),
            "unblind": lambda: self.decisions.unblind(self._folder()),
            "results": lambda: self.readings.analyse(self._folder()),
            "export": lambda: self.readings.export(self._folder()),
            "report": lambda: self.readings.report(self._folder()),
            "back": lambda: self._show(self.dashboard),
        }[wish]()

    def build(self) -> None:
        """Build the study in a process of its own."""
        if self.folder is None:
            return
        if self.building is not None:
            self.context.say(self.tr("Another study is being built."))
            return
        self._building_in = self.folder
        self.building = Child(["study", "build", str(self.folder), "--progress-json"], self)
        self.building.progressed.connect(self.draft.show_progress)
        self.building.ended.connect(self._built)
        self.draft.show_building(True)
        self.building.start()

    def _cancel_build(self) -> None:
        if self.building is not None:
            self.building.cancel()

    def _built(self, code: int, error: str) -> None:
        child, self.building, self._building_in = self.building, None, None
        self.draft.show_building(False)
        if code == 0:
            self.context.say(self.tr("The study is built and frozen."))
        elif child is not None and not child.cancelled:
            kept = self.tr("The study is as it was before.")
            self.context.show_trouble(Trouble(error, kept, "", child.said()))
        if child is not None:
            child.deleteLater()
        self.refresh()

    def rate(self, rater: str) -> None:
        """Open the rater's screen as a program of its own."""
        if self.folder is None:
            return
        if self.rating is not None and self.rating.running:
            self.context.say(self.tr("Somebody is rating already."))
            return
        try:
            self.rating = Sitting(self.folder, rater, self)
        except StudioError as error:
            self._trouble(error)
            return
        self.rating.ended.connect(self._rated)
        self._timer.start()

    def serve(self) -> None:
        """Let people rate on other devices, while a window of its own is open for this study."""
        if self.folder is None:
            return
        self.devices.serve(self.folder)
        self._timer.start()

    def _not_served(self, error: str) -> None:
        self.context.show_trouble(Trouble(error, self.tr("Nothing is lost.")))

    def _rest(self) -> None:
        """Some rate no more from here; look again and again only while others do."""
        if self.rating is None and not self.devices.serving:
            self._timer.stop()
        self.refresh()

    def _rated(self, code: int, error: str) -> None:
        sitting, self.rating = self.rating, None
        if sitting is not None:
            sitting.deleteLater()
        if code and error:
            kept = self.tr("Every rating that was given is kept.")
            self.context.show_trouble(Trouble(error, kept))
        self._rest()

    def _analysed(self) -> None:
        if self.folder is not None:  # not left meanwhile
            self._show(self.results)

    # Inside --------------------------------------------------------------------------------------

    def _folder(self) -> Path:
        assert self.folder is not None
        return self.folder

    def _trouble(self, error: Exception) -> None:
        self._timer.stop()
        self.empty.ready()
        if isinstance(error, UnknownServerError):
            self.decisions.about_server(error)
            return
        kept = self.tr("The study is as it was.") if isinstance(error, StudioError) else ""
        self.context.show_trouble(Trouble.of(error, kept=kept))

    def _show(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(view)
        self._head.setVisible(view not in (self.empty, self.wizard))
        self.actions_changed.emit()

    def _lay_out(self) -> None:
        other = QPushButton(self.tr("Another study…"), self._head)
        other.setToolTip(self.tr("Leave this study and open or make another one."))
        other.clicked.connect(self._leave)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._place)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 12, 24, 0)
        row.addLayout(words, 1)
        row.addWidget(other)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
