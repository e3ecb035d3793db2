"""What every page may use: settings, actions, tasks, the engine, and ways to say things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon

    from sr_studio.app.actions import Actions
    from sr_studio.app.engine_bridge import EngineBridge
    from sr_studio.app.settings import Settings
    from sr_studio.app.tasks import Tasks
    from sr_studio.app.theme import Theme
    from sr_studio.app.trouble import Trouble


@dataclass
class Context:
    """The services of one window.

    Attributes:
        settings: The person's settings.
        actions: All actions; pages put them into their bars and menus.
        tasks: Work off the window's thread.
        engine: The engine, for jobs and estimates.
        theme: The palette in use; replaced when the setting changes.
        show_trouble: Opens the error dialog.
        ask: Opens a question: title, what would be lost, the word for yes, what yes does.
        say: Puts a passing sentence into the status bar.
        go: Shows a page by its id and gives it back.
        open_paths: Gives files to the page they belong to.
        opened: Notes that the page of this id has opened these, for the list of what was lately.
    """

    settings: Settings
    actions: Actions
    tasks: Tasks
    engine: EngineBridge
    theme: Theme
    show_trouble: Callable[[Trouble], None]
    ask: Callable[[str, str, str, Callable[[], None]], None]
    say: Callable[[str], None]
    go: Callable[[str], Any]
    open_paths: Callable[[Sequence[Path]], None]
    opened: Callable[[str, Sequence[Path]], None]

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon in a colour of the theme."""
        from sr_studio.app.icons import icon

        return icon(name, self.colour(role), self.colour("text_disabled"))

    def colour(self, role: str) -> QColor:
        """A colour of the theme."""
        return self.theme.colour(role)
