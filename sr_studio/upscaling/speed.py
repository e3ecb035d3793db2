"""How fast methods are on this computer: measured once, kept, and used to foretell the next run."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from sr_studio.paths import user_cache_dir
from sr_studio.upscaling.kept_measurements import read_measurements, write_measurements

#: How much a new measurement moves the stored one; the machine may just have been busy.
_WEIGHT = 0.5


@dataclass(frozen=True)
class Speed:
    """What one way of enlarging costs.

    Attributes:
        seconds: For one LR pixel that a tile reads (networks) or one SR pixel (interpolations).
        memory: Bytes at the height of the work for one LR pixel that a tile reads.
    """

    seconds: float
    memory: float


class SpeedTable:
    """Speeds by key, in one small file of the person's cache folder.

    Safe to use from several threads. A file that cannot be read or written is as good as none:
    the measurement is made again.

    Args:
        path: The file; None is the person's.
        learns: Whether new measurements are taken in; those of a worker that has a part of the
            cores say nothing about the whole computer.
    """

    def __init__(self, path: Path | None = None, *, learns: bool = True) -> None:
        self._learns = learns
        self._path = user_cache_dir() / "speed.json" if path is None else path
        self._lock = threading.Lock()
        self._speeds = read_measurements(self._path, Speed)

    def get(self, key: str) -> Speed | None:
        """The speed measured under this key, or None."""
        with self._lock:
            return self._speeds.get(key)

    def learn(self, key: str, measured: Speed) -> None:
        """Take a measurement in; later ones are averaged with those before."""
        if not self._learns:
            return
        with self._lock:
            before = self._speeds.get(key)
            if before is not None:
                seconds = before.seconds + _WEIGHT * (measured.seconds - before.seconds)
                measured = Speed(seconds, measured.memory)
            self._speeds[key] = measured
            write_measurements(self._path, self._speeds)
