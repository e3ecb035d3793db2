"""Runs that wait for their turn: a file that outlives the window, one entry taken at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import explained, made_folder, write_text
from sr_studio.locks import try_lock


@dataclass(frozen=True)
class Waiting:
    """A run that is not started yet.

    Attributes:
        run: The folder it will have.
        words: What would be typed after ``sr-studio train``, without ``--run``.
    """

    run: str
    words: tuple[str, ...]


class RunQueue:
    """The waiting runs of a folder of runs.

    Args:
        folder: Where ``queue.json`` is kept; made when something is added.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "queue.json"

    def waiting(self) -> list[Waiting]:
        """All of them, the next one first; a damaged file counts as empty."""
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
            return [Waiting(entry["run"], tuple(entry["words"])) for entry in table]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def add(self, run: Path, words: list[str]) -> None:
        """Put a run at the end.

        Raises:
            StudioError: The file cannot be written.
        """
        with self._alone():
            self._write([*self.waiting(), Waiting(str(run), tuple(words))])

    def remove(self, run: Path) -> None:
        """Let a run wait no more.

        Raises:
            StudioError: The file cannot be written.
        """
        with self._alone():
            self._write([entry for entry in self.waiting() if entry.run != str(run)])

    def take(self) -> Waiting | None:
        """Take the next one out, to start it; None where nothing waits.

        Raises:
            StudioError: The file cannot be written; the run waits on.
        """
        if not self._file.is_file():
            return None
        with self._alone():
            entries = self.waiting()
            if entries:
                self._write(entries[1:])
            return entries[0] if entries else None

    def _write(self, entries: list[Waiting]) -> None:
        write_text(self._file, json.dumps([asdict(entry) for entry in entries], indent=1) + "\n")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two windows never take the same run."""
        made_folder(self._file.parent)
        lock = self._file.with_suffix(".lock")
        try:
            file = lock.open("ab")
        except OSError as error:
            raise explained(error, lock) from error
        with file:
            if not try_lock(file):
                raise StudioError(
                    "another window is changing the queue of runs",
                    where=self._file,
                    remedy="Try again.",
                )
            yield
