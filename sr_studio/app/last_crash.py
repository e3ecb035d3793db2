"""When the program dies of a fault, the next start offers what it said.

Each process writes its last words (Python's faulthandler: a segmentation fault, an abort) into a
file of its own, which it removes when it ends in order. A file with words in it that nobody holds
any more is a crash that was not told yet. A killed process leaves no words, and is not mentioned:
what it was doing comes back by itself.
"""

from __future__ import annotations

import faulthandler
import sys
import uuid
from pathlib import Path
from typing import IO

from sr_studio import paths
from sr_studio.locks import try_lock

_SUFFIX = ".txt"
#: A trace of many threads is long; its beginning tells.
_LONGEST = 20_000


class LastWords:
    """Where this process would write them; give it to nobody, and close it at an orderly end.

    Where no file can be written they go to standard error.
    """

    def __init__(self) -> None:
        self._path = _folder() / f"{uuid.uuid4().hex}{_SUFFIX}"
        self._file: IO[bytes] | None = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w+b")
        except OSError:
            if sys.stderr is not None:  # as in a program without a terminal on Windows
                faulthandler.enable()
            return
        try_lock(self._file)
        faulthandler.enable(self._file)

    def close(self) -> None:
        """The process ends in order; there will be no last words."""
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def untold() -> str:
    """The last words of processes that died since somebody asked; they are told once only."""
    found = []
    for path in sorted(_folder().glob(f"*{_SUFFIX}")):
        try:
            with path.open("rb+") as file:
                if not try_lock(file):
                    continue  # it lives
                words = file.read(_LONGEST).decode("utf-8", "replace").strip()
            path.unlink(missing_ok=True)
        except OSError:
            continue
        if words:
            found.append(words)
    return "\n\n".join(found)


def _folder() -> Path:
    return paths.user_cache_dir() / "last-words"
