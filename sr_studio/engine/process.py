"""The engine as a child process: its pipes, its last lines, and how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sr_studio.engine.protocol import Command, Event, ProtocolError, decode, encode

KEPT_LINES = 200


def engine_command() -> list[str]:
    """The command line that starts an engine with this very Python."""
    return [sys.executable, "-m", "sr_studio.engine.server"]


class EngineProcess:
    """One engine process.

    Two threads read its pipes: events go to ``on_event``, and when standard output ends, which is
    when the process does, ``on_end`` is called once. Both are called on the reading thread. The run
    folder is the last word of the command line.

    Raises:
        OSError: The process could not be started.
    """

    def __init__(
        self,
        on_event: Callable[[Event], None],
        on_end: Callable[[], None],
        folder: Path,
        command: Sequence[str] | None = None,
    ) -> None:
        self._on_event = on_event
        self._on_end = on_end
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._process = subprocess.Popen(
            [*(command or engine_command()), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace"},
            # Ctrl-C in a terminal belongs to the client, which then stops the engine in order.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._errors = threading.Thread(target=self._read_errors, name="engine-stderr", daemon=True)
        self._events = threading.Thread(target=self._read_events, name="engine-events", daemon=True)
        self._errors.start()
        self._events.start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The last lines it wrote to standard error."""
        return tuple(self._lines)

    def send(self, command: Command) -> None:
        """Write one command. An engine that has gone reads nothing; its end is told elsewhere."""
        assert self._process.stdin is not None
        data = encode(command)
        with suppress(BrokenPipeError, ValueError, OSError):
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it now, whatever it is doing."""
        self._process.kill()

    def finish(self, timeout: float) -> bool:
        """Close its input and wait; whether it ended in time."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def ending(self) -> str:
        """How it ended, in words: ``exit code 3``, ``killed by SIGKILL``."""
        # Its output has ended, so the process has, or is about to.
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        self._errors.join(1)
        if code >= 0:
            return f"exit code {code}"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        if name == "SIGKILL":
            return "killed by SIGKILL; the system does this when memory runs out"
        return f"killed by {name}"

    def close(self) -> None:
        """Let go of the pipes of an ended process."""
        for thread in (self._events, self._errors):
            if thread is not threading.current_thread():
                thread.join(2)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _read_events(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                self._on_event(decode(line))  # type: ignore[arg-type]  # the engine sends events
        except ProtocolError as error:
            self._lines.append(str(error))
            self.kill()
        except ValueError:
            pass  # the pipe was closed while it was read
        self._on_end()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        with suppress(ValueError):
            for line in self._process.stderr:
                self._lines.append(line.decode("utf-8", "replace").rstrip())
