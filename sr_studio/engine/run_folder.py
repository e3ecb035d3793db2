"""The private folder through which pixels pass between client and engine."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from pathlib import Path

import psutil

from sr_studio.paths import user_cache_dir

_OWNER = "owner.json"


class RunFolder:
    """A folder of one client process, readable by its user alone, gone when the client ends.

    A client that was killed leaves its folder behind; the next one removes it. The owner is known
    by its process id *and* the time it started, because ids are used again.
    """

    def __init__(self, parent: Path | None = None) -> None:
        parent = user_cache_dir() / "engine" if parent is None else parent
        parent.mkdir(parents=True, exist_ok=True)
        remove_stale(parent)
        self.path = parent / uuid.uuid4().hex
        self.path.mkdir(mode=0o700)
        me = psutil.Process()
        owner = {"pid": me.pid, "started": me.create_time()}
        (self.path / _OWNER).write_text(json.dumps(owner), encoding="utf-8")

    def new_path(self) -> Path:
        """A path inside the folder that nobody has used."""
        return self.path / f"{uuid.uuid4().hex}.pixels"

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)


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
    except (psutil.NoSuchProcess, ValueError, KeyError, TypeError):
        return False
    except OSError:
        # The folder was made this moment and its owner is not written yet, or it is not ours.
        return _younger_than_a_minute(folder)
    except psutil.AccessDenied:
        return True


def _younger_than_a_minute(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < 60
    except OSError:
        return False
