"""Locks on files that the system lets go of when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
import uuid
from pathlib import Path
from typing import IO

_SUFFIX = ".lock"


def try_lock(file: IO[bytes]) -> bool:
    """Lock an open file until it is closed; False if another opening of it has the lock."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    os.set_inheritable(file.fileno(), False)
    return True


class Presence:
    """A sign that this process lives: a locked file in a folder that all who ask know.

    Numbers of processes are given again and clocks jump; a lock does neither.

    Args:
        folder: Made if it is missing. None where nobody else can ask: there is a name and no sign.
    """

    def __init__(self, folder: Path | None) -> None:
        self.name = uuid.uuid4().hex
        self._path = None if folder is None else folder / f"{self.name}{_SUFFIX}"
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab")
            try_lock(self._file)

    def close(self) -> None:
        """Take the sign away; others take this process for ended."""
        if self._path is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def is_present(folder: Path | None, name: str) -> bool:
    """Whether the process that has the :class:`Presence` of this name still lives.

    A sign that a dead process left behind is removed.
    """
    if folder is None:
        return False
    path = folder / f"{name}{_SUFFIX}"
    try:
        with path.open("rb+") as file:
            if not try_lock(file):
                return True
    except FileNotFoundError:
        return False
    path.unlink(missing_ok=True)
    return False


def names_in(folder: Path) -> list[str]:
    """Names of all living processes that have a :class:`Presence` in a folder."""
    found = [path.stem for path in folder.glob(f"*{_SUFFIX}")]
    return [name for name in found if is_present(folder, name)]
