"""What is made of a run that was trained on from another project's model can be run."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from spandrel.architectures.Compact.__arch.SRVGG import SRVGGNetCompact

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.branching import branch_run, write_recipe_of
from sr_studio.training.cards import model_of_run
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training
from tests.support.runs import write_run

_SETTINGS = (
    "data.crop=32",
    "data.batch=2",
    "schedule.iterations=3",
    "validation.held_out=2",
    "validation.every=100",
)


def silent(sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture
def run(picture_folder: Path, tmp_path: Path) -> RunFolder:
    """A run that ended, and whose model to start from is gone."""
    torch.manual_seed(0)
    start, recipe = tmp_path / "theirs.pth", tmp_path / "fine.toml"
    torch.save(SRVGGNetCompact(num_feat=8, num_conv=2, upscale=4).state_dict(), start)
    recipe.write_text(f"name = 'fine'\n[network]\nstart = '{start}'\n")
    made = RunFolder(tmp_path / "run")
    order = TrainingArguments(
        str(recipe), picture_folder, run=made.path, settings=_SETTINGS, device="cpu"
    )
    run_training(order, silent)
    start.unlink()
    return made


def test_its_branch_goes_on_and_is_exported(run: RunFolder, tmp_path: Path) -> None:
    iteration = int(run.checkpoint_files()[0].stem)
    branch = branch_run(run.path, iteration, tmp_path / "branch")
    again = TrainingArguments(run=branch.path, resume=True, device="cpu")
    assert run_training(again, silent).state == "finished"
    model = model_of_run(branch.path, checkpoint="last")
    assert model.card.architecture == "spandrel:Compact"


def test_its_recipe_trains_on_from_the_same_model(
    run: RunFolder, picture_folder: Path, tmp_path: Path
) -> None:
    recipe, again = tmp_path / "again.toml", RunFolder(tmp_path / "again")
    write_recipe_of(run.path, recipe, "again")
    order = TrainingArguments(str(recipe), picture_folder, run=again.path, device="cpu")
    assert run_training(order, silent).state == "finished"
    assert again.start_file.read_bytes() == run.start_file.read_bytes()
    network = run.recipe_table()["network"]
    assert again.recipe_table()["network"] == network | {"start": str(run.start_file)}


@pytest.fixture
def copied(tmp_path: Path) -> RunFolder:
    """A run with a checkpoint of iteration 400, to be branched and no more."""
    made = write_run(tmp_path / "copied")
    (made.checkpoints / "000000400.pt").write_bytes(b"state")
    return made


def test_what_is_being_written_while_a_run_is_branched_is_none_of_its_previews(
    copied: RunFolder, tmp_path: Path
) -> None:
    (copied.previews / ".0_sr_000000400.0123abcd.part.png").write_bytes(b"half")
    branch = branch_run(copied.path, 400, tmp_path / "branch")
    wanted = ["0_hr.png", "0_lr.png", "0_sr_000000200.png", "0_sr_000000400.png"]
    assert sorted(path.name for path in branch.previews.iterdir()) == wanted


def test_a_run_that_cannot_be_copied_whole_is_not_there_at_all(
    copied: RunFolder, tmp_path: Path
) -> None:
    (copied.previews / "0_sr_000000100.png").mkdir()
    with pytest.raises(StudioError, match="could not be copied"):
        branch_run(copied.path, 400, tmp_path / "branch")
    assert not (tmp_path / "branch").exists()
