"""The main window: menus, rail, the page that is shown, status bar. Pages bring the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from sr_studio.app import intake
from sr_studio.app.action_spec import ActionSpec
from sr_studio.app.actions import Actions
from sr_studio.app.boxes import hbox
from sr_studio.app.closing import Closing
from sr_studio.app.context import Context
from sr_studio.app.dialogs.desk import DialogDesk
from sr_studio.app.drop_frame import DropFrame
from sr_studio.app.engine_bridge import EngineBridge
from sr_studio.app.error_words import said
from sr_studio.app.pages import PAGES, Page, PageSpec
from sr_studio.app.rail import Rail
from sr_studio.app.recent import Recent
from sr_studio.app.settings import Settings, geometry_store
from sr_studio.app.status import StatusBar
from sr_studio.app.tasks import Tasks
from sr_studio.app.theme import apply_theme, load_theme, resolve
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError

if TYPE_CHECKING:  # Qt makes a class when it is asked for: these come when there are such events
    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QPaintEvent,
    )

_SAY_MS = 6000
#: Logical pixels. What the window manager adds around a window is known only once it is shown.
_WISHED, _SMALLEST, _FRAME = (1280, 820), (960, 600), (8, 40)
_OWN_ACTIONS = ("app", "window", "go")


class MainWindow(QMainWindow):
    """One window of the program.

    What it takes to be visible is built in the constructor; pages come right after the first
    paint.

    Signals:
        completed: The first page is in place and files may be opened.
    """

    completed = Signal()

    def __init__(self, settings: Settings, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__()
        self.setWindowTitle("SR Studio")
        self.setAcceptDrops(True)
        self.ready = False
        self._painted = False
        self._folded = False
        self._folded_before = False
        self._specs = {page.id: page for page in pages}
        self._pages: dict[str, Page] = {}
        self._waiting: list[Path] = []
        settings.not_kept.connect(lambda error: self.say(said(str(error))))
        self.commands = Actions(settings, self)
        self.tasks = Tasks(self)
        self.engine = EngineBridge(self)
        self.recent = Recent(settings)
        self.desk = DialogDesk(self, self.commands, settings)
        self.closing = Closing(self, self._pages.values, self.desk, self.tasks, self.say)
        theme = load_theme(resolve(settings.get("window.theme"), _application()))
        apply_theme(theme, _application())
        self.context = Context(
            settings=settings,
            actions=self.commands,
            tasks=self.tasks,
            engine=self.engine,
            theme=theme,
            show_trouble=self.desk.trouble,
            ask=self.desk.ask,
            say=self.say,
            go=self.go,
            open_paths=self.open_paths,
            opened=self.recent.add,
        )
        self._build(pages)
        self._tint()

    # Building ------------------------------------------------------------------------------------

    def _build(self, pages: tuple[PageSpec, ...]) -> None:
        self.rail = Rail(pages, self)
        self.rail.chosen.connect(self.go)
        self.rail.settings_wanted.connect(self.desk.settings)
        self.stack = QStackedWidget(self)
        body = QWidget(self)
        hbox(self.rail, (self.stack, 1), on=body, spacing=0)
        self.setCentralWidget(body)
        self.drop_frame = DropFrame(self.context, self)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        bar = self.menuBar()
        # The titles make the bar as high as it will be; the menus themselves come later.
        self._menu_titles = {
            "file": bar.addAction(self.tr("&File")),
            "edit": bar.addAction(self.tr("&Edit")),
            "view": bar.addAction(self.tr("&View")),
            "go": bar.addAction(self.tr("&Go")),
            "help": bar.addAction(self.tr("&Help")),
        }
        self.setMinimumSize(*_SMALLEST)
        room = self.screen().availableGeometry().size()
        wished = QSize(*_WISHED).boundedTo(room - QSize(*_FRAME)).expandedTo(QSize(*_SMALLEST))
        self.resize(wished)
        geometry = geometry_store().value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """After the first paint comes everything that was not needed for it."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._complete)

    def _complete(self) -> None:
        from sr_studio.app.action_list import ACTIONS
        from sr_studio.app.menus import RecentMenu, filled_menu

        for spec in ACTIONS:
            self.commands.add(spec)
        for number, page in enumerate(self._specs.values(), 1):
            title = QCoreApplication.translate("Pages", page.title)
            self.commands.add(
                ActionSpec(f"go.{page.id}", title, (f"Ctrl+{number}",), page.icon, menu="go")
            )
            for spec in page.actions:
                self.commands.add(spec)
        self._tint()
        self.addActions([self.commands[spec.id] for spec in self.commands])
        for name, heading in self._menu_titles.items():
            heading.setMenu(filled_menu(name, self.commands, self))
        RecentMenu(self.recent, self._open_again, self).stand_before(self.commands["file.save"])
        self.commands.triggered.connect(self.perform)
        self.engine.engine_changed.connect(self.status.show_engine)
        self.engine.job_changed.connect(self.status.show_rate)
        self.tasks.unforeseen.connect(lambda error: self.desk.trouble(Trouble.of(error)))
        settings = self.context.settings
        settings.changed.connect(self._setting_changed)
        _application().styleHints().colorSchemeChanged.connect(self._system_changed)
        self._take_screen()
        if settings.problem is not None:
            self.desk.trouble(Trouble.of(settings.problem))
        # The pixel libraries behind the first page are loaded beside the window, not in its way.
        first = next(iter(self._specs.values()))
        self.tasks.start(lambda _: first.load(), lambda _: self._first_page(first.id))

    def _first_page(self, name: str) -> None:
        self.go(name)
        self.ready = True
        waiting, self._waiting = self._waiting, []
        self.open_paths(waiting)
        self.completed.emit()

    def _tint(self) -> None:
        colours = self.context.colour("text"), self.context.colour("text_disabled")
        self.rail.tint(*colours)
        if self._painted:  # icons of menus and bars are not needed for the first paint
            self.commands.tint(*colours)
            for page in self._pages.values():
                page.theme_changed()

    def _setting_changed(self, name: str) -> None:
        if name == "window.theme":
            wish = self.context.settings.get(name)
            self.context.theme = load_theme(resolve(wish, _application()))
            apply_theme(self.context.theme, _application())
            self._tint()
        elif name.startswith("viewer.screen"):
            self._take_screen()

    def _system_changed(self) -> None:
        self._setting_changed("window.theme")

    def _take_screen(self) -> None:
        try:
            from sr_studio.app.viewer import screen

            screen.show_through(self.context.settings)
        except StudioError as error:
            kept = self.tr("Pictures are shown as for an sRGB screen.")
            self.context.show_trouble(Trouble.of(error, kept=kept))

    # Pages ---------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def go(self, name: str) -> Page:
        """Show a page and give it back."""
        page = self._made(name)
        self.stack.setCurrentWidget(page)
        self.rail.select(name)
        page.fold_panels(self._folded)
        self.refresh_actions()
        return page

    def _made(self, name: str) -> Page:
        if name not in self._pages:
            page = self._specs[name].make(self.context)
            page.actions_changed.connect(self.refresh_actions)
            page.status.connect(self.status.queue.setText)
            self._pages[name] = page
            self.stack.addWidget(page)
        return self._pages[name]

    def refresh_actions(self) -> None:
        """Ask the page what can be done now."""
        page = self.page
        for spec in self.commands:
            if spec.id.partition(".")[0] in _OWN_ACTIONS:
                continue
            action = self.commands[spec.id]
            action.setEnabled(page is not None and page.can(spec.id))
            if spec.checkable:
                action.setChecked(page is not None and page.checked(spec.id))

    # Actions -------------------------------------------------------------------------------------

    def perform(self, name: str) -> None:
        """Do one action: the window's own, or the page's."""
        own = {
            "app.quit": self.close,
            "app.settings": self.desk.settings,
            "app.keys": self.desk.keys,
            "app.palette": lambda: self.desk.palette(self.perform),
            "app.about": self.desk.about,
            "app.tour": self._show_round,
            "window.panels": lambda: self._fold(not self._folded),
            "window.full_screen": self._toggle_full_screen,
            "window.next_area": self._next_area,
        }.get(name)
        if own is not None:
            own()
        elif name.startswith("go."):
            self.go(name.removeprefix("go."))
        elif self.page is not None and self.page.can(name):
            self.page.perform(name)
            self.refresh_actions()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Escape leaves full screen when there is nothing to cancel."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self._toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def _show_round(self) -> None:
        for name in [name for name, page in self._pages.items() if page is self.page]:
            self.tour = self.desk.tour(self.context, name, self._pages[name])

    def _toggle_full_screen(self) -> None:
        full = not self.isFullScreen()
        if full:
            self._folded_before = self._folded
        self.menuBar().setVisible(not full)
        self.status.setVisible(not full)
        self._fold(full or self._folded_before)
        # The other flags stay: what was maximised is maximised again.
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.commands["window.full_screen"].setChecked(full)

    def _fold(self, folded: bool) -> None:
        self._folded = folded
        self.rail.setVisible(not folded)
        if self.page is not None:
            self.page.fold_panels(folded)
        self.commands["window.panels"].setChecked(folded)

    def _next_area(self) -> None:
        from sr_studio.app.areas import focus_next

        focus_next([self.rail, *(self.page.areas() if self.page else [])])

    # Files ---------------------------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Give files to the page they belong to: the one shown, or the first that wants them."""
        if not self.ready:
            self._waiting.extend(paths)
            return
        if not paths:
            return
        order = sorted(self._specs, key=lambda name: self._pages.get(name) is not self.page)
        pages = (self._made(name) for name in order)
        models = [path for path in paths if path.suffix.lower() in intake.MODEL_SUFFIXES]
        pictures = [path for path in paths if path not in models]
        taken, refused = intake.assign(pictures, pages)
        if models:
            taken.setdefault(self._made(next(iter(self._specs))), []).extend(models)
        for page, wanted in taken.items():
            name = next(name for name, made in self._pages.items() if made is page)
            self.go(name).open_paths(wanted)
            self.recent.add(name, wanted)
        if refused:
            self.desk.trouble(intake.refusal(refused))

    def _open_again(self, page: str, path: Path) -> None:
        """What was opened before, on the page that took it then."""
        if page in self._specs:
            self.go(page).open_paths([path])
            self.recent.add(page, [path])

    def come_to_the_front(self) -> None:
        """Show the window above the others, as far as the system lets it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Anything with files or a picture in it may be dropped anywhere."""
        if intake.droppable(event.mimeData()):
            _accept_copy(event)
            self.drop_frame.show_over(self.stack)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 (Qt's name)
        """On the way, too: what was offered as a move is taken as a copy."""
        _accept_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 (Qt's name)
        """It went elsewhere."""
        self.drop_frame.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Files go to their page; a bare picture goes to the page that is shown."""
        self.drop_frame.hide()
        data = event.mimeData()
        _accept_copy(event)
        if self.page is not None:
            self.page.take_mime(data)
        else:
            self.open_paths(intake.local_paths(data))

    def say(self, sentence: str) -> None:
        """A passing sentence in the status bar."""
        self.status.showMessage(sentence, _SAY_MS)

    # Closing -------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stop everything that runs, unless there is something to ask or to wait for first."""
        if not self.closing.may_close():
            event.ignore()
            return
        self.status.clearMessage()
        geometry_store().setValue("window/geometry", self.saveGeometry())
        for page in self._pages.values():
            page.shut_down()
        _application().styleHints().colorSchemeChanged.disconnect(self._system_changed)
        self.status.clearMessage()  # its timer would outlive the window
        self.tasks.shut_down()
        self.engine.shut_down()
        super().closeEvent(event)

    def close_anyway(self) -> None:
        """Close without asking or waiting."""
        self.closing.at_once()


def _accept_copy(event: QDropEvent) -> None:
    """Take what is dropped and leave it where it was: after a move the source may delete it."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
