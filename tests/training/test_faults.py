"""Runs that were damaged, are trained twice, or find no room: each is told in a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.checkpoints import newest_checkpoint, read_checkpoint, save_checkpoint
from sr_studio.training.extension import extend_run
from sr_studio.training.run_folder import RunFolder, Status
from sr_studio.training.session import run_training

_SETTINGS = (
    "data.crop=32",
    "data.batch=4",
    "validation.held_out=2",
    "validation.every=4",
    "schedule.iterations=800",
    "schedule.kind=cosine",
)


def silent(sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def finished(picture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of eight iterations that has ended."""
    path = tmp_path_factory.mktemp("runs") / "run"
    run_training(
        TrainingArguments(
            "espcn", picture_folder, run=path, settings=_SETTINGS, budget=0.01, device="cpu"
        ),
        silent,
    )
    return path


@pytest.fixture
def run(finished: Path, tmp_path: Path) -> RunFolder:
    """A copy of it, to be damaged."""
    return RunFolder(shutil.copytree(finished, tmp_path / "run"))


def resume(run: RunFolder, say: list[str] | None = None) -> None:
    said = [] if say is None else say
    run_training(TrainingArguments(run=run.path, resume=True, device="cpu"), said.append)


@pytest.mark.parametrize("name", ["recipe.json", "run.json"])
@pytest.mark.parametrize("content", ["", '{"name": "esp', "[1, 2]"])
def test_a_damaged_file_of_a_run_is_named(run: RunFolder, name: str, content: str) -> None:
    (run.path / name).write_text(content)
    with pytest.raises(StudioError, match="damaged") as caught:
        resume(run)
    assert name in str(caught.value)


def test_a_missing_origin_is_named(run: RunFolder) -> None:
    run.origin_file.unlink()
    with pytest.raises(StudioError, match=r"run\.json: this file of the run is missing"):
        resume(run)


def test_a_damaged_newest_checkpoint_is_told_and_the_one_before_taken(run: RunFolder) -> None:
    older, newest = run.checkpoint_files()[-2:]
    newest.write_bytes(newest.read_bytes()[:1000])
    said: list[str] = []
    resume(run, said)
    told = next(sentence for sentence in said if "damaged" in sentence)
    assert newest.name in told
    assert f"the one of iteration {older.stem} is taken" in told
    assert any(f"at iteration {int(older.stem)} of" in sentence for sentence in said)


def test_a_foreign_checkpoint_is_told(run: RunFolder, tmp_path: Path) -> None:
    newest = run.checkpoint_files()[-1]
    state = read_checkpoint(newest)
    torch.save({"state_dict": state["params"]}, newest)
    said: list[str] = []
    newest_checkpoint(run, said.append)
    assert "no checkpoint of a run of SR Studio" in said[0]
    for path in run.checkpoint_files():
        save_checkpoint(run, int(path.stem), state | {"recipe_sha256": "another"})
    with pytest.raises(StudioError, match="belongs to another recipe"):
        resume(run)


def test_two_trainers_never_share_a_run_folder(run: RunFolder) -> None:
    code = (
        "import sys, pathlib\n"
        "from sr_studio.training.run_folder import RunFolder\n"
        "with RunFolder(pathlib.Path(sys.argv[1])).locked():\n"
        "    print('locked', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(run.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None and other.stdin is not None
    try:
        assert other.stdout.readline().strip() == "locked"
        with pytest.raises(StudioError, match="trained already by another process"):
            resume(run)
        with pytest.raises(StudioError, match="trained already by another process"):
            extend_run(run.path, 0.02)
    finally:
        other.kill()
        other.wait()
    resume(run)  # the system has let the lock of the dead process go


def test_a_trainer_on_another_computer_counts_while_it_gives_signs_of_life(run: RunFolder) -> None:
    run.write_status(Status("running", 5, 8, pid=1, started=1.0, host="another-computer"))
    with pytest.raises(StudioError, match="already by process 1 on another-computer"):
        resume(run)
    long_ago = time.time() - 600
    os.utime(run.status_file, (long_ago, long_ago))
    with run.locked(), pytest.raises(StudioError, match="already by another process"):
        resume(run)
    resume(run)
    status = run.status()
    assert status is not None and (status.state, status.is_elsewhere) == ("finished", False)


def test_what_a_killed_trainer_left_half_written_is_removed(run: RunFolder) -> None:
    code = (
        "import os, pathlib, signal, sys\n"
        "from sr_studio.files import replacing\n"
        "for path in sys.argv[1:]:\n"
        "    replacing(pathlib.Path(path)).__enter__().write_bytes(b'half')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    left = (run.checkpoints / "000000009.pt", run.best_file, run.previews / "0_sr_000000009.png")
    subprocess.run([sys.executable, "-c", code, *map(str, left)], check=False)
    mine = run.previews / "0_lr.part.png"
    mine.write_bytes(b"whole")
    kept = {path for path in run.path.rglob("*.p*") if not path.name.startswith(".")}
    assert len(list(run.path.rglob(".*.part.*"))) == 3
    with run.locked():
        assert not list(run.path.rglob(".*.part.*"))
    assert {*run.path.rglob("*.p*")} == kept


def test_a_folder_that_changed_since_the_run_began_is_told(
    picture_folder: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(picture_folder, tmp_path / "data"))
    run = RunFolder(tmp_path / "run")
    arguments = TrainingArguments(
        "espcn", data, run=run.path, settings=_SETTINGS, budget=0.01, device="cpu"
    )
    run_training(arguments, silent)
    said: list[str] = []
    extend_run(run.path, 0.015)
    resume(run, said)
    assert not any("not what it was" in sentence for sentence in said)
    shutil.copyfile(sorted(data.glob("*.png"))[0], data / "one-more.png")
    extend_run(run.path, 0.02)
    resume(run, said)
    assert any("not what it was" in sentence for sentence in said)
    assert any("not what it was" in line.get("note", "") for line in run.metrics()[0])


def test_a_picture_that_goes_while_the_folder_is_read_is_told(
    picture_folder: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(picture_folder, tmp_path / "data"))
    gone = sorted(data.glob("*.png"))[0]

    def take_away(sentence: str) -> None:
        if sentence.startswith("Opening"):
            gone.unlink()

    order = TrainingArguments(
        "espcn", data, run=tmp_path / "run", settings=_SETTINGS, budget=0.01, device="cpu"
    )
    with pytest.raises(StudioError, match="changed while they were read") as caught:
        run_training(order, take_away)
    assert gone.name in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_a_finished_run_goes_on_with_a_larger_budget(run: RunFolder) -> None:
    from sr_studio.cli import main

    before = run.origin()["recipe_sha256"]
    with pytest.raises(SystemExit) as ended:
        main(["train", "extend", str(run.path), "--budget", "0.02", "--device", "cpu"])
    assert ended.value.code == 0
    status = run.status()
    assert status is not None
    assert (status.state, status.iteration, status.iterations) == ("finished", 16, 16)
    origin = run.origin()
    assert origin["recipes_before"] == [before]
    assert "budget=0.02" in origin["overrides"] and len(origin["overrides"]) == 7
    rates = {
        line["iteration"]: line["learning_rate"] for line in run.metrics()[0] if "losses" in line
    }
    assert rates[8] < rates[12] or rates[16] < rates[12]  # the schedule is the longer one's
    resume(run)  # and checkpoints of both recipes are its own
    for budget, words in (("0.02", "already"), ("0.001", "already"), ("inf", "finite")):
        kept = run.recipe_file.read_bytes()
        with pytest.raises(StudioError, match=words):
            extend_run(run.path, float(budget))
        assert run.recipe_file.read_bytes() == kept


def test_extending_needs_a_run_and_a_budget(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    from sr_studio.cli import main

    for words in (["extend"], ["extend", str(run.path)], ["extend", "--budget", "2"]):
        with pytest.raises(SystemExit) as ended:
            main(["train", *words])
        assert ended.value.code != 0
        assert "sr-studio train extend RUN --budget N" in capsys.readouterr().err


def test_a_resumed_run_takes_no_other_start(run: RunFolder) -> None:
    for more in ({"start": "srresnet-x4"}, {"start_discriminator": run.path}):
        order = TrainingArguments(run=run.path, resume=True, device="cpu", **more)
        with pytest.raises(StudioError, match="from its own weights"):
            run_training(order, silent)


@pytest.mark.parametrize(
    "more", ["--set data.batch=2", "--run elsewhere", "--trial 1", "--start srresnet-x4"]
)
def test_what_an_extension_would_not_heed_is_refused_before_it(run: RunFolder, more: str) -> None:
    from sr_studio.cli import main

    before = run.recipe_file.read_bytes(), run.origin()
    with pytest.raises(SystemExit) as ended:
        main(["train", "extend", str(run.path), "--budget", "0.02", *more.split()])
    assert ended.value.code == 2
    assert (run.recipe_file.read_bytes(), run.origin()) == before


@pytest.mark.parametrize(
    "more", ["--processes 2", "--on ray --trial 1", "--on ray --preview-data p"]
)
def test_what_only_a_cluster_heeds_or_no_cluster_does_is_refused(
    more: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sr_studio.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["train", "srresnet-mse", "--run", str(tmp_path / "run"), *more.split()])
    assert ended.value.code == 2
    assert more.split()[0] in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
