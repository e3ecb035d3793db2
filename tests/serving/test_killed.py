"""The server is killed at random moments; ratings are those that were pressed, each once."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.studies.store.folder import StudyFolder
from tests.serving.chromium import Seated, chromium
from tests.serving.conftest import scores
from tests.serving.processes import ServerProcess

Make = Callable[..., Path]


def _killed(make_study: Make, root: Path, kills: int) -> None:
    folder = make_study(gap_ms=30, min_view_ms=30)
    server = ServerProcess(folder, root)
    moments = random.Random(16)
    killed, over = threading.Semaphore(0), threading.Event()

    def reap() -> None:
        for _ in range(kills):
            time.sleep(moments.uniform(0.03, 1.0) * server.took)
            if over.is_set():
                return
            server.kill()
            killed.release()
            server.start()

    reaper = threading.Thread(target=reap)
    try:
        with chromium() as browser:
            seat = Seated(
                browser,
                server.told["address"].rstrip("/"),
                server.told["room"],
                # One answer may have to wait for all the kills, each followed by a server's start.
                patience=max(240, 90 * kills),
            )
            seat.come_to_pictures()
            reaper.start()
            pressed = _rate_all(seat, killed, kills)
    except BaseException:
        over.set()
        if reaper.ident is not None:
            reaper.join()
        server.kill()
        raise
    reaper.join()
    assert server.stop() == 0
    assert len(pressed) == 9
    with StudyFolder(folder).open_store() as store:
        assert list(scores(store).values()) == [pressed]
        with store.reading() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
    assert count == 9


def _rate_all(seat: Seated, killed: threading.Semaphore, kills: int) -> list[int]:
    """Press on to the end, the kills spread over all pictures; gives the places pressed."""
    pressed: list[int] = []
    seen = 0
    while seat.next_picture():
        number = seat.wait_for_picture()
        while seen < kills * number // 9:
            killed.acquire()
            seen += 1
        key, place = seat.key, 1 + (3 * number) % 5
        seat.page.keyboard.press(str(place))
        if len(pressed) < number:
            pressed.append(place)
        seat.wait_for_next(key)
    return pressed


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_the_server_is_killed_twice(make_study: Make, root: Path) -> None:
    _killed(make_study, root, kills=2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_the_server_is_killed_twenty_times(make_study: Make, root: Path) -> None:
    _killed(make_study, root, kills=20)
