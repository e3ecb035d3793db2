"""``sr-studio study serve`` in a process of its own, which can be killed and started again."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


class ServerProcess:
    """The server on one port, started at once.

    Args:
        words: More of its command line.
        spoken: Let it speak as it does to a person: :attr:`words` are its lines up to the last.
    """

    def __init__(self, study: Path, root: Path, *words: str, spoken: bool = False) -> None:
        self._root, self._spoken = root, spoken
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        given = ["study", "serve", str(study), "--port", str(self.port), *words]
        self._words = given if spoken else [*given, "--json"]
        self.said = ""
        self.told: dict[str, Any] = {}
        self.start()

    def start(self) -> None:
        """Start it, and wait until it says how to reach it."""
        begun = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sr_studio", *self._words],
            cwd=self._root,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        if self._spoken:
            self.said = ""
            while "Ctrl+C" not in self.said:
                line = self._process.stdout.readline()
                assert line, f"it ended: {self.said}"
                self.said += line
        else:
            self.told = json.loads(self._process.stdout.readline())
        #: Seconds: what else takes time on a busy computer takes as many times longer.
        self.took = time.monotonic() - begun

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def stop(self) -> int:
        """What Ctrl+C does; gives the exit code."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=60)
        return int(self._process.returncode)
