"""The engine process: a control thread that always answers, and one thread that owns the device.

Started as ``python -m sr_studio.engine.server RUN_FOLDER`` by :mod:`sr_studio.engine.process`. The
first thing it does is to move standard input and output out of reach: whatever a library prints
goes to standard error, which the client keeps for its error report. When its input ends, because
the client said so or is no more, the process ends.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import psutil

from sr_studio.engine.parts import PartSender
from sr_studio.engine.protocol import (
    Alive,
    AskDistances,
    AskEstimate,
    CancelJob,
    Event,
    Hello,
    JobCancelled,
    JobFailed,
    JobProgress,
    Ping,
    Question,
    Ready,
    RunJob,
    Stop,
    decode,
    encode,
)
from sr_studio.errors import Cancelled, StudioError
from sr_studio.imports import uncollected
from sr_studio.progress import CancelToken, Progress
from sr_studio.sentences import Sentence

if TYPE_CHECKING:
    from sr_studio.engine.jobs import JobRunner

#: Seconds between two progress events of a job: 20 a second.
PROGRESS_INTERVAL = 0.05
#: Seconds without work after which models and the memory of libraries are given back.
REST_AFTER = 60.0
#: Seconds the job in hand has to come to its next tile when the process is told to end.
_LAST_WORDS = 3.0
_EXIT_BROKEN = 3


class Server:
    """Reads commands on the calling thread; see the module."""

    def __init__(self, commands: BinaryIO, events: BinaryIO, folder: Path) -> None:
        self._commands = commands
        self._events = events
        self._folder = folder
        self._write_lock = threading.Lock()
        self._work: queue.SimpleQueue[RunJob | Question | None] = queue.SimpleQueue()
        self._tokens: dict[str, CancelToken] = {}
        self._progress = LatestProgress(self.send)
        self._parts = PartSender(self.send, folder)
        self._inference = threading.Thread(target=self._infer, name="inference", daemon=True)

    def serve(self) -> None:
        """Answer commands until the input ends or :class:`Stop` comes."""
        self.send(Hello(os.getpid()))
        self._inference.start()
        for line in self._commands:
            command = decode(line)
            match command:
                case RunJob():
                    self._tokens[command.id] = CancelToken()
                    self._work.put(command)
                case AskEstimate() | AskDistances():
                    self._work.put(command)
                case CancelJob() if command.id in self._tokens:
                    self._tokens[command.id].cancel()
                case Ping():
                    self.send(_alive())
                case Stop():
                    break
        for token in list(self._tokens.values()):
            token.cancel()
        self._work.put(None)
        self._inference.join(_LAST_WORDS)

    def send(self, event: Event) -> None:
        """Write one event; may be called from any thread."""
        line = encode(event)
        with self._write_lock:
            self._events.write(line)
            self._events.flush()

    def _infer(self) -> None:
        """The inference thread: owns the Upscaler, and through it models and device."""
        try:
            with uncollected():
                from sr_studio.engine.jobs import JobRunner
                from sr_studio.upscaling.devices import cards

                runner = JobRunner(self._folder, self._parts)
                choice = runner.usual_choice()
            self.send(Ready(choice.name, choice.backend, choice.precision, cards()))
            while (command := self._next(runner)) is not None:
                if isinstance(command, RunJob):
                    self._run(runner, command)
                else:
                    self.send(runner.answer(command))
        except BrokenPipeError:
            os._exit(0)  # the client has gone, and with it whoever could be told
        except BaseException:
            # Without this thread the process is of no use; its end is what the client notices.
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(_EXIT_BROKEN)

    def _next(self, runner: JobRunner) -> RunJob | Question | None:
        """The next piece of work; while there is none for a while, the runner rests."""
        try:
            return self._work.get(timeout=REST_AFTER)
        except queue.Empty:
            runner.rest()
            return self._work.get()

    def _run(self, runner: JobRunner, command: RunJob) -> None:
        token = self._tokens[command.id]

        def tell(progress: Progress) -> None:
            self._progress.put(
                JobProgress(
                    command.id,
                    progress.done,
                    progress.total,
                    progress.rate,
                    progress.seconds_left,
                )
            )

        outcome: Event
        broken = False
        try:
            outcome = runner.run(command.id, command.job, tell, token)
        except Cancelled:
            outcome = JobCancelled(command.id)
        except StudioError as error:
            outcome = JobFailed(command.id, str(error), traceback.format_exc())
        except Exception as error:
            outcome = JobFailed(
                command.id,
                Sentence(
                    "%1: an unexpected error (%2). Nothing was written.",
                    command.job.name,
                    f"{type(error).__name__}: {error}",
                ),
                traceback.format_exc(),
            )
            # After such an error every further call on the device fails; only a new process helps.
            broken = "CUDA error" in str(error)
        self._progress.drop()
        self._parts.drop()
        del self._tokens[command.id]
        self.send(outcome)
        if broken:
            raise RuntimeError("the device's driver failed; this process can use it no more")


class LatestProgress:
    """Passes on at most twenty progress events a second; of those in between the latest."""

    def __init__(self, send: Callable[[Event], None]) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._pending: JobProgress | None = None
        self._last = 0.0
        threading.Thread(target=self._tick, name="progress", daemon=True).start()

    def put(self, event: JobProgress) -> None:
        """Send now if the last one is long enough ago, else keep in place of an older one."""
        with self._lock:
            self._pending = event
            self._flush()

    def drop(self) -> None:
        """Forget what was not sent: the job's outcome comes next."""
        with self._lock:
            self._pending = None

    def _flush(self) -> None:
        now = time.monotonic()
        if self._pending is not None and now - self._last >= PROGRESS_INTERVAL:
            self._send(self._pending)
            self._pending = None
            self._last = now

    def _tick(self) -> None:
        while True:
            time.sleep(PROGRESS_INTERVAL)
            try:
                with self._lock:
                    self._flush()
            except BrokenPipeError:
                return


def _alive() -> Alive:
    return Alive(psutil.Process().memory_info().rss, int(psutil.virtual_memory().available))


def main() -> None:
    """Take the pipes, then serve."""
    commands = os.fdopen(os.dup(0), "rb")
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - os.devnull is no path on Windows
        os.dup2(nothing.fileno(), 0)
    # Ctrl-C in a terminal is for the client, which then ends this process in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        Server(commands, events, Path(sys.argv[1])).serve()
    sys.stderr.flush()
    # Threads of libraries may still run; waiting for them helps nobody.
    os._exit(0)


if __name__ == "__main__":
    main()
