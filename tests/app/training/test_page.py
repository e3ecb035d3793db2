"""The training page with real trainers: started, watched, stopped, resumed, used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from sr_studio.app.training import launcher
from sr_studio.app.training.page import TrainingPage
from sr_studio.app.window import MainWindow
from sr_studio.training.run_folder import RunFolder
from sr_studio.zoo.catalogue import find
from sr_studio.zoo.header import read_card
from tests.app.conftest import LONG_MS

_SMALL = "data.crop=32\ndata.batch=4\nvalidation.held_out=2\nvalidation.every=200000"


@pytest.fixture
def page(window: MainWindow) -> TrainingPage:
    made = window.go("train")
    assert isinstance(made, TrainingPage)
    return made


def fill(page: TrainingPage, folder: Path, budget: float) -> None:
    page.form.recipe_box.setCurrentText("espcn")
    page.form.take_data(folder)
    page.form.settings.setPlainText(_SMALL)
    page.form.budget.budget.setValue(budget)


def test_the_form_says_what_stands_in_the_way(page: TrainingPage, picture_folder: Path) -> None:
    form = page.form
    assert not form.button.isEnabled()
    assert "folder" in form.problem.text()
    fill(page, picture_folder, 0.001)
    assert form.button.isEnabled()
    assert "1,000" in form.budget.length.text()
    form.settings.setPlainText("data.crop = 33")
    assert not form.button.isEnabled()
    assert "not a multiple of scale" in form.problem.text()
    form.settings.setPlainText("")
    form.folder.edit.setText("no name of a folder is so long " * 20)
    assert "does not exist" in form.problem.text()
    form.take_data(picture_folder)
    form.recipe_box.setCurrentText("esrgan")
    assert not form.button.isEnabled()
    assert "rrdb-psnr-x4" in form.problem.text()


def test_a_run_is_started_watched_used_stopped_resumed_and_branched(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    fill(page, picture_folder, 0.2)
    page.form.button.click()

    def state() -> str:
        watch = page.watch
        return watch.status.state if watch is not None and watch.status is not None else ""

    qtbot.waitUntil(lambda: state() == "running", timeout=LONG_MS)
    watch = page.watch
    assert watch is not None
    qtbot.waitUntil(lambda: bool(watch.history.names("loss")), timeout=LONG_MS)
    assert page.view.buttons["stop"].isEnabled()
    assert "it/s" in page.view.state.text()
    box = page.view.checkpoint_box
    qtbot.waitUntil(lambda: box.findData("0") >= 0, timeout=LONG_MS)
    box.setCurrentIndex(box.findData("0"))
    page.view.buttons["use"].click()  # while it trains
    upscale = page.context.go("upscale")
    name = "espcn-x4-2"  # the program ships a model of the plain name
    qtbot.waitUntil(lambda: getattr(upscale.inspector.method, "name", "") == name, timeout=LONG_MS)
    page.context.go("train")
    assert state() == "running"
    page.view.buttons["pause"].click()
    qtbot.waitUntil(lambda: state() == "paused", timeout=LONG_MS)
    assert "Paused" in page.view.state.text()
    page.view.buttons["resume"].click()
    qtbot.waitUntil(lambda: state() == "running", timeout=LONG_MS)
    page.view.buttons["stop"].click()
    qtbot.waitUntil(lambda: state() == "stopped", timeout=LONG_MS)
    assert watch.run.checkpoint_files()
    reached = int(watch.run.checkpoint_files()[-1].stem)
    page.view.buttons["resume"].click()
    qtbot.waitUntil(lambda: state() == "running", timeout=LONG_MS)
    qtbot.waitUntil(
        lambda: watch.status is not None and watch.status.iteration > reached, timeout=LONG_MS
    )
    page.view.buttons["abort"].click()
    qtbot.waitUntil(lambda: state() == "stopped", timeout=LONG_MS)
    assert "Aborted at iteration" in page.view.state.text()
    assert "without a word" not in page.view.state.text()
    box.setCurrentIndex(box.findData("0"))
    page.view.further["branch"].trigger()
    assert page.watch is not None and page.watch.run.path != watch.run.path
    qtbot.waitUntil(lambda: state() == "running", timeout=LONG_MS)
    assert page.watch.run.origin()["data"] == watch.run.origin()["data"]
    page.view.buttons["abort"].click()
    qtbot.waitUntil(lambda: state() == "stopped", timeout=LONG_MS)


def test_the_depths_of_the_figure_are_trained_as_one_action(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    page.form.recipe_box.setCurrentText("srresnet-mse")
    page.form.take_data(picture_folder)
    page.form.settings.setPlainText(f"{_SMALL}\nnetwork.parameters.features=8")
    page.form.budget.budget.setValue(1e-5)
    assert not page.form.sweep_button.isHidden()
    page.form.sweep_on(picture_folder)
    (launch,) = page._launches
    try:
        made = lambda: [run for run in page.runs.paths() if launch.run in run.parents]  # noqa: E731
        qtbot.waitUntil(lambda: len(made()) >= 1, timeout=2 * LONG_MS)
    finally:
        launcher.end_process(launch.process.pid)
    page._aborted.add(launch.run)
    qtbot.waitUntil(lambda: not page._launches, timeout=LONG_MS)


def test_a_run_made_elsewhere_is_shown_with_its_pictures_used_and_exported(
    page: TrainingPage, picture_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    data = tmp_path / "data"
    shutil.copytree(picture_folder, data)
    pictures = sorted(path.name for path in data.iterdir())
    lines = ["file\tlicence", *(f"{name}\tCC-BY-4.0" for name in pictures)]
    (data / "SOURCES.tsv").write_text("\n".join(lines), encoding="utf-8")
    run = tmp_path / "elsewhere"
    words = ["train", "espcn", "--data", str(data), "--run", str(run)]
    for setting in (*_SMALL.splitlines(), "schedule.iterations=10", "validation.every=5"):
        words += ["--set", setting]
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio", *words],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    page.open_paths([run])
    qtbot.waitUntil(lambda: len(page.view.viewer.versions) == 3, timeout=LONG_MS)
    assert [version.name for version in page.view.viewer.versions] == ["LR", "SR 10", "HR"]
    assert "Finished" in page.view.state.text()
    assert not page.view.buttons["resume"].isEnabled()
    page.view.buttons["use"].click()
    upscale = page.context.go("upscale")
    name = "espcn-x4-2"  # the program ships a model of the plain name
    qtbot.waitUntil(lambda: getattr(upscale.inspector.method, "name", "") == name, timeout=LONG_MS)

    dialog = page.run_actions.export(run, page.view.checkpoints())
    dialog.kind_box.setCurrentIndex(dialog.kind_box.findData("safetensors"))
    assert dialog.licence_box.currentText() == "CC-BY-4.0"
    written = tmp_path / "mine.safetensors"
    page.run_actions.write_model(dialog.words(), written)
    qtbot.waitUntil(written.is_file, timeout=LONG_MS)
    dialog.kind_box.setCurrentIndex(dialog.kind_box.findData("own"))
    dialog.pair_box.setCurrentIndex(dialog.pair_box.findData("espcn-x4"))
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()

    def pair() -> str:  # the same weights stay one model, with the card that was told last
        card = getattr(upscale.inspector.method, "card", None)
        return "" if card is None else card.pair

    qtbot.waitUntil(lambda: pair() == "espcn-x4", timeout=LONG_MS)
    joined = find(name).card
    assert joined is not None and joined.licence == "CC-BY-4.0"
    card = read_card(written)
    assert card is not None and card.recipe == "espcn"
    assert card.licence == "CC-BY-4.0"
    assert [source.licence for source in card.data_sources] == ["CC-BY-4.0: 12"]


def test_a_trainer_that_fails_says_why_in_the_dialog(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    page.context.show_trouble = told.append
    fill(page, picture_folder, 0.001)
    page.form.settings.setPlainText("data.crop=32\ndata.batch=64")
    page.start(page.form.words())  # the form would not let them pass
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert "data.batch" in told[0].what
    assert page.list.count() == 0


def test_closing_the_window_does_not_end_a_run(
    make_window: Callable[[], MainWindow], picture_folder: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = window.go("train")
    assert isinstance(page, TrainingPage)
    fill(page, picture_folder, 0.5)
    page.form.button.click()
    launch = page._launches[0]
    run = RunFolder(launch.run)

    def running() -> bool:
        status = run.status()
        return status is not None and status.state == "running"

    qtbot.waitUntil(running, timeout=LONG_MS)
    window.close_anyway()
    assert not window.isVisible()
    assert launch.process.poll() is None
    launch.process.terminate()
    assert launch.process.wait(LONG_MS // 1000) == 0


def test_training_pairs_are_looked_at_before_a_run(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    assert not page.form.pairs_button.isEnabled()
    fill(page, picture_folder, 0.01)
    page.form.recipe_box.setCurrentText("photo-psnr")
    assert page.form.pairs_button.isEnabled()
    preview = page.form.show_pairs()
    qtbot.waitUntil(lambda: not preview.sheet.pixmap().isNull(), timeout=LONG_MS)
    assert preview.sheet.pixmap().width() == 4 * (32 + 32 + 4) + 4
    preview.reject()


def test_pairs_that_cannot_be_made_are_explained(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    fill(page, tmp_path, 0.01)
    preview = page.form.show_pairs()
    qtbot.waitUntil(lambda: "holds no picture" in preview.sheet.text(), timeout=LONG_MS)
    preview.reject()
