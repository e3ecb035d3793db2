"""The menus of the window, made of the declared actions."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from sr_studio.app.actions import Actions


def filled_menu(name: str, commands: Actions, parent: QWidget) -> QMenu:
    """The menu of this name: its actions by group, with separators between."""
    menu, group = QMenu(parent), None
    for spec in commands.in_menu(name):
        if group is not None and spec.group != group:
            menu.addSeparator()
        group = spec.group
        menu.addAction(commands[spec.id])
    return menu
