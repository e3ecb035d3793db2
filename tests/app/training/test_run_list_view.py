"""What the list of runs knows of them, and what starts or waits because of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.training import launcher
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


def test_a_run_whose_folder_is_gone_says_so_until_it_is_taken_off(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    half = Status("stopped", 500, 1000)
    run = write_run(tmp_path / "gone", recipe="srresnet-mse", status=half).path
    page.attach(run)
    qtbot.waitUntil(lambda: "stopped" in lines(page).get("gone", ""), timeout=LONG_MS)
    shutil.rmtree(run)
    qtbot.waitUntil(lambda: lines(page)["gone"] == "its folder is not there", timeout=20_000)
    qtbot.waitUntil(lambda: "not there" in page.view.state.text(), timeout=LONG_MS)
    page.view.buttons["abort"].click()
    assert page.list.count() == 0
    assert told == []


def test_a_run_that_waits_says_so(page: TrainingPage, tmp_path: Path) -> None:
    me = Status("running", 5, 10, pid=os.getpid(), started=started_at(os.getpid()))
    page.attach(write_run(tmp_path / "trains", recipe="srresnet-mse", status=me).path)
    run = paths.user_runs_dir() / "later"
    page._queue.add(run, _WORDS)
    page._show_queue()
    page.runs.choose(run)
    assert lines(page)["later"] == "waiting"
    assert page.view.state.text().startswith("Waiting until")


def test_what_cannot_be_started_leaves_the_list(page: TrainingPage, qtbot: QtBot) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    run = paths.user_runs_dir() / "later"
    run.with_name("later.log").mkdir(parents=True)  # nobody writes a log there
    page._queue.add(run, _WORDS)
    page._show_queue()
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert "could not be started" in str(told[0])
    assert run not in page.runs.paths()


def test_a_trainer_whose_log_is_gone_is_told_of_by_its_code(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    page._follow_launch(launcher.Launch(tmp_path / "run", process, tmp_path / "run.log"))
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert "ended with code 3" in str(told[0])
    assert page.list.count() == 0


def test_a_run_whose_trainer_ended_before_its_first_word_can_be_begun_again(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    run = write_run(tmp_path / "run", recipe="srresnet-mse")
    run.status_file.unlink()
    sleeping = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    page._follow_launch(launcher.Launch(run.path, sleeping, tmp_path / "run.log"))
    resume = page.view.buttons["resume"]
    qtbot.waitUntil(lambda: bool(page.view.previews.files()), timeout=LONG_MS)
    assert page.view.state.text().startswith("Preparing")
    assert not resume.isEnabled()
    page.view.buttons["abort"].click()
    qtbot.waitUntil(resume.isEnabled, timeout=LONG_MS)
    assert page.view.state.text().startswith("No word yet")
    qtbot.waitUntil(lambda: lines(page)["run"] == "no word yet", timeout=LONG_MS)
    assert told == []
