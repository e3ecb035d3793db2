"""Starts, stops and kills trainers: processes of their own that outlive the window."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from sr_studio.errors import StudioError
from sr_studio.training.run_folder import ACTIVE, RunFolder

_PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Launch:
    """A trainer that was started, before its run folder says anything.

    Attributes:
        run: The folder it will write.
        process: The process; None for runs that were started elsewhere.
        log: What it prints, sentences for people.
    """

    run: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def under_way(self) -> bool:
        """Whether it trains, or is going to: one that has said how its run ended only leaves."""
        if self.process.poll() is not None:
            return False
        status = RunFolder(self.run).status()
        return status is None or status.pid != self.process.pid or status.state in ACTIVE

    def said(self) -> str:
        """What it has printed; nothing where its log is gone."""
        try:
            return self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def failure(self) -> str | None:
        """The last sentence of a trainer that ended badly; None while it runs or ended well."""
        if self.process.poll() in (None, 0):
            return None
        said = self.said().strip().splitlines()
        errors = [line for line in said if line.startswith("error: ")]
        if errors:
            return errors[-1].removeprefix("error: ")
        code = self.process.returncode
        return f"The trainer ended with code {code}. {said[-1] if said else ''}".strip()


def start(run: Path, words: Sequence[str]) -> Launch:
    """Start ``sr-studio train`` with ``words`` in a process that the window's end does not end.

    Raises:
        StudioError: The process cannot be started or its log not be written.
    """
    return _launch(run, ["train", *words, "--run", str(run)])


def extend(run: Path, budget: float) -> Launch:
    """Go on with a run that has ended, with a larger budget."""
    return _launch(run, ["train", "extend", str(run), "--budget", f"{budget:g}"])


def sweep_depths(folder: Path, words: Sequence[str]) -> Launch:
    """Start ``sr-studio depths``, which keeps its runs in a folder."""
    return _launch(folder, ["depths", *words, "--runs", str(folder)])


def _launch(run: Path, words: Sequence[str]) -> Launch:
    log = run.with_name(f"{run.name}.log")
    command = [sys.executable, "-m", "sr_studio", *words]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as said:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    except OSError as error:
        raise StudioError(
            f"the trainer could not be started ({error.strerror or error})",
            where=run,
            remedy="Choose another folder for runs in the settings.",
        ) from error
    return Launch(run, process, log)


def resume(run: Path) -> Launch:
    """Go on with a run from its last checkpoint."""
    return start(run, ["--resume"])


def pause(run: Path) -> None:
    """Ask the trainer to hold the run where it is."""
    RunFolder(run).request("pause")


def go_on(run: Path) -> bool:
    """Let a paused run go on; whether there is a trainer that was told so."""
    folder = RunFolder(run)
    status = folder.status()
    if status is None or status.state != "paused":
        return False
    folder.clear_request()
    return True


def stop(run: Path) -> None:
    """Ask the trainer to end after a checkpoint."""
    RunFolder(run).request("stop")


def abort(run: Path) -> None:
    """Kill the trainer at once; the run says so, and goes on from its last checkpoint if resumed.

    Raises:
        StudioError: The status cannot be written.
    """
    folder = RunFolder(run)
    status = folder.status()
    if status is None or status.state not in ACTIVE:
        return
    end_process(status.pid)
    kept = folder.checkpoint_files()
    reached = int(kept[-1].stem) if kept else 0
    message = f"Aborted at iteration {status.iteration}; resume goes on from iteration {reached}."
    folder.write_status(
        replace(status, state="stopped", message=message, rate=None, seconds_left=None)
    )


def end_process(pid: int) -> None:
    """Kill a process and its workers, and wait until they are gone."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=_PATIENCE_SECONDS)
