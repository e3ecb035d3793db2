"""Runs that are stopped, killed or fail are resumed where they were, to the bit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from sr_studio.errors import StudioError
from sr_studio.networks.discriminators import SRGANDiscriminator
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training
from sr_studio.zoo.loading import load_model

_SMALL = (
    "data.crop=32",
    "data.batch=4",
    "validation.held_out=2",
    "validation.every=4",
)


def silent(sentence: str) -> None:
    """Nobody listens."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("kills", [4, pytest.param(10, marks=pytest.mark.slow)])
def test_a_run_killed_often_ends_bit_for_bit_like_one_left_in_peace(
    kills: int, picture_folder: Path, start_model: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.training.kill_and_resume",
            str(picture_folder),
            str(tmp_path),
            str(start_model),
            str(kills),
        ],
        capture_output=True,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "differing: []" in done.stdout


def test_a_stop_request_ends_after_a_checkpoint_and_resume_goes_on(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    order = TrainingArguments(
        "espcn",
        picture_folder,
        run=run.path,
        settings=(*_SMALL, "schedule.iterations=100000", "validation.every=100000"),
    )

    def ask_when_running(sentence: str) -> None:
        if sentence.startswith("Training"):
            run.request("stop")

    status = run_training(order, ask_when_running)
    assert status.state == "stopped"
    assert 0 < status.iteration < 100_000
    assert run.requested() == ""
    assert int(run.checkpoint_files()[-1].stem) == status.iteration
    with pytest.raises(StudioError, match="a run in this folder already"):
        run_training(order, silent)
    with pytest.raises(StudioError, match="keeps its recipe"):
        run_training(TrainingArguments("espcn", run=run.path, resume=True), silent)


def test_a_finished_run_has_measurements_previews_and_three_checkpoints(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    status = run_training(
        TrainingArguments("espcn", picture_folder, run=run.path, settings=(*_SMALL, "budget=2e-5")),
        silent,
    )
    assert (status.state, status.iteration) == ("finished", 20)
    lines, _ = run.metrics()
    validations = [line["validation"] for line in lines if "validation" in line]
    assert len(validations) == 20
    assert all(0 < scores["psnr_y"] < 60 for scores in validations)
    assert len(run.checkpoint_files()) == 3
    assert run.best_file.is_file()
    assert {path.name for path in run.previews.glob("0_*.png")} >= {"0_lr.png", "0_hr.png"}
    assert any(run.tensorboard.iterdir())
    assert run.status() == status


def test_best_weights_become_a_model_that_says_where_it_comes_from(
    picture_folder: Path, tmp_path: Path
) -> None:
    from sr_studio.cli import main

    run = tmp_path / "run"
    run_training(
        TrainingArguments("espcn", picture_folder, run=run, settings=(*_SMALL, "budget=1e-5")),
        silent,
    )
    file = tmp_path / "mine.safetensors"
    with pytest.raises(SystemExit) as ended:
        main(["models", "export", str(run), "--to", "safetensors", "-o", str(file)])
    assert ended.value.code == 0
    model = load_model(file)
    card = model.card
    assert card.recipe == "espcn"
    assert card.recipe_sha256 == json.loads((run / "run.json").read_text())["recipe_sha256"]
    assert card.overrides["data.crop"] == "32"
    best = torch.load(RunFolder(run).best_file, weights_only=True)
    assert card.trained.iterations == best["iteration"] > 0
    weights = model.module.state_dict()
    assert all(torch.equal(best["params_ema"][name], value) for name, value in weights.items())


def test_a_trainer_that_is_gone_is_reported_as_stopped(tmp_path: Path) -> None:
    from sr_studio.training.run_folder import Status, started_at

    run = RunFolder(tmp_path)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    run.write_status(Status("running", pid=child.pid, started=started_at(child.pid)))
    status = run.status()
    assert status is not None and status.state == "running"
    child.kill()
    child.wait()
    status = run.status()
    assert status is not None and status.state == "stopped"
    assert "resume" in status.message


def test_metrics_are_read_line_by_line_as_they_come(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    run.append({"iteration": 1})
    lines, place = run.metrics()
    assert [line["iteration"] for line in lines] == [1]
    assert abs(lines[0]["time"] - time.time()) < 60
    with run.metrics_file.open("a") as file:
        file.write('{"iteration": 2}\n{"itera')
    lines, place = run.metrics(place)
    assert lines == [{"iteration": 2}]
    with run.metrics_file.open("a") as file:
        file.write('tion": 3}\n')
    assert run.metrics(place)[0] == [{"iteration": 3}]
    run.cut_metrics(1)
    assert [line["iteration"] for line in run.metrics()[0]] == [1]


def test_losses_that_stop_being_numbers_go_back_to_the_last_good_state(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    settings = (*_SMALL, "schedule.iterations=60", "optimiser.lr=1e30", "schedule.kind=constant")
    order = TrainingArguments("srcnn", picture_folder, run=run.path, settings=settings)
    with pytest.raises(StudioError, match="stopped being numbers") as caught:
        run_training(order, silent)
    assert "optimiser.lr" in str(caught.value)
    status = run.status()
    assert status is not None and status.state == "failed"
    notes = [line["note"] for line in run.metrics()[0] if "note" in line]
    assert any("going on from" in note for note in notes)
    state = torch.load(run.checkpoint_files()[-1], weights_only=True)
    assert all(bool(torch.isfinite(value).all()) for value in state["params"].values())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": None}, "--data"),
        ({"data": Path("no/such/folder")}, "does not exist"),
        ({"recipe": "espnc"}, "no such recipe"),
        ({"settings": ("data.crop=9000",)}, "smaller than a crop"),
        ({"settings": ("data.crop=32", "data.batch=64")}, "data.batch="),
        ({"precision": "fp8"}, "no precision"),
        ({"device": "cuda:9"}, "doctor"),
        ({"start": "no-such-model"}, "no-such-model"),
        (
            {"recipe": "rrdb6-psnr", "settings": ("network.initialisation=identity",)},
            "cannot begin as the identity",
        ),
    ],
)
def test_bad_orders_are_told_before_anything_is_written(
    change: dict[str, object], words: str, picture_folder: Path, tmp_path: Path
) -> None:
    whole = {"recipe": "espcn", "data": picture_folder, "run": tmp_path / "run"} | change
    with pytest.raises(StudioError) as caught:
        run_training(TrainingArguments(**whole), silent)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_a_discriminator_goes_on_from_another_run(
    picture_folder: Path, start_model: Path, tmp_path: Path
) -> None:
    network = ("network.parameters.blocks=1", "network.parameters.features=8")
    settings = (*_SMALL, *network, "discriminator.parameters.features=4", "budget=1e-5")
    first, second = RunFolder(tmp_path / "first"), RunFolder(tmp_path / "second")
    for run, discriminator in ((first, None), (second, first.path)):
        order = TrainingArguments(
            "srgan-mse",
            picture_folder,
            run=run.path,
            start=str(start_model),
            start_discriminator=discriminator,
            settings=settings,
        )
        assert run_training(order, silent).iterations == 2
    trained = torch.load(first.checkpoint_files()[-1], weights_only=True)["discriminator"]
    begun = torch.load(second.checkpoints / "000000000.pt", weights_only=True)["discriminator"]
    assert trained.keys() == begun.keys()
    assert all(torch.equal(trained[name], begun[name]) for name in trained)
    assert second.origin()["discriminator_starts_from"] == str(first.path)


@pytest.mark.parametrize(
    ("recipe", "features", "words"),
    [
        ("srgan-mse", 8, "does not fit the recipe's network"),
        ("espcn", None, "trains without a discriminator"),
    ],
)
def test_a_discriminator_that_cannot_be_used_is_told_before_anything_is_written(
    recipe: str,
    features: int | None,
    words: str,
    picture_folder: Path,
    start_model: Path,
    tmp_path: Path,
) -> None:
    discriminator = SRGANDiscriminator(crop=32, features=4)
    file = tmp_path / "discriminator.pt"
    torch.save({"discriminator": discriminator.state_dict()}, file)
    settings = _SMALL
    if features is not None:
        network = ("network.parameters.blocks=1", "network.parameters.features=8")
        settings += (*network, f"discriminator.parameters.features={features}")
    order = TrainingArguments(
        recipe,
        picture_folder,
        run=tmp_path / "run",
        start=str(start_model) if features is not None else None,
        start_discriminator=file,
        settings=settings,
    )
    with pytest.raises(StudioError, match=words) as caught:
        run_training(order, silent)
    assert "--start-discriminator" in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_a_run_without_a_discriminator_lends_none(picture_folder: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    run_training(
        TrainingArguments("espcn", picture_folder, run=plain, settings=(*_SMALL, "budget=1e-6")),
        silent,
    )
    order = TrainingArguments("espcn", picture_folder, start_discriminator=plain, settings=_SMALL)
    with pytest.raises(StudioError, match="no discriminator in this checkpoint"):
        run_training(order, silent)


def test_a_second_trainer_on_one_run_is_refused(picture_folder: Path, tmp_path: Path) -> None:
    from sr_studio.training.run_folder import Status, started_at

    run = RunFolder(tmp_path / "run")
    run_training(
        TrainingArguments("espcn", picture_folder, run=run.path, settings=(*_SMALL, "budget=4e-6")),
        silent,
    )
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        time.sleep(0.1)
        run.write_status(Status("running", pid=child.pid, started=started_at(child.pid)))
        with pytest.raises(StudioError, match=f"process {child.pid}"):
            run_training(TrainingArguments(run=run.path, resume=True), silent)
    finally:
        child.kill()
        child.wait()


def test_a_full_disk_leaves_the_run_whole(picture_folder: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the same place."""
    resource = pytest.importorskip("resource", reason="file limits are a Unix thing")
    import signal

    run = RunFolder(tmp_path / "run")
    settings = (*_SMALL, "schedule.iterations=10")

    def fill_disk_when_running(sentence: str) -> None:
        if sentence.startswith("iteration 4"):
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with pytest.raises(StudioError) as caught:
            run_training(
                TrainingArguments("espcn", picture_folder, run=run.path, settings=settings),
                fill_disk_when_running,
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert str(run.path) in str(caught.value)
    assert "inline_container" not in str(caught.value)
    assert not list(run.path.rglob("*.part*"))
    failed = run.status()
    assert failed is not None and failed.state == "failed"
    assert str(caught.value) in failed.message
    status = run_training(TrainingArguments(run=run.path, resume=True), silent)
    assert status.state == "finished"


def test_the_command_trains_and_says_what_it_does(
    picture_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from sr_studio.cli import main

    words = ["train", "espcn", "--data", str(picture_folder), "--run", str(tmp_path / "run")]
    for setting in (*_SMALL, "schedule.iterations=8"):
        words += ["--set", setting]
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    said = capfd.readouterr().err
    assert "10 pictures are used" in said
    assert "Finished after 8 iterations" in said
    with pytest.raises(SystemExit) as ended:
        main(["train", "no-such-recipe", "--data", str(picture_folder)])
    assert ended.value.code == 1
    assert "there is no such recipe" in capfd.readouterr().err
