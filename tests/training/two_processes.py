"""Trains by torchrun in two gloo processes; run as a program by test_distributed.py."""

from __future__ import annotations

import sys
from pathlib import Path

import torch

from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.session import run_training


def main(recipe: str, data: str, run: str, *settings: str) -> None:
    torch.set_num_threads(1)
    order = TrainingArguments(
        recipe, Path(data), run=Path(run), settings=settings, precision="fp32", device="cpu"
    )
    run_training(order, say=print)


if __name__ == "__main__":
    main(*sys.argv[1:])
