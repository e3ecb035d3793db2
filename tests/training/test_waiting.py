"""A run that pauses, lets others go first, and knows how long it still takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sr_studio.sharing import going_first
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.recipes import load_recipe
from sr_studio.training.run_folder import RunFolder, Status
from sr_studio.training.session import run_training
from sr_studio.training.time_left import TimeLeft

_SMALL = ("data.crop=32", "data.batch=4", "validation.held_out=2")
_PATIENCE = 120.0


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_run_pauses_when_asked_and_while_somebody_upscales(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    seen: list[Status] = []

    def is_(state: str, words: str = "") -> bool:
        status = run.status()
        if status is None or status.state != state or words not in status.message:
            return False
        seen.append(status)
        return True

    def person() -> None:
        wait_for(lambda: is_("running"))
        run.request("pause")
        wait_for(lambda: is_("paused", "resume goes on"))
        with going_first():
            run.clear_request()
            wait_for(lambda: is_("paused", "enlarged"))
        wait_for(lambda: is_("running"))
        run.request("stop")

    other = threading.Thread(target=person)
    other.start()
    arguments = TrainingArguments(
        "espcn", picture_folder, run=run.path, settings=_SMALL, budget=0.1, threads=1
    )
    status = run_training(arguments, lambda sentence: None)
    other.join()
    assert status.state == "stopped"
    running, paused, shared, again = seen
    assert paused.iteration == shared.iteration >= running.iteration
    assert again.iteration > shared.iteration
    lines, _ = run.metrics()
    told = [line for line in lines if "losses" in line]
    assert all(line["gradient_norm"] > 0 and line["memory"] > 1e7 for line in told)


def test_a_stop_is_heard_while_somebody_upscales(picture_folder: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")

    def person() -> None:
        with going_first():
            wait_for(lambda: (status := run.status()) is not None and status.state == "paused")
            run.request("stop")
            wait_for(lambda: (status := run.status()) is not None and status.state == "stopped")

    other = ThreadPoolExecutor().submit(person)
    arguments = TrainingArguments(
        "espcn", picture_folder, run=run.path, settings=_SMALL, budget=0.1, threads=1
    )
    assert run_training(arguments, lambda sentence: None).state == "stopped"
    other.result()


def test_a_run_that_is_done_waits_for_nobody(picture_folder: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    settings = (*_SMALL, "schedule.iterations=2", "validation.every=2")
    arguments = TrainingArguments(
        "espcn", picture_folder, run=run.path, settings=settings, threads=1
    )
    seen: list[str] = []

    def person() -> None:
        wait_for(lambda: (status := run.status()) is not None and status.state != "running")
        status = run.status()
        seen.append("" if status is None else status.state)
        run.clear_request()

    other = threading.Thread(target=person)

    def pause_at_the_end(sentence: str) -> None:
        if sentence.startswith("iteration 2"):
            run.request("pause")
            other.start()

    assert run_training(arguments, pause_at_the_end).state == "finished"
    other.join()
    assert seen == ["finished"]


def test_time_left_counts_validations_and_checkpoints() -> None:
    recipe = load_recipe("srresnet-mse", {"budget": 0.01})  # 10,000 updates, 200 validations
    left = TimeLeft()
    assert left.seconds(recipe, 0) is None
    left.saved(3.0, validated=False)
    left.updated(10.0)
    training, checkpoints = 1000.0, 200 + 1000 / 300
    assert left.seconds(recipe, 0) == pytest.approx(training + 3 * checkpoints)
    left.saved(23.0, validated=True)
    assert left.seconds(recipe, 0) == pytest.approx(training + 3 * checkpoints + 200 * 20)
    assert left.seconds(recipe, 10_000) == pytest.approx(0.0)
    for _ in range(60):
        left.updated(5.0)
    assert left.seconds(recipe, 9_999) == pytest.approx(1 / 5 + 23, rel=0.01)
