"""Several processes give the weights of one, and go on when one of them dies."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import torch

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.checkpoints import read_checkpoint
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training

_SMALL = ("data.crop=32", "data.batch=4", "validation.held_out=2", "validation.every=8")
_CASES = {
    "rrdb6-psnr": (
        "schedule.milestones=[]",
        "network.parameters.blocks=1",
        "network.parameters.features=8",
        "network.parameters.growth=4",
    ),
    "srresnet-mse": ("network.parameters.blocks=1", "network.parameters.features=8"),
    "srgan-mse": (
        "schedule.milestones=[]",
        "network.parameters.blocks=1",
        "network.parameters.features=8",
        "discriminator.parameters.features=4",
        "loss.adversarial.kind=relativistic-average",
    ),
}


def _settings(name: str, model: Path) -> tuple[str, ...]:
    settings = (*_SMALL, "schedule.iterations=8", *_CASES[name])
    return (*settings, f"starts_from={model}") if name == "srgan-mse" else settings


def _start(name: str, data: Path, run: Path, model: Path, **world: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.training.two_processes",
            name,
            str(data),
            str(run),
            *_settings(name, model),
        ],
        env=os.environ | {"OMP_NUM_THREADS": "1"} | world,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _two_processes() -> list[dict[str, str]]:
    """What torchrun would put into the environment of each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    common = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    return [common | {"RANK": str(rank), "LOCAL_RANK": str(rank)} for rank in range(2)]


def test_a_small_variance_around_a_large_mean_is_not_lost() -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.training.two_norms"],
            env=os.environ | {"OMP_NUM_THREADS": "1"} | world,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for world in _two_processes()
    ]
    for process in processes:
        distance, errors = process.communicate(timeout=200)
        assert process.returncode == 0, errors
        assert float(distance) < 0.01


#: With both networks; the others differ by their loss and take 20 s of two cores each.
_TELLING = "srgan-mse"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name != _TELLING)) for name in _CASES]
)
def test_two_processes_give_the_weights_of_one(
    name: str, picture_folder: Path, start_model: Path, tmp_path: Path
) -> None:
    together = [
        _start(name, picture_folder, tmp_path / "two", start_model, **world)
        for world in _two_processes()
    ]
    alone = TrainingArguments(
        name,
        picture_folder,
        run=tmp_path / "one",
        settings=_settings(name, start_model),
        precision="fp32",
        device="cpu",
        threads=1,
    )
    run_training(alone, print)
    for process in together:
        output, _ = process.communicate(timeout=200)
        assert process.returncode == 0, output
    one, two = (
        read_checkpoint(RunFolder(tmp_path / folder).checkpoint_files()[-1])["params_ema"]
        for folder in ("one", "two")
    )
    fresh = read_checkpoint(RunFolder(tmp_path / "one").checkpoint_files()[0])["params_ema"]
    for key, value in one.items():
        torch.testing.assert_close(two[key], value, rtol=1e-3, atol=2e-5)
    assert any(not torch.equal(fresh[key], one[key]) for key in one)


def test_what_torchrun_starts_again_goes_on_with_its_run(
    picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = RunFolder(tmp_path / "run")
    settings = (*_SMALL, "schedule.iterations=12", "validation.every=4")
    arguments = TrainingArguments(
        "espcn", picture_folder, run=run.path, settings=settings, device="cpu"
    )

    def stop_soon(sentence: str) -> None:
        if sentence.startswith("Training"):
            run.request("stop")

    assert run_training(arguments, stop_soon).state == "stopped"
    monkeypatch.setenv("TORCHELASTIC_RESTART_COUNT", "1")
    said: list[str] = []
    assert run_training(arguments, said.append).state == "finished"
    assert any(sentence.startswith("Going on with espcn at iteration 4") for sentence in said)
    monkeypatch.setenv("TORCHELASTIC_MAX_RESTARTS", "1")
    with pytest.raises(StudioError, match="--run"):
        run_training(TrainingArguments("espcn", picture_folder), said.append)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_torchrun_restarts_after_a_worker_was_killed(picture_folder: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    settings = (*_SMALL, *_CASES["rrdb6-psnr"], "schedule.iterations=400", "validation.every=50")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    torchrun += ["--max-restarts", "1", "--master-port", _two_processes()[0]["MASTER_PORT"]]
    words = ["-m", "tests.training.two_processes", "rrdb6-psnr", picture_folder, run.path]
    started = subprocess.Popen(
        [str(word) for word in (*torchrun, *words, *settings)],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while len(run.checkpoint_files()) < 2:  # past the first validation
        assert started.poll() is None, started.communicate()[0]
        time.sleep(0.1)
    workers = [
        child
        for child in psutil.Process(started.pid).children(recursive=True)
        if "tests.training.two_processes" in child.cmdline()
    ]
    with contextlib.suppress(psutil.NoSuchProcess):
        workers[-1].send_signal(signal.SIGKILL)
    output, _ = started.communicate(timeout=800)
    assert started.returncode == 0, output
    status = run.status()
    assert status is not None and (status.state, status.iteration) == ("finished", 400)
    assert "Going on with rrdb6-psnr" in output
