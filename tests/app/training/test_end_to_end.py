"""From a folder of pictures to a method of Upscale, with the window killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.training.page import TrainingPage
from sr_studio.app.window import MainWindow
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.run_list import runs_in
from tests.app.conftest import LONG_MS

_SETTINGS = [
    "data.crop=32",
    "data.batch=4",
    "validation.held_out=2",
    "validation.every=200",
    "schedule.iterations=400",
]


@pytest.mark.slow  # half a minute; its parts are tried every time in test_page.py
@pytest.mark.timeout(1200)
def test_a_folder_becomes_a_method_though_the_window_is_killed(
    make_window: Callable[[], MainWindow], picture_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    command = [sys.executable, "-m", "tests.app.training.window_to_kill", str(picture_folder)]
    root = Path(__file__).resolve().parents[3]
    first = subprocess.Popen([*command, *_SETTINGS], cwd=root)

    def training() -> bool:
        assert first.poll() is None, "the window ended by itself"
        found = [RunFolder(path).status() for path in runs_in(paths.user_runs_dir())]
        return any(status is not None and status.state == "running" for status in found)

    try:
        qtbot.waitUntil(training, timeout=4 * LONG_MS)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()

    page = make_window().go("train")
    assert isinstance(page, TrainingPage)
    assert page.list.count() == 1

    def finished() -> bool:
        status = page.watch.status if page.watch is not None else None
        return status is not None and status.state == "finished"

    qtbot.waitUntil(finished, timeout=4 * LONG_MS)
    qtbot.waitUntil(lambda: page.view.checkpoint == "best", timeout=LONG_MS)
    page.view.buttons["use"].click()
    upscale = page.context.go("upscale")
    name = "espcn-x4-2"  # the program ships a model of the plain name
    qtbot.waitUntil(lambda: getattr(upscale.inspector.method, "name", "") == name, timeout=LONG_MS)

    beside = RunFolder(tmp_path / "beside")
    words = ["train", "espcn", "--data", str(picture_folder), "--budget", "1"]
    for setting in _SETTINGS:
        words += ["--set", setting]
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio", *words, "--run", str(beside.path)],
        env=os.environ.copy(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert page.watch is not None
    mine, theirs = (
        torch.load(run.best_file, weights_only=True)["params_ema"]
        for run in (page.watch.run, beside)
    )
    assert mine.keys() == theirs.keys()
    assert all(torch.equal(mine[key], theirs[key]) for key in mine)
