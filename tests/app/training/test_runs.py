"""The list of runs: states and scores, several over each other, copies, branches, the queue."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QInputDialog
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.training import launcher
from sr_studio.app.training.export_dialog import ExportDialog
from sr_studio.app.training.page import TrainingPage
from sr_studio.app.training.recipe_difference import RecipeDifference
from sr_studio.app.window import MainWindow
from sr_studio.training.run_folder import RunFolder, Status, started_at
from tests.app.conftest import LONG_MS
from tests.app.training.test_page import fill
from tests.support.runs import write_run


@pytest.fixture
def page(window: MainWindow) -> TrainingPage:
    made = window.go("train")
    assert isinstance(made, TrainingPage)
    return made


def lines(page: TrainingPage) -> dict[str, str]:
    texts = [page.list.item(row).text() for row in range(page.list.count())]
    return dict(text.split("\n", 1) for text in texts if "\n" in text)


def test_a_folder_of_runs_is_attached_and_stays_so(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    write_run(tmp_path / "share" / "one", recipe="srresnet-mse")
    half = Status("stopped", 500, 1000)
    write_run(tmp_path / "share" / "two", recipe="srresnet-mse", status=half)
    page.open_paths([tmp_path / "share"])
    qtbot.waitUntil(
        lambda: lines(page) == {"one": "finished · 28.00 dB", "two": "stopped · 50 % · 28.00 dB"},
        timeout=LONG_MS,
    )
    again = TrainingPage(page.context)
    assert {path.name for path in again.runs.paths()} == {"one", "two"}
    again.shut_down()
    again.deleteLater()


def test_two_runs_are_drawn_over_each_other_and_their_recipes_compared(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    write_run(tmp_path / "one", recipe="srresnet-mse")
    write_run(tmp_path / "two", recipe="srresnet-mse", data__crop=64)
    page.open_paths([tmp_path / "one", tmp_path / "two"])
    assert not page.runs.compare_button.isVisible()
    page.list.selectAll()
    plot = page.view.curves.right.plot.getPlotItem()
    qtbot.waitUntil(lambda: len(plot.listDataItems()) == 2, timeout=LONG_MS)
    assert {item.name() for item in plot.listDataItems()} == {"one: psnr y", "two: psnr y"}
    page.runs.compare_button.click()
    (dialog,) = page.window().findChildren(RecipeDifference)
    row = dialog.table.topLevelItem(0)
    assert row is not None
    assert [row.text(column) for column in range(3)] in (
        ["data.crop", "64", "96"],
        ["data.crop", "96", "64"],
    )
    dialog.reject()
    page.runs.choose(tmp_path / "one")
    assert len(page._watches()) == 1


def test_a_run_is_duplicated_as_a_recipe_of_the_form(page: TrainingPage, tmp_path: Path) -> None:
    write_run(tmp_path / "Mine", recipe="srresnet-mse", data__crop=64)
    page.open_paths([tmp_path / "Mine"])
    page.view.further["duplicate"].trigger()
    assert Path(page.form.recipe_box.currentText()).name == "mine-copy.toml"
    assert page.form.recipe().data.crop == 64


@pytest.mark.parametrize("start", ["srgan-vgg22-x4", "mine.safetensors"])
def test_a_recipe_of_a_run_starts_from_what_the_run_started_from(
    start: str, page: TrainingPage, tmp_path: Path
) -> None:
    if start.endswith("safetensors"):
        start = str(tmp_path / start)
        Path(start).touch()
    page.form.recipe_box.setCurrentText("srgan-vgg22")
    assert page.form.start_box.currentData() == "srresnet-x4"
    write_run(tmp_path / "gan", recipe="srgan-vgg22", starts_from=start)
    page.open_paths([tmp_path / "gan"])
    page.view.further["duplicate"].trigger()
    assert page.form.start_box.currentData() == start


def test_a_run_that_is_being_prepared_is_aborted_without_a_trace(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    fill(page, picture_folder, 0.2)
    page.form.button.click()
    run = page._launches[0].run
    page.view.buttons["abort"].click()  # while it is still being prepared
    qtbot.waitUntil(lambda: not page._launches, timeout=LONG_MS)
    assert run not in page.runs.paths()
    assert told == []


def test_queued_runs_wait_for_the_one_that_trains(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    me = Status("running", 5, 10, pid=os.getpid(), started=started_at(os.getpid()))
    busy = write_run(tmp_path / "busy", recipe="srresnet-mse", status=me)
    page.open_paths([busy.path])
    qtbot.waitUntil(lambda: "training" in lines(page).get("busy", ""), timeout=LONG_MS)
    fill(page, picture_folder, 0.0001)
    page.form.queue_button.click()
    (waiting,) = page._queue.waiting()
    run = RunFolder(Path(waiting.run))
    assert lines(page)[run.path.name] == "waiting"
    page._check()
    assert not page._launches
    busy.write_status(Status("finished", 10, 10))

    def finished() -> bool:
        status = run.status()
        return status is not None and status.state == "finished"

    qtbot.waitUntil(finished, timeout=LONG_MS)
    assert page._queue.waiting() == []


def test_a_queue_that_cannot_be_written_is_told_once_and_goes_on_later(
    page: TrainingPage, qtbot: QtBot
) -> None:
    told = []
    page.context.show_trouble = told.append
    page._queue.add(paths.user_runs_dir() / "later", ["no-such-recipe", "--data", "nowhere"])
    lock = paths.user_runs_dir() / "queue.lock"
    lock.unlink()
    lock.mkdir()  # nobody writes into it now
    for _ in range(3):
        page._start_next()
    (trouble,) = told
    assert "queue.lock" in trouble.what and "wait on" in trouble.kept
    assert len(page._queue.waiting()) == 1
    lock.rmdir()
    page._start_next()
    assert page._queue.waiting() == []
    (launch,) = page._launches
    launcher.end_process(launch.process.pid)
    page._aborted.add(launch.run)
    qtbot.waitUntil(lambda: not page._launches, timeout=LONG_MS)


def test_two_clicks_start_and_resume_once(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    fill(page, picture_folder, 0.01)
    qtbot.waitUntil(page.form.button.isEnabled, timeout=LONG_MS)
    page.form.start_wanted.disconnect(page.start)
    wishes: list[list[str]] = []
    page.form.start_wanted.connect(wishes.append)
    page.form.button.click()
    page.form.button.click()
    assert len(wishes) == 1
    run = write_run(paths.user_runs_dir() / "stopped", status=Status("stopped", 5, 10))
    page.attach(run.path)
    qtbot.waitUntil(page.view.buttons["resume"].isEnabled, timeout=LONG_MS)
    page.view.buttons["resume"].click()
    page.view.buttons["resume"].click()
    (launch,) = page._launches
    launcher.end_process(launch.process.pid)
    page._aborted.add(run.path)
    qtbot.waitUntil(lambda: not page._launches, timeout=LONG_MS)


def test_a_run_that_was_aborted_and_cannot_be_resumed_says_why(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    told = []
    page.context.show_trouble = told.append
    gone = Status("running", 5, 10, pid=0, started=1e9)  # and no trainer of this window
    run = write_run(tmp_path / "run", recipe="srresnet-mse", status=gone)
    page.open_paths([run.path])
    page._do("abort")
    page._do("resume")
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert told[0].what and told[0].kept


def test_a_waiting_run_can_be_taken_back(page: TrainingPage, picture_folder: Path) -> None:
    fill(page, picture_folder, 0.01)
    page._queue.add(paths.user_runs_dir() / "later", page.form.words())
    page.runs.show_waiting([paths.user_runs_dir() / "later"])
    page.runs.choose(paths.user_runs_dir() / "later")
    page.view.buttons["abort"].click()
    assert page._queue.waiting() == []
    assert page.list.count() == 0


def test_export_asks_for_licence_and_partner(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "SOURCES.tsv").write_text("file\tlicence\n1.png\tCC-BY-4.0\n2.png\tCC0\n")
    run = write_run(tmp_path / "gan", data_folder=data, starts_from="srresnet-x4")
    (run.checkpoints / "best.pt").write_bytes(b"state")
    page.open_paths([run.path])
    qtbot.waitUntil(lambda: page.view.checkpoint_box.count() == 1, timeout=LONG_MS)
    dialog = page.run_actions.export(run.path, page.view.checkpoints())
    assert "CC-BY-4.0: 1, CC0-1.0: 1" in dialog.said.text()
    assert dialog.pair_box.currentData() == "srresnet-x4"
    wanted = ["import", str(run.path), "--checkpoint", "best", "--licence", "CC-BY-4.0"]
    assert dialog.words() == [*wanted, "--pair", "srresnet-x4"]
    dialog.kind_box.setCurrentIndex(3)
    assert dialog.words()[:3] == ["export", "--to", "onnx"]
    assert "--pair" not in dialog.words()
    dialog.reject()


@pytest.mark.parametrize(
    ("start", "proposal"), [("CC-BY-NC-4.0", "CC-BY-NC-4.0"), ("", ""), ("MIT", "MIT")]
)
def test_no_freer_licence_is_proposed_than_that_of_the_model_a_run_started_from(
    start: str, proposal: str, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "SOURCES.tsv").write_text("file\tlicence\n1.png\tCC0\n")
    run = write_run(tmp_path / "gan", data_folder=tmp_path, starts_from="theirs")
    origin = run.origin() | {"start": {"licence": start}}
    run.origin_file.write_text(json.dumps(origin))
    dialog = ExportDialog(run, ["best"])
    qtbot.addWidget(dialog)
    assert dialog.licence_box.currentText() == proposal


def test_a_run_that_has_ended_is_extended_by_its_budget(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    run = write_run(tmp_path / "done", recipe="srresnet-mse", budget=0.01)
    page.open_paths([run.path])
    qtbot.waitUntil(lambda: page.view.further["extend"].isEnabled(), timeout=LONG_MS)
    page.view.further["extend"].trigger()
    (dialog,) = page.window().findChildren(QInputDialog)
    assert dialog.doubleValue() == pytest.approx(0.02)
    assert dialog.doubleMinimum() == pytest.approx(0.01)
    dialog.done(QDialog.DialogCode.Rejected)
