"""What was opened lately, on which page: a short list in a file, and the menu that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from sr_studio import paths
from sr_studio.errors import StudioError

if TYPE_CHECKING:
    from sr_studio.app.settings import Settings

LENGTH = 12
#: Of many things opened at once, so that a hundred pictures do not push a study off the list.
_AT_ONCE = 4


@dataclass(frozen=True)
class Opened:
    """One file or folder and the id of the page that took it."""

    path: Path
    page: str


class Recent:
    """The list, newest first; read from its file each time, since other windows write it too."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.path = paths.user_data_dir() / "recent.json"

    def entries(self) -> list[Opened]:
        """What there is of it; what was removed or renamed meanwhile is left out."""
        return [one for one in self._read() if one.path.exists()]

    def add(self, page: str, opened: Sequence[Path]) -> None:
        """Put these first, unless the person wants none of it kept.

        A list that cannot be written is not worth a word.
        """
        if not self._settings.get("files.recent"):
            return
        new = [Opened(path.absolute(), page) for path in opened[:_AT_ONCE]]
        rows = [
            {"path": str(one.path), "page": one.page}
            for one in [*new, *(one for one in self._read() if one not in new)][:LENGTH]
        ]
        import json

        from sr_studio import files

        try:
            files.made_folder(self.path.parent)
            files.write_text(self.path, json.dumps(rows, indent=1))
        except StudioError:
            return

    def clear(self) -> None:
        """Forget everything."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> list[Opened]:
        import json  # not for the first paint

        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            return [Opened(Path(row["path"]), str(row["page"])) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return []


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
    from sr_studio.app.pages import PAGES

    titles = {spec.id: spec.title for spec in PAGES}
    return QCoreApplication.translate("Pages", titles.get(page, page))
