"""Training on from a model of any architecture, on any recipe that suits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image
from spandrel.architectures.Compact.__arch.SRVGG import SRVGGNetCompact
from spandrel.architectures.DAT.__arch.DAT import DAT
from spandrel.architectures.SPAN.__arch.span import SPAN
from spandrel.architectures.SwinIR.__arch.SwinIR import SwinIR
from torch import nn

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.cards import model_of_run
from sr_studio.training.checkpoints import read_checkpoint
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import preview_data_of, run_training, try_out_of
from sr_studio.zoo.loading import load_model
from tests.support.pictures import make_picture

_SETTINGS = (
    "data.crop=64",
    "data.batch=2",
    "schedule.iterations=3",
    "validation.held_out=2",
    "validation.every=100",
    "ema_decay=0.5",
)
_WINDOWED = {"img_size": 64, "depths": [2], "num_heads": [2], "upscale": 4}
_TINY: dict[str, Callable[[], nn.Module]] = {
    "Compact": lambda: SRVGGNetCompact(num_feat=8, num_conv=2, upscale=4),
    "SPAN": lambda: SPAN(num_in_ch=3, num_out_ch=3, feature_channels=8, upscale=4),
    "SwinIR": lambda: SwinIR(
        **_WINDOWED, window_size=8, embed_dim=8, mlp_ratio=2, upsampler="pixelshuffledirect"
    ),
    "DAT": lambda: DAT(
        img_size=64,
        depth=[2],
        num_heads=[2],
        upscale=4,
        split_size=[2, 4],
        embed_dim=32,
        expansion_factor=2,
    ),
}


def silent(sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    file = tmp_path / "fine.toml"
    file.write_text('name = "fine"\n[network]\nstart = "theirs.pth"\n[optimiser]\nlr = 1e-3\n')
    return file


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures as large as the windowed networks want their crops."""
    folder = tmp_path_factory.mktemp("large")
    for seed in range(5):
        Image.fromarray(make_picture(seed, 72, 80)).save(folder / f"{seed}.png")
    return folder


def order(recipe: Path, data: Path, start: Path, run: Path, *more: str) -> TrainingArguments:
    settings = (*_SETTINGS, f"network.start={start}", *more)
    return TrainingArguments(str(recipe), data, run=run, settings=settings, device="cpu")


@pytest.mark.parametrize("name", ["Compact", "SPAN", "SwinIR", "DAT"])
def test_any_architecture_that_trains_is_trained_on(
    name: str, recipe: Path, data: Path, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    start = tmp_path / "theirs.pth"
    parameters = _TINY[name]()
    torch.save(parameters.state_dict(), start)
    run = RunFolder(tmp_path / "run")
    status = run_training(order(recipe, data, start, run.path), silent)
    assert status.state == "finished"
    first, last = (read_checkpoint(run.checkpoint_files()[place])["params"] for place in (0, -1))
    assert any(not torch.equal(first[key], last[key]) for key in first)
    start.unlink()  # the run has what it needs
    model = model_of_run(run.path, checkpoint="last")
    assert model.card.architecture == f"spandrel:{name}"
    weights = read_checkpoint(run.checkpoint_files()[-1])["params_ema"]
    assert all(torch.equal(weights[key], value) for key, value in model.module.state_dict().items())


def test_a_run_without_an_architecture_goes_on_bit_for_bit(
    recipe: Path, data: Path, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    start = tmp_path / "theirs.pth"
    torch.save(_TINY["Compact"]().state_dict(), start)
    whole, stopped = RunFolder(tmp_path / "whole"), RunFolder(tmp_path / "stopped")
    run_training(order(recipe, data, start, whole.path), silent)

    def stop_at_once(sentence: str) -> None:
        if sentence.startswith("Training"):
            stopped.request("stop")

    settings = ("validation.every=1",)
    run_training(order(recipe, data, start, stopped.path, *settings), stop_at_once)
    assert int(stopped.checkpoint_files()[-1].stem) == 1
    start.unlink()
    again = TrainingArguments(run=stopped.path, resume=True, device="cpu")
    assert run_training(again, silent).state == "finished"
    one, two = (
        read_checkpoint(run.checkpoint_files()[-1])["params_ema"] for run in (whole, stopped)
    )
    assert all(torch.equal(one[key], two[key]) for key in one)


def test_a_model_of_ours_gives_its_network_too(recipe: Path, data: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    run_training(order(recipe, data, Path("espcn-x4"), run.path), silent)
    assert run.recipe_table()["network"]["architecture"] == "espcn"
    assert run.recipe_table()["network"]["colour"] == "y"
    assert model_of_run(run.path, checkpoint="last").card.colour == "y"


def test_a_start_that_is_named_goes_before_that_of_the_recipe(
    recipe: Path, data: Path, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    theirs, other = tmp_path / "theirs.pth", tmp_path / "other.pth"
    for path in (theirs, other):
        torch.save(_TINY["Compact"]().state_dict(), path)
    run = RunFolder(tmp_path / "run")
    ordered = replace(order(recipe, data, theirs, run.path), start=str(other))
    run_training(ordered, silent)
    first = read_checkpoint(run.checkpoint_files()[0])
    began_with = load_model(other).module.state_dict()
    assert first["iteration"] == 0
    assert all(torch.equal(first["params"][key], value) for key, value in began_with.items())
    assert run.recipe_table()["network"]["start"] == str(other)
    assert model_of_run(run.path, checkpoint="last").card.notes == "Started from other."
    theirs.unlink()  # nobody asks for it
    tell: list[dict[str, object]] = []
    try_out_of(ordered, 0.1, None, tell.append)
    assert tell[-1]["event"] == "cost"
    assert preview_data_of(ordered, tmp_path).is_file()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (("data.scale=2",), "--set data.scale=4"),
        (("network.start=no-such-model",), "no-such-model"),
        (("network.start=",), "name an architecture"),
    ],
)
def test_a_start_that_does_not_do_is_told(
    settings: tuple[str, ...], words: str, recipe: Path, data: Path, tmp_path: Path
) -> None:
    start = tmp_path / "theirs.pth"
    torch.save(_TINY["Compact"]().state_dict(), start)
    with pytest.raises(StudioError) as caught:
        run_training(order(recipe, data, start, tmp_path / "run", *settings), silent)
    assert words in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_a_trial_begins_with_the_model_that_the_run_would_begin_with(
    recipe: Path, data: Path, tmp_path: Path
) -> None:
    named = ("network.architecture=espcn", 'network.colour="y"')
    ordered = order(recipe, data, Path("srcnn-x4"), tmp_path / "run", *named)
    with pytest.raises(StudioError) as run:
        run_training(ordered, silent)
    with pytest.raises(StudioError) as trial:
        try_out_of(ordered, 0.1, None, lambda event: None)
    assert "does not fit the recipe's network" in str(run.value)
    assert str(trial.value) == str(run.value)
