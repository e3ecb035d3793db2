"""The page that compares: any number of versions of one picture, all on the same spot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_files
from sr_studio.app.intake import is_picture, local_paths
from sr_studio.app.pages import Page
from sr_studio.app.pictures import look
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.bar import ViewerBar
from sr_studio.app.viewer.pane import Mode
from sr_studio.app.viewer.pyramid import Pyramid, array_of, build
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer


class ComparePage(Page):
    """Versions come from files, from the clipboard, or from the results of the Upscale page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.viewer = Viewer(context, every_version=True, parent=self)
        self.viewer.set_mode(Mode.SIDE_BY_SIDE)
        self.bar = ViewerBar(context, self.viewer, self)
        self._pasted = 0
        self._order: list[object] = []
        self._fetched: dict[object, Version] = {}
        picture = QWidget(self)
        inside = QVBoxLayout(picture)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.bar)
        inside.addWidget(self.viewer, 1)
        self._picture = picture
        self._empty = self._empty_page()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.viewer.changed.connect(self.actions_changed)

    # The window's questions ----------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Whether an action means something here now."""
        if action in ("file.open", "edit.paste"):
            return True
        if action in ("edit.copy", "job.remove"):
            return self.viewer.after is not None
        return self.viewer.can(action)

    def checked(self, action: str) -> bool:
        """The mode in use."""
        return self.viewer.checked(action)

    def perform(self, action: str) -> None:
        """Do one action."""
        if action == "file.open":
            self._ask()
        elif action == "edit.paste":
            self.take_mime(QGuiApplication.clipboard().mimeData())
        elif action == "edit.copy" and self.viewer.after is not None:
            QGuiApplication.clipboard().setImage(self.viewer.after.pyramid.whole())
        elif action == "job.remove" and self.viewer.after is not None:
            self._remove(self.viewer.after)
        else:
            self.viewer.perform(action)

    def accepts(self, path: Path) -> bool:
        """Pictures."""
        return is_picture(path)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add files as versions, in this order, however long each takes to read."""
        for path in paths:
            if path in self._order:
                continue
            self._order.append(path)
            self.context.tasks.start(
                partial(look, path), partial(self._arrived, path), partial(self._broken, path)
            )

    def add_versions(self, versions: Sequence[Version]) -> None:
        """Add versions that are in memory already."""
        for version in versions:
            if version.number not in self._fetched:
                self._order.append(version.number)
                self._fetched[version.number] = version
        self._show()

    def take_mime(self, data: QMimeData) -> None:
        """Add a pasted picture, or pasted files."""
        if paths := local_paths(data):
            self.open_paths([path for path in paths if self.accepts(path)])
            return
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            self.context.say(self.tr("There is no picture on the clipboard."))
            return
        self._pasted += 1
        name = self.tr("pasted picture %1").replace("%1", str(self._pasted))
        self.add_versions([Version(name, build(array_of(image)))])

    def fold_panels(self, folded: bool) -> None:
        """The pictures alone."""
        self.bar.setVisible(not folded)

    def areas(self) -> list[QWidget]:
        """The viewer."""
        return [self.viewer]

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.viewer.theme_changed()

    def shut_down(self) -> None:
        """Stop blinking."""
        self.viewer.shut_down()

    # Inside --------------------------------------------------------------------------------------

    def _empty_page(self) -> QWidget:
        page = QWidget(self)
        title = QLabel(self.tr("Drop versions of one picture here."), page)
        title.setProperty("role", "title")
        more = QLabel(
            self.tr("They lie on each other, whatever their sizes; keys 1 to 9 choose."), page
        )
        more.setProperty("role", "dim")
        button = QPushButton(self.tr("Open…"), page)
        button.clicked.connect(self._ask)
        column = QVBoxLayout(page)
        column.setSpacing(8)
        column.addStretch(1)
        for widget in (title, more, button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _ask(self) -> None:
        ask_for_files(self.context, self, self.open_paths, models=False)

    def _arrived(self, path: Path, pyramid: Pyramid) -> None:
        self._fetched[path] = Version(path.name, pyramid, path)
        self._show()

    def _broken(self, path: Path, error: Exception) -> None:
        self._order.remove(path)
        kept = self.tr("The other versions are as they were.")
        self.context.show_trouble(Trouble.of(error, kept=kept))

    def _remove(self, version: Version) -> None:
        key = next(key for key, kept in self._fetched.items() if kept is version)
        del self._fetched[key]
        self._order.remove(key)
        self._show()

    def _show(self) -> None:
        versions = [self._fetched[key] for key in self._order if key in self._fetched]
        kept = self.viewer.before if self.viewer.before in versions else None
        had = bool(self.viewer.versions)
        self.viewer.show_versions(versions, before=kept, keep_view=had)
        self._stack.setCurrentWidget(self._picture if versions else self._empty)
        if versions:
            self.viewer.setFocus()
        self.actions_changed.emit()
