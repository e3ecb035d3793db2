"""Trains a small GAN twice: once in peace, once killed again and again; prints what differs.

Run as a program by test_resume.py. Each trainer is a forked process of its own, so that SIGKILL is
real and the imports of torch and of its compiler, which optimisers need, are paid once.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import torch
import torch._dynamo

from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.checkpoints import read_checkpoint
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training

_SETTINGS = (
    "schedule.iterations=32",
    "schedule.milestones=[16]",
    "network.parameters.blocks=1",
    "network.parameters.features=8",
    "discriminator.parameters.features=4",
    "data.crop=32",
    "data.batch=4",
    "validation.held_out=2",
    "validation.every=8",
)


def order(data: Path, run: Path, start: Path, *, resume: bool) -> TrainingArguments:
    if resume:
        return TrainingArguments(run=run, resume=True, precision="fp32")
    return TrainingArguments(
        "srgan-mse", data, run=run, settings=_SETTINGS, start=str(start), precision="fp32"
    )


def trained_in_a_child(data: Path, run: Path, start: Path, seconds: float | None) -> bool:
    """Train or resume in a child that is killed after ``seconds``; whether it came to its end."""
    child = os.fork()
    if child == 0:
        resume = RunFolder(run).exists
        run_training(order(data, run, start, resume=resume), say=lambda sentence: None)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, code = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(code) == 0


def differences(one: object, other: object, path: str = "") -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return [f"{path}: keys"]
        return [d for key in one for d in differences(one[key], other[key], f"{path}/{key}")]
    if isinstance(one, list) and isinstance(other, list):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for number, pair in pairs for d in differences(*pair, f"{path}/{number}")]
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return [] if torch.equal(one, other) else [path]
    return [] if one == other or path == "/seconds" else [path]


def main(data: Path, work: Path, start: Path, kills: int) -> int:
    torch.set_num_threads(1)
    began = time.monotonic()
    assert trained_in_a_child(data, work / "peace", start, None)
    whole = time.monotonic() - began
    dice = random.Random(20)
    done = 0
    while done < kills:
        if not trained_in_a_child(data, work / "killed", start, dice.uniform(0.1, 0.6) * whole):
            done += 1
        elif done == 0:
            raise SystemExit("the run ended before it was killed once")
        else:
            break
    killed = done
    while not trained_in_a_child(data, work / "killed", start, None):
        raise SystemExit("a resumed run failed")
    peace, after_kills = (
        read_checkpoint(RunFolder(work / name).checkpoint_files()[-1])
        for name in ("peace", "killed")
    )
    found = differences(peace, after_kills)
    print(f"killed {killed} times; differing: {found}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(Path(word) for word in sys.argv[1:4]), int(sys.argv[4])))
