"""Loggers that a run asks for get its numbers; one that nobody knows is told."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training

_SETTINGS = ("data.crop=32", "data.batch=4", "validation.held_out=2", "validation.every=2")


def arguments(data: Path, run: Path, logger: str) -> TrainingArguments:
    settings = (*_SETTINGS, "schedule.iterations=4")
    return TrainingArguments(
        "espcn", data, run=run, settings=settings, loggers=(logger,), device="cpu"
    )


@pytest.mark.parametrize("name", ["first", "somebody's"])
def test_numbers_go_to_mlflow_too(
    name: str, picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    run = RunFolder(tmp_path / name)
    run_training(arguments(picture_folder, run.path, "mlflow"), lambda sentence: None)
    assert run.origin()["loggers"] == ["mlflow"]
    client = mlflow.MlflowClient((tmp_path / "mlruns").as_uri())
    experiment = client.get_experiment_by_name("sr-studio")
    (found,) = client.search_runs([experiment.experiment_id])
    assert found.data.params["data.crop"] == "32"
    history = client.get_metric_history(found.info.run_id, "validation/psnr_y")
    lines = [line for line in run.metrics()[0] if "validation" in line]
    assert {point.step: point.value for point in history} == {
        line["iteration"]: line["validation"]["psnr_y"] for line in lines
    }


@pytest.mark.parametrize("when", ["iteration 2", "iteration 4"])
def test_a_run_goes_on_without_mlflow(
    when: str, picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    run = RunFolder(tmp_path / "run")

    def stand_in_the_way(sentence: str) -> None:
        if sentence.startswith(when):
            shutil.rmtree(tmp_path / "mlruns")
            (tmp_path / "mlruns").write_bytes(b"")

    ordered = arguments(picture_folder, run.path, "mlflow")
    assert run_training(ordered, stand_in_the_way).state == "finished"
    notes = [line["note"] for line in run.metrics()[0] if "note" in line]
    assert sum("MLflow takes no more numbers" in note for note in notes) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("when", ["Training", "iteration 2"])
def test_a_run_goes_on_without_tensorboard(when: str, picture_folder: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")

    def stand_in_the_way(sentence: str) -> None:
        if sentence.startswith(when):
            shutil.rmtree(run.tensorboard, ignore_errors=True)
            run.tensorboard.write_bytes(b"")

    ordered = replace(arguments(picture_folder, run.path, ""), loggers=())  # every run has it
    assert run_training(ordered, stand_in_the_way).state == "finished"
    notes = [line["note"] for line in run.metrics()[0] if "note" in line]
    assert sum("TensorBoard takes no more numbers" in note for note in notes) == 1


def test_a_run_whose_folder_has_no_utf8_name_trains_without_tensorboard(
    picture_folder: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / os.fsdecode(b"caf\xe9"))
    ordered = replace(arguments(picture_folder, run.path, ""), loggers=())
    assert run_training(ordered, lambda sentence: None).state == "finished"
    notes = [line["note"] for line in run.metrics()[0] if "note" in line]
    assert sum("TensorBoard takes no more numbers" in note for note in notes) == 1


def test_a_logger_that_nobody_knows_is_told(picture_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="Known are mlflow, tensorboard"):
        run_training(arguments(picture_folder, tmp_path / "run", "wandbb"), lambda sentence: None)
