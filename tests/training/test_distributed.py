from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from sr_studio.training.checkpoints import read_checkpoint
from sr_studio.training.run_folder import RunFolder

_SMALL = ("data.crop=32", "data.batch=4", "validation.held_out=2", "validation.every=8")
_CASES = {
    "rrdb6-psnr": (
        "schedule.milestones=[]",
        "network.parameters.blocks=1",
        "network.parameters.features=8",
        "network.parameters.growth=4",
    ),
    "srresnet-mse": ("network.parameters.blocks=1", "network.parameters.features=8"),
}


def _start(name: str, data: Path, run: Path, **world: str) -> subprocess.Popen[str]:
    settings = (*_SMALL, "schedule.iterations=8", *_CASES[name])
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.training.two_processes",
            name,
            str(data),
            str(run),
            *settings,
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


@pytest.mark.parametrize("name", list(_CASES))
def test_two_processes_give_the_weights_of_one(
    name: str, picture_folder: Path, tmp_path: Path
) -> None:
    together = [
        _start(name, picture_folder, tmp_path / "two", **world) for world in _two_processes()
    ]
    alone = _start(name, picture_folder, tmp_path / "one")
    for process in (*together, alone):
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
