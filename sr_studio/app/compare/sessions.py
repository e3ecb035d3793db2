"""Opens saved comparisons: every picture is read before any is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from sr_studio.app.context import Context
from sr_studio.app.pictures import look
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.session_of import lay
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.session import Session, left_of, read_session
from sr_studio.errors import StudioError
from sr_studio.progress import CancelToken

Take = Callable[[Session, list[Version]], None]


def open_session(context: Context, path: Path, take: Take) -> None:
    """Read a session and its pictures; what cannot be read any more is named and left out.

    ``take`` is called with the session of those that are left, if any, and their versions.
    """

    def done(found: tuple[Session, list[Version], list[StudioError]]) -> None:
        session, versions, broken = found
        if versions:
            take(session, versions)
        if broken:
            kept = QCoreApplication.translate("Sessions", "The other versions are shown.")
            context.show_trouble(_trouble(broken, kept if versions else ""))

    def failed(error: Exception) -> None:
        context.show_trouble(Trouble.of(error))

    context.tasks.start(lambda token: _read(path, token), done, failed)


def _trouble(broken: list[StudioError], kept: str) -> Trouble:
    """One dialog that names every picture."""
    troubles = [Trouble.of(error, kept=kept) for error in broken]
    return replace(
        troubles[0],
        what="\n".join(trouble.what for trouble in troubles),
        details="\n".join(trouble.details for trouble in troubles),
    )


def _read(path: Path, token: CancelToken) -> tuple[Session, list[Version], list[StudioError]]:
    session = read_session(path)
    versions: dict[int, Version] = {}
    broken: list[StudioError] = []
    for index, entry in enumerate(session.versions):
        file = Path(entry.path)
        try:
            version = Version(entry.name, look(file, token), file)
        except StudioError as error:
            broken.append(error)
            continue
        versions[index] = version
    left, shown = left_of(session, list(versions)), list(versions.values())
    if shown:
        lay(left, shown)
    return left, shown, broken
