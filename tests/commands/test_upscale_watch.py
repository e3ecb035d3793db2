"""``sr-studio upscale --watch``: what comes into a folder is made until somebody ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.test_upscale_batches import photo


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_a_watched_folder(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    photo(folder / "a.png")
    command = [sys.executable, "-m", "sr_studio", "upscale", str(folder), "-o", str(out)]
    command += ["-m", "nearest", "--watch", "--json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "waiting for new pictures" not in process.stderr.readline():
        assert process.poll() is None
    photo(tmp_path / "b.png").rename(folder / "b.png")
    deadline = time.monotonic() + 60
    while not (out / "b_x4_nearest.png").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(told)["counts"] == {"done": 2}


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_who_ends_watching_in_mid_work_is_told_what_is_left(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for number in range(12):
        photo(folder / f"{number}.png", 900, 900)
    command = [sys.executable, "-m", "sr_studio", "upscale", str(folder), "-o", str(out)]
    command += ["-m", "lanczos", "-s", "4", "--watch", "--json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(out.glob("*.png")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    told, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert json.loads(told)["counts"]["not started"] > 0
    assert "--resume" in said and "waiting for new pictures" not in said
