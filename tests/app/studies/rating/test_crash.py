"""Killed in mid-session: no rating that was answered by the next picture is lost."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.studies.store.folder import StudyFolder

PAINTED = re.compile(r"painted (\d+) attempt (\d+)")


def start(root: Path, folder: StudyFolder, rater: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.app.studies.rating.automatic_rater", str(folder.path), rater],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_after(process: subprocess.Popen[str], pictures: int, delay: float) -> tuple[int, int]:
    """Read until so many pictures were painted, wait a little, kill; (first, last) painted."""
    assert process.stdout is not None
    first = last = 0
    for line in process.stdout:
        if found := PAINTED.match(line):
            last = int(found[1])
            first = first or last
            pictures -= 1
        if pictures <= 0 or line.startswith("end"):
            break
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    for line in process.stdout:  # what it had said before it died
        if found := PAINTED.match(line):
            last = int(found[1])
            first = first or last
    process.wait()
    return first, last


def rated(folder: StudyFolder, rater: str) -> list[bool]:
    with folder.open_store() as store:
        found = store.find_rater(rater)
        assert found is not None
        return [row.rated for row in store.presentations(found.id)]


def kill_until_done(root: Path, folder: StudyFolder, rater: str, dice: random.Random) -> int:
    """Kill a rater again and again until everything is rated; how often it took."""
    kills, before = 0, 0
    while True:
        wanted = dice.randint(3, 5)
        first, last = kill_after(start(root, folder, rater), wanted, dice.uniform(0, 0.05))
        kills += 1
        done = rated(folder, rater)
        count = sum(done)
        assert done == [True] * count + [False] * (len(done) - count)
        assert count >= last - 1, "a picture was shown before the rating before it was on the disk"
        if first:
            assert first == before + 1, "the session went on at the wrong place"
        before = count
        if count == len(done):
            return kills


def test_killed_again_and_again(root: Path, make_study: Callable[..., StudyFolder]) -> None:
    folder = make_study(consent="", min_view_ms=20)
    kills = kill_until_done(root, folder, "R07", random.Random(3))
    assert kills >= 2
    with folder.open_store() as store:
        rater = store.find_rater("R07")
        assert rater is not None
        rows = store.presentations(rater.id)
        assert [row.revision for row in rows] == [1] * len(rows)
        reasons = [session.end_reason for session in store.sessions(rater.id)]
        assert set(reasons[:-1]) == {"crash_found"}


@pytest.mark.slow
def test_two_hundred_kills(root: Path, make_study: Callable[..., StudyFolder]) -> None:
    folder = make_study(consent="", min_view_ms=20)
    dice, kills, number = random.Random(11), 0, 0
    while kills < 200:
        number += 1
        kills += kill_until_done(root, folder, f"R{number:02d}", dice)
