"""The page that compares: versions of one picture on the same spot, several comparisons as tabs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.closing_tabs import ClosingTabs
from sr_studio.app.compare.comparison import Comparison
from sr_studio.app.compare.sessions import open_session
from sr_studio.app.context import Context
from sr_studio.app.empty_page import EmptyPage, Offer
from sr_studio.app.files_dialog import ask_for_files
from sr_studio.app.intake import is_picture
from sr_studio.app.pages import Page
from sr_studio.app.pictures import look, look_at_pixels
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.bar import ViewerBar
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.session_of import look_again
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.session import SUFFIX as SESSION_SUFFIX
from sr_studio.comparison.session import Session
from sr_studio.progress import CancelToken

_OWN = ("compare.new", "compare.close", "compare.clear")


class ComparePage(Page):
    """Versions come from files, from the clipboard, or from the results of the Upscale page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.comparisons: list[Comparison] = [Comparison()]
        self.current = self.comparisons[0]
        self.viewer = Viewer(context, every_version=True, parent=self)
        self.viewer.set_mode(Mode.SIDE_BY_SIDE)
        self.viewer.closable = lambda version: True
        self.tabs = ClosingTabs(context, self)
        self.tabs.setAccessibleName(self.tr("Comparisons"))
        self.bar = ViewerBar(context, self.viewer, self)
        self._folded = False
        self._picture = QWidget(self)
        self._head = self._tab_row()
        vbox(self.bar, (self.viewer, 1), on=self._picture, spacing=0)
        self._empty = EmptyPage(
            context,
            "compare",
            self.tr("Drop versions of one picture here."),
            self.tr("They lie on each other, whatever their sizes; keys 1 to 9 choose."),
            [Offer("open", self.tr("Open…"), context.actions["file.open"].toolTip())],
            self,
        )
        self._empty.wanted.connect(lambda _: self._ask())
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._picture)
        vbox(self._head, self._stack, on=self, spacing=0)
        self.viewer.changed.connect(self.actions_changed)
        self.viewer.close_wanted.connect(self._remove)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.tabs.close_wanted.connect(lambda index: self._close(self.comparisons[index]))
        self._show()

    # The window's questions ----------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Whether an action means something here now."""
        if action in ("file.open", "edit.paste"):
            return True
        if action in ("edit.copy", "job.remove"):
            return self.viewer.after is not None
        if action in _OWN:
            return bool(self.current.order) or len(self.comparisons) > 1
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
        elif action == "compare.new":
            self._turn_to(self._new())
        elif action == "compare.close":
            self._close(self.current)
        elif action == "compare.clear":
            self.clear()
        else:
            self.viewer.perform(action)

    def accepts(self, path: Path) -> bool:
        """Pictures and saved comparisons."""
        return path.suffix.lower() == SESSION_SUFFIX or is_picture(path)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add files as versions, in this order, however long each takes to read."""
        for path in paths:
            if path.suffix.lower() == SESSION_SUFFIX:
                open_session(self.context, path, partial(self._session_read, path.stem))
        into = self.current
        for path in paths:
            if path.suffix.lower() == SESSION_SUFFIX:
                continue
            if path not in into.order:
                into.order.append(path)
            elif path not in into.versions:
                continue  # it is being read
            # One that is there is read again: another program may have changed it.
            self.context.tasks.start(
                partial(look, path),
                partial(self._arrived, into, path),
                partial(self._broken, into, path),
            )

    def add_versions(
        self, versions: Sequence[Version], *, title: str = "", source: str = ""
    ) -> None:
        """Show versions that are in memory already.

        Args:
            versions: Of one picture.
            title: What its tab says; the name of the first version if empty.
            source: The picture of the queue they belong to. It has one comparison of its own, which
                is shown with these versions and those that were added to it; if empty, they go to
                the comparison that is shown.
        """
        if source:
            self._turn_to(self._of(source, title))
        for version in versions:
            self.current.put(version.origin or version.number, version)
        self._show(self.current if source else None)

    def clear(self) -> None:
        """Close all comparisons."""
        for comparison in self.comparisons:
            comparison.order.clear()  # as where one is closed
        self.comparisons = [Comparison()]
        self.current = self.comparisons[0]
        self._show()

    def take_pasted(self, pixels: np.ndarray, name: str) -> None:
        """Add a pasted picture."""
        version = Version(name, look_at_pixels(pixels, CancelToken()))
        self._place_for(version.number, version, self.current)
        self.add_versions([version])

    def fold_panels(self, folded: bool) -> None:
        """The pictures alone."""
        self.bar.setVisible(not folded)
        self._folded = folded
        self._head.setVisible(not folded and self.can("compare.clear"))

    def areas(self) -> list[QWidget]:
        """The viewer."""
        return [self.viewer]

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        for part in (self.viewer, self.bar, self.tabs, self._empty):
            part.theme_changed()

    def shut_down(self) -> None:
        """Stop blinking."""
        self.viewer.shut_down()

    # Inside --------------------------------------------------------------------------------------

    def _tab_row(self) -> QWidget:
        head = QFrame(self)
        head.setObjectName("Bar")
        row = hbox((self.tabs, 1), on=head, edges=(8, 4, 8, 4), spacing=4)
        for name in _OWN:
            if name != "compare.close":  # every tab has a button for that
                button = QToolButton(head)
                button.setDefaultAction(self.context.actions[name])
                button.setAccessibleName(self.context.actions[name].text())
                row.addWidget(button)
        return head

    def _ask(self) -> None:
        ask_for_files(self.context, self, self.open_paths, models=False, more=(SESSION_SUFFIX,))

    def _arrived(self, into: Comparison, path: Path, pyramid: Pyramid) -> None:
        if path not in into.order:
            return  # closed meanwhile
        version = Version(path.name, pyramid, path)
        into = self._place_for(path, version, into)
        again = path in into.versions
        if again and into is self.current:
            self._remember()
        into.put(path, version)
        if into is self.current:
            self._show(into if again else None)

    def _place_for(self, key: Hashable, version: Version, into: Comparison) -> Comparison:
        """The comparison, or a new one, which is shown then, for a version of another shape."""
        if into.fits(key, version):
            return into
        if key in into.order:
            into.take(key)
        said = self.tr("%1 has another shape: it has a comparison of its own.")
        self.context.say(said.replace("%1", version.name))
        self._turn_to(self._new())
        return self.current

    def _broken(self, into: Comparison, path: Path, error: Exception) -> None:
        if path in into.order and path not in into.versions:
            into.take(path)
        kept = self.tr("The other versions are as they were.")
        self.context.show_trouble(Trouble.of(error, kept=kept))

    def _session_read(self, title: str, session: Session, versions: list[Version]) -> None:
        self._turn_to(self._new(title))
        for version in versions:
            # One picture may be there twice; of the other the file is not read again.
            known = version.path is None or version.path in self.current.order
            self.current.put(version.number if known else version.path, version)
        self._show()
        look_again(self.viewer, session)

    def _remove(self, version: Version) -> None:
        self.current.take(self.current.key_of(version))
        if self.current.order or len(self.comparisons) == 1:
            self._show()
        else:
            self._close(self.current)

    def _new(self, title: str = "", source: str = "") -> Comparison:
        made = Comparison(title, source)
        self.comparisons = [kept for kept in self.comparisons if kept.order] + [made]
        return made

    def _of(self, source: str, title: str) -> Comparison:
        found = next((one for one in self.comparisons if one.source == source), None)
        return found or self._new(title, source)

    def _close(self, comparison: Comparison) -> None:
        at = self.comparisons.index(comparison)
        self.comparisons.remove(comparison)
        comparison.order.clear()  # what is still being read has no place to arrive at
        if not self.comparisons:
            self.clear()
        elif comparison is self.current:
            self.current = self.comparisons[min(at, len(self.comparisons) - 1)]
            self._show(self.current)
        else:
            self._show()

    def _tab_chosen(self, index: int) -> None:
        if 0 <= index < len(self.comparisons):
            self._turn_to(self.comparisons[index])

    def _turn_to(self, comparison: Comparison) -> None:
        self._remember()
        self.current = comparison
        self._show(comparison)

    def _remember(self) -> None:
        viewer, left = self.viewer, self.current
        left.before = viewer.before if viewer.before_is_chosen else None
        left.after = viewer.after
        left.spot, left.mode = viewer.state.spot, viewer.mode

    def _show(self, entered: Comparison | None = None) -> None:
        """Show the comparison; one that was ``entered`` as it was when it was left."""
        versions = self.current.shown()
        # Versions come as they are read: against the first one all are held, unless one was chosen.
        chosen = self.viewer.before if self.viewer.before_is_chosen else None
        before = self.current.before if entered else chosen
        after = self.current.after if entered else None
        if entered is None and versions and before is versions[-1]:
            before = None  # it is looked at now; another one is held against it
        had = bool(self.viewer.versions)
        self.viewer.show_versions(
            versions,
            before=before if before in versions else None,
            after=after if after in versions else None,
            keep_view=had,
        )
        if entered is not None:
            self.viewer.set_mode(entered.mode)
            self.viewer.state.go_to(entered.spot)
        nameless = self.tr("New comparison")
        names: list[str] = [one.name or nameless for one in self.comparisons]
        self.tabs.show_tabs(names, closable=[True] * len(names))
        blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self.comparisons.index(self.current))
        self.tabs.blockSignals(blocked)
        anything = bool(versions) or len(self.comparisons) > 1
        self._head.setVisible(anything and not self._folded)
        self._stack.setCurrentWidget(self._picture if versions else self._empty)
        if versions:
            self.viewer.setFocus()
        self.actions_changed.emit()
