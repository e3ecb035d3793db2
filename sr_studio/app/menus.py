"""The menus of the window: those of the declared actions, and the one of what was opened lately."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from sr_studio.app.actions import Actions
from sr_studio.app.pages import PAGES
from sr_studio.app.recent import Recent


def filled_menu(name: str, commands: Actions, parent: QWidget) -> QMenu:
    """The menu of this name: its actions by group, with separators between."""
    menu, group = QMenu(parent), None
    for spec in commands.in_menu(name):
        if group is not None and spec.group != group:
            menu.addSeparator()
        group = spec.group
        menu.addAction(commands[spec.id])
    return menu


class RecentMenu(QMenu):
    """The list as a menu, made anew each time it is opened.

    Args:
        again: Opens a path on the page of an id.
    """

    def __init__(self, recent: Recent, again: Callable[[str, Path], None], parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("RecentMenu", "Open recent"), parent)
        self._recent, self._again = recent, again
        self.aboutToShow.connect(self.fill)

    def stand_before(self, action: QAction) -> None:
        """Take a place in the menu of an action, with what comes before it."""
        for menu in action.associatedObjects():
            if isinstance(menu, QMenu):
                menu.insertMenu(action, self)
                menu.insertSeparator(action)

    def fill(self) -> None:
        """Show what is on the list now."""
        self.clear()
        entries = self._recent.entries()
        for one in entries:
            page = _page_title(one.page)
            text = f"{one.path.name}    {page}".replace("&", "&&")
            action = self.addAction(text, partial(self._again, one.page, one.path))
            action.setToolTip(str(one.path))
            action.setStatusTip(str(one.path))
        if not entries:
            self.addAction(self.tr("Nothing yet")).setEnabled(False)
            return
        self.addSeparator()
        self.addAction(self.tr("Forget these"), self._recent.clear)


def _page_title(page: str) -> str:
    titles = {spec.id: spec.title for spec in PAGES}
    return QCoreApplication.translate("Pages", titles.get(page, page))
