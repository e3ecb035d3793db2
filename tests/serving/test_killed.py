"""The server is killed at random moments; votes are those that were pressed, each of them once."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.studies.store.folder import StudyFolder
from tests.serving.chromium import Seated, chromium
from tests.serving.conftest import scores

Make = Callable[..., Path]


class Mortal:
    """``sr-studio study serve`` on one port, killed and started again."""

    def __init__(self, study: Path, root: Path) -> None:
        self._study, self._root = study, root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.told = self.start()

    def start(self) -> dict[str, str]:
        words = ["study", "serve", str(self._study), "--port", str(self._port), "--json"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sr_studio", *words],
            cwd=self._root,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def stop(self) -> int:
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=60)
        return self._process.returncode


def _killed(make_study: Make, root: Path, kills: int) -> None:
    folder = make_study(gap_ms=30, min_view_ms=30)
    server = Mortal(folder, root)
    moments = random.Random(16)
    left = [kills]
    over = threading.Event()

    def reap() -> None:
        while left[0] and not over.is_set():
            time.sleep(moments.uniform(0.05, 1.5))
            server.kill()
            left[0] -= 1
            server.start()

    pressed: list[int] = []
    with chromium() as browser:
        seat = Seated(browser, server.told["address"].rstrip("/"), server.told["room"])
        seat.context.set_default_timeout(240_000)  # a server takes its time to start, twice over
        seat.come_to_pictures()
        reaper = threading.Thread(target=reap)
        reaper.start()
        while True:
            number = seat.wait_for_picture()
            if number == 9:
                reaper.join()  # all kills fall between the first picture and the last
                number = seat.wait_for_picture()
            key, place = seat.key, 1 + (3 * number) % 5
            seat.page.keyboard.press(str(place))
            if len(pressed) < number:
                pressed.append(place)
            seat.wait_for_next(key)
            # Before the first vote is stored the task is told again, as at the desk.
            if seat.read_on() == "finished":
                break
        over.set()
        seat.step("finished")
    assert server.stop() == 0
    assert left == [0] and len(pressed) == 9
    with StudyFolder(folder).open_store() as store:
        assert list(scores(store).values()) == [pressed]
        with store.reading() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
    assert count == 9


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_the_server_is_killed_twice(make_study: Make, root: Path) -> None:
    _killed(make_study, root, kills=2)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_the_server_is_killed_twenty_times(make_study: Make, root: Path) -> None:
    _killed(make_study, root, kills=20)
