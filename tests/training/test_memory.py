"""Where memory runs out, a run and its trial end with the smallest change that would fit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import torch

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training, try_out_of

_SMALL = ("data.crop=32", "data.batch=4", "validation.held_out=2", "schedule.iterations=10")
_LARGE = ("network.parameters.features=[1000,1000]", "network.parameters.kernel_sizes=[1,9,1]")
_LARGE_BYTES = 1000 * 1000 * 9 * 9 * 4


def silent(what: object) -> None:
    """Nobody listens."""


def on_a_gpu(*_: object) -> None:
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def on_a_cpu(*_: object) -> None:
    torch.empty(1 << 60)


@pytest.fixture(params=[on_a_gpu, on_a_cpu])
def _too_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No device here can be filled up, so its error is raised where the device would raise it."""
    update: Callable[..., None] = request.param
    monkeypatch.setattr("sr_studio.training.learner.Learner.update", update)


@pytest.mark.usefixtures("_too_large")
def test_a_run_names_the_smallest_change_that_would_fit(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    order = TrainingArguments("espcn", picture_folder, run=run.path, settings=_SMALL, device="cpu")
    with pytest.raises(StudioError, match="too little memory") as caught:
        run_training(order, silent)
    assert "--set accumulate=2" in str(caught.value)
    status = run.status()
    assert status is not None and status.state == "failed"
    assert run.checkpoint_files()


@pytest.mark.usefixtures("_too_large")
def test_a_trial_names_it_too(picture_folder: Path) -> None:
    order = TrainingArguments("espcn", picture_folder, settings=_SMALL, device="cpu")
    with pytest.raises(StudioError, match="too little memory") as caught:
        try_out_of(order, 0.1, None, silent)
    assert "--set accumulate=2" in str(caught.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited there")
def test_networks_that_cannot_be_held_are_told_before_a_run(
    picture_folder: Path, tmp_path: Path
) -> None:
    """There is room for the weights, but none for their average beside them."""
    import resource

    settings = (*_SMALL, *_LARGE)
    order = TrainingArguments(
        "espcn", picture_folder, run=tmp_path / "run", settings=settings, device="cpu"
    )
    before = resource.getrlimit(resource.RLIMIT_AS)
    room = _LARGE_BYTES * 3 // 2
    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + room, before[1]))
    try:
        with pytest.raises(StudioError, match="too little memory") as caught:
            run_training(order, silent)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert "choose a smaller network" in str(caught.value)
    assert not (tmp_path / "run").exists()
