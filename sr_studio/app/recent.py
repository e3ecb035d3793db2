"""What was opened lately, on which page: a short list in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sr_studio import paths
from sr_studio.errors import StudioError
from sr_studio.files import is_there

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
        settings.changed.connect(self._setting_changed)
        self.path = paths.user_data_dir() / "recent.json"

    def entries(self) -> list[Opened]:
        """What there is of it; what was removed or renamed meanwhile is left out."""
        return [one for one in self._read() if is_there(one.path)]

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

    def _setting_changed(self, name: str) -> None:
        if name == "files.recent" and not self._settings.get(name):
            self.clear()

    def clear(self) -> None:
        """Forget everything.

        Raises:
            StudioError: The list may not be removed.
        """
        from sr_studio.files import explained

        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise explained(error, self.path) from error

    def _read(self) -> list[Opened]:
        import json  # not for the first paint

        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            return [Opened(Path(row["path"]), str(row["page"])) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return []
