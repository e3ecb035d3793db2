"""A training run over a cluster of this computer's own, one of whose processes is killed."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch

from sr_studio.cluster.training import train_on
from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.checkpoints import read_checkpoint
from sr_studio.training.run_folder import RunFolder

_SETTINGS = (
    "data.crop=32",
    "data.batch=4",
    "validation.held_out=2",
    "validation.every=20",
    "schedule.iterations=200",
)


def arguments_for(data: Path, run: Path, *more: str) -> TrainingArguments:
    settings = (*_SETTINGS, *more)
    return TrainingArguments(
        "espcn", data, run=run, settings=settings, precision="fp32", device="cpu", threads=1
    )


def training_processes() -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "RayTrainWorker" in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def last_of(run: Path) -> dict[str, Any]:
    return read_checkpoint(RunFolder(run).checkpoint_files()[-1])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_process_changes_nothing_in_the_end(
    ray: Any, picture_folder: Path, tmp_path: Path
) -> None:
    undisturbed, run = tmp_path / "undisturbed", RunFolder(tmp_path / "run")
    status = train_on(ray, arguments_for(picture_folder, undisturbed), print, processes=2)
    assert (status.state, status.iteration) == ("finished", 200)

    killed: list[int] = []

    def kill_one() -> None:
        while not killed:
            if len(run.checkpoint_files()) >= 2:  # past the first validation
                process = training_processes()[-1]
                process.kill()
                killed.append(process.pid)
            time.sleep(0.02)

    hunter = threading.Thread(target=kill_one, daemon=True)
    hunter.start()
    said: list[str] = []
    status = train_on(ray, arguments_for(picture_folder, run.path), said.append, processes=2)
    hunter.join()
    assert killed and (status.state, status.iteration) == ("finished", 200)
    assert any(sentence.startswith("Going on with espcn") for sentence in said), said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "undisturbed"]
    here, there = last_of(undisturbed), last_of(run.path)
    for key in ("params", "params_ema"):
        assert all(torch.equal(here[key][name], there[key][name]) for name in here[key])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_is_wrong_with_a_run_is_told_as_it_would_be_here(
    ray: Any, picture_folder: Path, tmp_path: Path
) -> None:
    arguments = arguments_for(picture_folder, tmp_path / "run", "data.batch=64")
    with pytest.raises(StudioError, match="cannot fill a batch of 64"):
        train_on(ray, arguments, print, processes=2)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "recipe.json").write_text("{}")
    with pytest.raises(StudioError, match="there is a run in this folder already"):
        train_on(ray, arguments, print, processes=2)
