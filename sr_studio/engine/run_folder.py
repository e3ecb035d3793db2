"""The private folder through which pixels pass between client and engine."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil

from sr_studio.engine.pixels import PixelFile, write_pixels
from sr_studio.files import explained
from sr_studio.paths import user_cache_dir

_OWNER = "owner.json"


class RunFolder:
    """A folder of one client process, readable by its user alone, gone when the client ends.

    A client that was killed leaves its folder behind; the next one removes it. The owner is known
    by its process id *and* the time it started, because ids are used again.

    May be used by several threads.

    Args:
        parent: Where it is made; None is the person's cache, or the system's temporary folder
            where the cache takes nothing.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._given = parent is not None
        self._parent = parent or user_cache_dir() / "engine"
        self._path: Path | None = None
        self._lock = threading.Lock()
        with suppress(OSError):  # there is none yet, or nobody may look
            remove_stale(self._parent)

    @property
    def path(self) -> Path:
        """The folder; made when it is first asked for.

        Raises:
            StudioError: The disk is full, or may not be written to.
        """
        with self._lock:
            if self._path is None:
                self._path = self._made()
            return self._path

    def store(self, pixels: np.ndarray) -> PixelFile:
        """Put a picture (H×W×C, 8 or 16 bit) into a file of the folder.

        Raises:
            StudioError: As :attr:`path`.
        """
        path = self.path / f"{uuid.uuid4().hex}.pixels"
        try:
            return write_pixels(pixels, path)
        except OSError as error:
            raise explained(error, path) from error

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        with self._lock:
            if self._path is not None:
                shutil.rmtree(self._path, ignore_errors=True)

    def _made(self) -> Path:
        try:
            return _made_in(self._parent)
        except OSError as error:
            if not self._given:
                with suppress(OSError):
                    return _owned_by_me(Path(tempfile.mkdtemp(prefix="sr-studio-")))
            raise explained(error, self._parent) from error


def _made_in(parent: Path) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    path = parent / uuid.uuid4().hex
    path.mkdir(mode=0o700)
    return _owned_by_me(path)


def _owned_by_me(path: Path) -> Path:
    me = psutil.Process()
    owner = {"pid": me.pid, "started": me.create_time()}
    try:
        (path / _OWNER).write_text(json.dumps(owner), encoding="utf-8")
    except OSError:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return path


def remove_stale(parent: Path) -> list[Path]:
    """Remove the run folders whose owner no longer lives; give back which."""
    gone = [folder for folder in parent.iterdir() if folder.is_dir() and not _owned(folder)]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return gone


def _owned(folder: Path) -> bool:
    try:
        owner = json.loads((folder / _OWNER).read_text(encoding="utf-8"))
        process = psutil.Process(int(owner["pid"]))
        # Clocks are read with hundredths of a second; two processes of one id are further apart.
        return abs(process.create_time() - float(owner["started"])) < 1.0
    except psutil.NoSuchProcess:
        return False
    except (OSError, ValueError, KeyError, TypeError):
        # The folder was made this moment and its owner is not written yet, or not to the end; or
        # it is not ours.
        return _younger_than_a_minute(folder)
    except psutil.AccessDenied:
        return True


def _younger_than_a_minute(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < 60
    except OSError:
        return False
