"""The folder of a run: the truth about it, for the trainer, the window and people. No torch.

::

    recipe.json      the resolved recipe            run.json     where it came from, versions
    metrics.jsonl    one line a measurement         status.json  what it is doing now
    checkpoints/     the last three, and best       previews/    LR, SR and HR of held-out pictures
    start.safetensors  the model whose network is trained on, where the recipe names none
    control          a request of others             tensorboard/ the same numbers for TensorBoard
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import psutil

from sr_studio.errors import StudioError
from sr_studio.files import explained, is_there, remove_all_parts, write_text
from sr_studio.locks import try_lock

State = Literal["preparing", "running", "paused", "stopped", "finished", "failed"]
#: States of a run that a process works on.
ACTIVE: tuple[State, ...] = ("preparing", "running", "paused")


@dataclass(frozen=True)
class Status:
    """What a run is doing, rewritten by the trainer every second or so.

    Attributes:
        state: One of the six states.
        iteration: Updates done.
        iterations: Updates in all.
        rate: Updates a second lately, or None.
        seconds_left: Time left, or None.
        seconds_trained: Time spent in updates, over all resumptions.
        message: A sentence for people: what is being prepared, or why it failed.
        pid: The trainer's process.
        started: Wall clock of this process's start, seconds since 1970, which tells a reused pid.
        computes_with: Device and precision in words.
        host: Name of the computer; numbers of processes mean nothing on another one.
    """

    state: State
    iteration: int = 0
    iterations: int = 0
    rate: float | None = None
    seconds_left: float | None = None
    seconds_trained: float = 0.0
    message: str = ""
    pid: int = 0
    started: float = 0.0
    computes_with: str = ""
    host: str = field(default_factory=platform.node)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the trainer ran on another computer than this."""
        return bool(self.host) and self.host != platform.node()


class RunFolder:
    """Names and reads the files of a run.

    Args:
        path: The folder; made by :meth:`create`.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self.recipe_file = self.path / "recipe.json"
        self.origin_file = self.path / "run.json"
        self.metrics_file = self.path / "metrics.jsonl"
        self.status_file = self.path / "status.json"
        self.control_file = self.path / "control"
        self.lock_file = self.path / "lock"
        self.start_file = self.path / "start.safetensors"
        self.checkpoints = self.path / "checkpoints"
        self.previews = self.path / "previews"
        self.tensorboard = self.path / "tensorboard"

    @property
    def exists(self) -> bool:
        """Whether a run was ever started here, as far as can be seen (see :func:`is_there`)."""
        return is_there(self.recipe_file) and self.recipe_file.is_file()

    def refuse_existing(self) -> None:
        """Raises StudioError if a run was ever started here."""
        if self.exists:
            raise StudioError(
                "there is a run in this folder already",
                where=self.path,
                remedy="Go on with --resume, or choose another folder with --run.",
            )

    def create(self, recipe_json: str, origin: dict[str, Any]) -> None:
        """Make the folder of a new run, all at once: a kill leaves no half-made one behind.

        Raises:
            StudioError: The folder cannot be made or holds something else.
        """
        if not self.path.name:
            raise StudioError(
                "a run folder is made as a whole, and this one has no name of its own",
                where=self.path,
                remedy="Name it from the folder above.",
            )
        beside = RunFolder(self.path.with_name(f".{self.path.name}.{os.getpid()}.part"))
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()):
                raise StudioError(
                    "the run folder is not empty",
                    where=self.path,
                    remedy="Choose another folder with --run, or go on with --resume.",
                )
            for folder in (beside.checkpoints, beside.previews):
                folder.mkdir(parents=True)
            write_text(beside.origin_file, _told(origin))
            write_text(beside.recipe_file, recipe_json + "\n")
            self.path.rmdir()
            beside.path.replace(self.path)
        except OSError as error:
            raise StudioError(
                f"the run folder cannot be made ({error.strerror})",
                where=self.path,
                remedy="Choose another folder with --run.",
            ) from error
        finally:
            shutil.rmtree(beside.path, ignore_errors=True)

    def recipe_table(self) -> dict[str, Any]:
        """The resolved recipe as a table.

        Raises:
            StudioError: There is no run in this folder, or the file is damaged.
        """
        if not self.exists:
            raise StudioError(
                "there is no training run in this folder",
                where=self.path,
                remedy="Name the folder that `sr-studio train` made.",
            )
        return _read_table(self.recipe_file)

    def origin(self) -> dict[str, Any]:
        """Data folder, overrides, versions and start of the run.

        Raises:
            StudioError: The file is missing or damaged.
        """
        return _read_table(self.origin_file)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process out of the run while the block runs, however it ends.

        What a killed trainer left half-written is removed.

        Raises:
            StudioError: Another process trains in this folder, or it may not be written to.
        """
        try:
            file = self.lock_file.open("ab")
        except OSError as error:
            raise explained(error, self.lock_file) from error
        with file:
            if not try_lock(file):
                raise StudioError(
                    "this run is being trained already by another process",
                    where=self.path,
                    remedy="Stop that one first.",
                )
            for folder in (self.checkpoints, self.previews):
                remove_all_parts(folder)
            yield

    def rewrite(self, recipe_json: str, origin: dict[str, Any]) -> None:
        """Give the run another recipe and origin.

        Raises:
            StudioError: They cannot be written.
        """
        write_text(self.origin_file, _told(origin), durable=True)
        write_text(self.recipe_file, recipe_json + "\n", durable=True)

    def append(self, line: dict[str, Any]) -> None:
        """Add one measurement, with the time of the clock.

        Raises:
            StudioError: It cannot be written.
        """
        line = {"time": round(time.time(), 1)} | line
        try:
            with self.metrics_file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, sort_keys=True) + "\n")
        except OSError as error:
            raise explained(error, self.metrics_file) from error

    def metrics(self, start: int = 0, most: int = -1) -> tuple[list[dict[str, Any]], int]:
        """Measurements from byte ``start`` on, and the byte to go on from next time.

        At most ``most`` bytes are read, where it is not negative. A last line that is still being
        written is left for the next call.
        """
        if not self.metrics_file.is_file():
            return [], 0
        with self.metrics_file.open("rb") as file:
            if start > os.fstat(file.fileno()).st_size:
                start = 0  # the run was resumed from an earlier point and the file cut back
            file.seek(start)
            data = file.read(most)
        whole = data[: data.rfind(b"\n") + 1]
        return list(_lines(whole)), start + len(whole)

    def cut_metrics(self, iteration: int) -> None:
        """Forget measurements after ``iteration``: a resumed run measures them again."""
        lines, _ = self.metrics()
        kept = [line for line in lines if line.get("iteration", 0) <= iteration]
        text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in kept)
        write_text(self.metrics_file, text)

    def write_status(self, status: Status) -> None:
        """Replace the status."""
        write_text(self.status_file, json.dumps(asdict(status)) + "\n")

    def status(self) -> Status | None:
        """The last status; a trainer that is gone without a word is reported as stopped."""
        try:
            status = Status(**json.loads(self.status_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        if status.state in ACTIVE and not status.is_elsewhere and not _is_alive(status):
            gone = asdict(status) | {
                "state": "stopped",
                "message": "The trainer ended without a word; resume goes on from the last "
                "checkpoint.",
            }
            return Status(**gone)
        return status

    def silent_seconds(self) -> float:
        """Seconds since the status was written, by the clock of the disk it lies on.

        Raises:
            StudioError: The folder may not be written to.
        """
        try:
            self.lock_file.touch()  # our own clock may differ from that of a share
            return self.lock_file.stat().st_mtime - self.status_file.stat().st_mtime
        except OSError as error:
            raise explained(error, self.lock_file) from error

    def request(self, action: Literal["stop", "pause"]) -> None:
        """Tell the trainer something: ``stop`` ends it after a checkpoint, ``pause`` holds it."""
        write_text(self.control_file, action)

    def requested(self) -> str:
        """What somebody asked the trainer for, or an empty text."""
        try:
            return self.control_file.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def clear_request(self) -> None:
        """Take the request as carried out."""
        self.control_file.unlink(missing_ok=True)

    def checkpoint_files(self) -> list[Path]:
        """Checkpoints by iteration, the newest last; ``best`` is not among them."""
        return sorted(self.checkpoints.glob("[0-9]*.pt"))

    def preview_files(self) -> list[Path]:
        """Previews by picture and iteration, without one that is being written."""
        return sorted(self.previews.glob("[0-9]*.png"))

    @property
    def best_file(self) -> Path:
        """The checkpoint with the best validation, or the last of a GAN run."""
        return self.checkpoints / "best.pt"


def started_at(pid: int) -> float:
    """When a process was started, seconds since 1970; 0 when there is none."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0


def new_run_path(folder: Path, recipe_name: str) -> Path:
    """A run folder's name that is free: ``srresnet-mse-20180901-1200``."""
    stem = f"{recipe_name}-{time.strftime('%Y%m%d-%H%M')}"
    candidate, number = folder / stem, 2
    while candidate.exists():
        candidate, number = folder / f"{stem}-{number}", number + 1
    return candidate


def _told(origin: dict[str, Any]) -> str:
    return json.dumps(origin, indent=2, sort_keys=True) + "\n"


def _read_table(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        table = error
    if not isinstance(table, dict):
        missing = isinstance(table, FileNotFoundError)
        raise StudioError(
            f"this file of the run is {'missing' if missing else 'damaged'}",
            where=path,
            remedy="Put it back from a copy, or start a new run from a checkpoint of this one: "
            "`sr-studio models export` makes a model of it, --start takes that.",
        )
    return table


def _is_alive(status: Status) -> bool:
    return abs(started_at(status.pid) - status.started) < 2.0


def _lines(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue  # cut short by a kill; the resumed run writes it again
