"""What the list of runs knows of them, and what starts or waits because of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.training.page import TrainingPage
from sr_studio.app.window import MainWindow
from sr_studio.training.run_folder import Status, started_at
from sr_studio.training.run_queue import RunQueue
from tests.app.conftest import LONG_MS
from tests.app.training.test_runs import lines
from tests.support.runs import write_run

#: Words of a run that ends at once.
_WORDS = ["no-such-recipe", "--data", "nowhere"]


def opened(window: MainWindow) -> TrainingPage:
    page = window.go("train")
    assert isinstance(page, TrainingPage)
    return page


@pytest.fixture
def page(window: MainWindow) -> TrainingPage:
    return opened(window)


def test_what_waits_starts_beside_no_run_that_was_not_looked_at_yet(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    me = Status("running", 5, 10, pid=os.getpid(), started=started_at(os.getpid()))
    write_run(tmp_path / "share" / "trains", recipe="srresnet-mse", status=me)
    write_run(paths.user_runs_dir() / "old", recipe="srresnet-mse")  # the first of the list
    RunQueue(paths.user_runs_dir()).add(paths.user_runs_dir() / "later", _WORDS)
    window.context.settings.set("train.attached", [str(tmp_path / "share")])
    page = opened(window)
    qtbot.waitUntil(lambda: "training" in lines(page).get("trains", ""), timeout=LONG_MS)
    assert len(page._queue.waiting()) == 1
    assert not page._launches


def test_what_waits_does_not_wait_for_another_computer(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    elsewhere = Status("running", 5, 10, pid=1, host="another-computer")
    page.open_paths([write_run(tmp_path / "far", recipe="srresnet-mse", status=elsewhere).path])
    page._queue.add(paths.user_runs_dir() / "later", _WORDS)
    page._show_queue()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert page._queue.waiting() == []
    assert "training" in lines(page)["far"]
