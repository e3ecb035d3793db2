"""The best checkpoint is the best state of its run, whenever it ended and wherever it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.branching import branch_run
from sr_studio.training.cards import model_of_run
from sr_studio.training.checkpoints import read_checkpoint
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training


def silent(sentence: str) -> None:
    """Nobody listens."""


def order(data: Path, run: Path, *more: str) -> TrainingArguments:
    settings = ("data.crop=32", "data.batch=4", "validation.held_out=2", *more)
    return TrainingArguments("espcn", data, run=run, settings=settings, device="cpu")


def scores(run: RunFolder) -> dict[int, float]:
    lines = [line for line in run.metrics()[0] if "validation" in line]
    return {line["iteration"]: line["validation"]["psnr_y"] for line in lines}


def test_a_best_checkpoint_that_could_not_be_written_is_made_by_the_resumed_run(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")

    def stand_in_the_way(sentence: str) -> None:
        if sentence.startswith("Training"):
            run.best_file.mkdir()

    ordered = order(picture_folder, run.path, "schedule.iterations=4", "validation.every=4")
    with pytest.raises(StudioError, match="a folder, not a file"):
        run_training(ordered, stand_in_the_way)
    run.best_file.rmdir()
    again = TrainingArguments(run=run.path, resume=True, device="cpu")
    assert run_training(again, silent).state == "finished"
    best = read_checkpoint(run.best_file)
    assert (best["iteration"], best["score"]) == (4, scores(run)[4])
    assert model_of_run(run.path).card.trained is not None


@pytest.mark.parametrize("rate", [1e-4, 1.0])  # the last state is the best one, or an early one
def test_a_branch_has_the_best_state_up_to_where_it_begins(
    rate: float, picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    settings = ("schedule.iterations=8", "validation.every=2", f"optimiser.lr={rate}")
    run_training(order(picture_folder, run.path, *settings), silent)
    best_at = max(scores(run), key=scores(run).__getitem__)
    assert (best_at == 8) == (rate < 1)
    for iteration in (4, 8):
        branch = branch_run(run.path, iteration, tmp_path / f"from-{iteration}")
        assert read_checkpoint(branch.best_file)["iteration"] == min(best_at, iteration)
        run_training(TrainingArguments(run=branch.path, resume=True, device="cpu"), silent)
        assert read_checkpoint(branch.best_file)["iteration"] == best_at
